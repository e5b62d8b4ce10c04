package io.github.proxmoxmcp.server.tool;

/// Why a tool could not do what was asked, in words for the model: what failed, with which value, and what to do next.
public sealed class ToolException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private ToolException(String message) {
        super(Printable.message(message));
    }

    /// An argument is missing, unknown, out of range or of the wrong type.
    public static final class BadArgument extends ToolException {
        private static final long serialVersionUID = 1;

        public BadArgument(String message) {
            super(message);
        }
    }

    /// The name fits nothing, or several things.
    public static final class NotFound extends ToolException {
        private static final long serialVersionUID = 1;

        public NotFound(String message) {
            super(message);
        }
    }

    /// It cannot be answered now: nothing is configured, or the cluster was never reached.
    public static final class Unavailable extends ToolException {
        private static final long serialVersionUID = 1;

        public Unavailable(String message) {
            super(message);
        }
    }

    /// The cluster took the order, and it failed there.
    public static final class Failed extends ToolException {
        private static final long serialVersionUID = 1;

        public Failed(String message) {
            super(message);
        }
    }

    /// It may not be done: out of scope, frozen, not approved, or the world is not as the plan assumed. Nothing was
    /// sent.
    public static final class Refused extends ToolException {
        private static final long serialVersionUID = 1;

        private final String reason;

        /// @param reason one word for programs, such as `out_of_scope`; the message begins with it
        public Refused(String reason, String message) {
            super(reason + ": " + message);
            this.reason = reason;
        }

        public String reason() {
            return reason;
        }
    }
}
