package io.github.proxmoxmcp.server.manifest;

import java.util.Optional;

/// A field that is not as its manifest says.
///
/// @param now what it is, in the canonical form; absent: nothing
/// @param kind what can be done about it
/// @param why of what is not to be changed, the reason
public record Difference(Wanted wanted, Optional<String> now, Kind kind, String why) {

    /// What can be done about a difference.
    public enum Kind {
        /// It can be written.
        CHANGE,
        /// It was used at creation; nothing is done.
        CREATION_ONLY,
        /// Its owner said that it does not matter.
        IGNORED,
        /// Proxmox cannot do it, or not this way.
        CANNOT
    }

    public String path() {
        return wanted.path();
    }

    /// As a person reads the present value.
    public String shownNow() {
        return now.map(wanted.field().type()::shown).orElse("(not set)");
    }

    public boolean isChange() {
        return kind == Kind.CHANGE;
    }

    /// Whether it counts as one.
    public boolean matters() {
        return kind == Kind.CHANGE || kind == Kind.CANNOT;
    }
}
