package io.github.proxmoxmcp.client.call;

/// What was asked of Proxmox, as an error names it: parameters are left out because they may hold secrets.
public record Call(String method, String path) {

    /// Whether it only reads, so that it may be repeated and leaves nothing behind.
    public boolean isRead() {
        return method.equals("GET");
    }

    @Override
    public String toString() {
        return method + " " + path;
    }
}
