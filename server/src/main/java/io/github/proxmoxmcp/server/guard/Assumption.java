package io.github.proxmoxmcp.server.guard;

/// A fact about a guest that a plan is built on; it is read again just before the plan is applied.
///
/// @param value what it was; empty for no lock
public record Assumption(int vmid, Fact fact, String value) {

    /// Which fact.
    public enum Fact {
        NODE,
        STATUS,
        LOCK,
        DIGEST,
        /// There is no guest of this vmid.
        ABSENT
    }

    /// That a vmid is free.
    public static Assumption free(int vmid) {
        return new Assumption(vmid, Fact.ABSENT, "");
    }
}
