package io.github.proxmoxmcp.server.manifest;

/// How a thing stands to its manifest.
public enum State {
    /// As declared.
    IN_SYNC,
    /// Somebody changed what had been applied.
    DRIFTED,
    /// The manifest says what was never applied.
    NOT_APPLIED,
    /// As declared, and part of it comes into force with the next start.
    PENDING_RESTART,
    /// It was there and is confirmed gone.
    MISSING,
    /// Its vmid is another guest's by now.
    FOREIGN,
    /// Locked by a task: what it is like is half of something.
    BUSY,
    /// Nobody can tell: its node is down, or rights were lost.
    UNKNOWN,
    /// Declared no longer; nothing is done to it.
    ORPHANED,
    /// The manifest is not for this.
    INVALID;

    /// Whether somebody should be told of it.
    public boolean alarms() {
        return this == DRIFTED || this == MISSING || this == FOREIGN;
    }
}
