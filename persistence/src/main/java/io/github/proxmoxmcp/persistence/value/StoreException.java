package io.github.proxmoxmcp.persistence.value;

/// Why the store could not do what was asked, in words for a person.
public sealed class StoreException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private StoreException(String message) {
        super(message);
    }

    private StoreException(String message, Throwable cause) {
        super(message, cause);
    }

    /// The file or database cannot be opened, written or read; nothing of it was changed.
    public static final class Unusable extends StoreException {
        private static final long serialVersionUID = 1;

        public Unusable(String message) {
            super(message);
        }

        public Unusable(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /// A state snapshot of this name exists.
    public static final class NameTaken extends StoreException {
        private static final long serialVersionUID = 1;

        public NameTaken(String message) {
            super(message);
        }
    }

    /// A query that is not allowed, or not right.
    public static final class BadQuery extends StoreException {
        private static final long serialVersionUID = 1;

        public BadQuery(String message) {
            super(message);
        }
    }

    /// A cursor that no page of this list gave out.
    public static final class BadCursor extends StoreException {
        private static final long serialVersionUID = 1;

        public BadCursor(String message) {
            super(message);
        }
    }

    /// Too much is asked at once.
    public static final class Busy extends StoreException {
        private static final long serialVersionUID = 1;

        public Busy(String message) {
            super(message);
        }
    }

    /// Nobody waits for the answer any more.
    public static final class Cancelled extends StoreException {
        private static final long serialVersionUID = 1;

        public Cancelled() {
            super("The question was stopped because its call was cancelled");
        }
    }
}
