package io.github.proxmoxmcp.server.config;

import java.util.Set;
import java.util.regex.Pattern;

/// What people may call what they configure.
final class SectionNames {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    private SectionNames() {}

    /// @throws IllegalArgumentException when one is no name for a thing of this kind
    static void check(String kind, Set<String> names) {
        names.stream().filter(name -> !NAME.matcher(name).matches()).findFirst().ifPresent(name -> {
            throw new IllegalArgumentException(
                    "a " + kind + "'s name has letters, digits, '.', '_' and '-' only, not '" + name + "'");
        });
    }
}
