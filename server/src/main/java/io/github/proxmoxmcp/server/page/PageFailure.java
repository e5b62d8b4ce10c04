package io.github.proxmoxmcp.server.page;

/// There is nothing to show, or something was not done; the message says why and what to do.
public final class PageFailure extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final int status;

    /// @param status of HTTP
    public PageFailure(int status, String message) {
        super(message);
        this.status = status;
    }

    public int status() {
        return status;
    }
}
