package io.github.proxmoxmcp.server.setup;

/// Why setting up cannot go on, and what to do.
public final class SetupException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public SetupException(String message) {
        super(message);
    }

    public SetupException(String message, Throwable cause) {
        super(message, cause);
    }
}
