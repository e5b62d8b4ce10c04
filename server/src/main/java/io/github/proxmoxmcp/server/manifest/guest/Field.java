package io.github.proxmoxmcp.server.manifest.guest;

import java.util.Optional;

/// A field of a guest's manifest and the part of Proxmox's configuration that it stands for.
///
/// @param path as manifests write it, such as `nets.net0.vlan`
/// @param option of Proxmox, such as `net0`; what is no option there begins with `@`
/// @param part of the option's line, such as `tag`; empty for the whole line
/// @param absent what it is when Proxmox has nothing, in the canonical form; absent: nothing
/// @param createOnly used when the guest is made; a later difference is no drift
public record Field(
        String path, String option, String part, ValueType type, Optional<String> absent, boolean createOnly) {

    /// The pool of a guest, which is no option of it to Proxmox.
    public static final String POOL = "@pool";

    public static final String NODE = "@node";

    public static final String POWER = "@power";

    /// A field of a single option.
    public static Field of(String path, String option, ValueType type) {
        return new Field(path, option, "", type, Optional.empty(), false);
    }

    /// A field that is part of an option's line.
    public static Field of(String path, String option, String part, ValueType type) {
        return new Field(path, option, part, type, Optional.empty(), false);
    }

    /// The same with what Proxmox takes where nothing is set.
    public Field orElse(String canonical) {
        return new Field(path, option, part, type, Optional.of(canonical), createOnly);
    }

    /// The same, used once.
    public Field onlyAtCreation() {
        return new Field(path, option, part, type, absent, true);
    }

    /// The same of one slot: `*` in the path and the option is its name.
    public Field in(String slot) {
        return new Field(path.replace("*", slot), option.replace("*", slot), part, type, absent, createOnly);
    }

    /// Whether it is the whole line of its option.
    public boolean isWhole() {
        return part.isEmpty();
    }
}
