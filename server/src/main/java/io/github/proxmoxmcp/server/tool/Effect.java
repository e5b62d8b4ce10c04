package io.github.proxmoxmcp.server.tool;

/// The strongest effect of a tool's calls: the one source of the hints that clients see and of the guard's checks.
public enum Effect {
    /// Reads; the same call again is harmless.
    READ(Access.READ, true, false, true),
    /// Writes to our own memory only, never to a cluster.
    REMEMBER(Access.READ, false, false, false),
    /// Reads what only callers who act have.
    INSPECT(Access.OPERATE, true, false, true),
    /// Applies what was planned before, whatever that is; the plan says what it needs.
    APPLY(Access.OPERATE, false, true, false),
    /// Changes a cluster, and loses nothing by it.
    OPERATE(Access.OPERATE, false, false, false),
    /// Can lose data or work.
    DESTRUCTIVE(Access.ADMIN, false, true, false);

    private final Access access;
    private final boolean readOnly;
    private final boolean destructive;
    private final boolean idempotent;

    Effect(Access access, boolean readOnly, boolean destructive, boolean idempotent) {
        this.access = access;
        this.readOnly = readOnly;
        this.destructive = destructive;
        this.idempotent = idempotent;
    }

    /// The least access that gives a caller tools of this effect.
    public Access access() {
        return access;
    }

    public boolean readOnly() {
        return readOnly;
    }

    public boolean destructive() {
        return destructive;
    }

    public boolean idempotent() {
        return idempotent;
    }
}
