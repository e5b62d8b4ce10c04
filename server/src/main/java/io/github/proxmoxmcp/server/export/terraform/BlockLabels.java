package io.github.proxmoxmcp.server.export.terraform;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/// Names of resources in the configuration: what others called a thing, with all that is no name replaced, and each
/// once.
final class BlockLabels {

    private static final int MAX_CHARACTERS = 60;

    private final Set<String> given = new HashSet<>();

    String of(String kind, String name) {
        String clean =
                name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_").replaceAll("^_|_$", "");
        String label =
                clean.isEmpty() ? kind : kind + "_" + clean.substring(0, Math.min(clean.length(), MAX_CHARACTERS));
        String unique = label;
        for (int count = 2; !given.add(unique); count++) {
            unique = label + "_" + count;
        }
        return unique;
    }
}
