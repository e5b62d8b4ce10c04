package io.github.proxmoxmcp.demo.access;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// Somebody who may have tokens and a password.
///
/// @param expires seconds since the epoch, 0 for never
/// @param details comment, first name and the like, by the API's names
public record User(String id, boolean enabled, long expires, List<String> groups, SortedMap<String, String> details) {
    public User {
        groups = List.copyOf(groups);
        details = new TreeMap<>(details);
    }

    /// `pam` or `pve`.
    public String realm() {
        return id.substring(id.lastIndexOf('@') + 1);
    }

    /// The user outside a group.
    User without(String group) {
        return new User(
                id,
                enabled,
                expires,
                groups.stream().filter(name -> !name.equals(group)).toList(),
                details);
    }
}
