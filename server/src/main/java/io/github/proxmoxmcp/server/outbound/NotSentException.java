package io.github.proxmoxmcp.server.outbound;

import java.io.IOException;
import java.io.Serial;

/// Nobody can have taken the message: whom it is for was not reached.
public final class NotSentException extends IOException {

    @Serial
    private static final long serialVersionUID = 1L;

    public NotSentException(String message, Exception cause) {
        super(message, cause);
    }
}
