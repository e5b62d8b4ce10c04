package io.github.proxmoxmcp.server.manifest.yaml;

/// What is wrong with a manifest, and where.
///
/// @param path of the field, such as `disks.scsi0.size`; empty where it is about the document as a whole
public record Fault(Place place, String path, String message) {

    @Override
    public String toString() {
        return place + ": " + (path.isEmpty() ? "" : path + ": ") + message;
    }
}
