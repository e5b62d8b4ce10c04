package io.github.proxmoxmcp.demo.access;

/// One line of the access control list: who has which role where.
///
/// @param type `user`, `group` or `token`
/// @param propagate whether below the path too
public record Grant(String path, String type, String who, String role, boolean propagate) {

    boolean isOfSame(Grant other) {
        return path.equals(other.path) && type.equals(other.type) && who.equals(other.who) && role.equals(other.role);
    }
}
