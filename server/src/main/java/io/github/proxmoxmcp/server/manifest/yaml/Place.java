package io.github.proxmoxmcp.server.manifest.yaml;

/// Where something stands in a manifest, lines and columns from 1.
public record Place(String file, int line, int column) {

    @Override
    public String toString() {
        return file + ":" + line + ":" + column;
    }
}
