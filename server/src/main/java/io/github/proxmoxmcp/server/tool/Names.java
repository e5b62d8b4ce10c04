package io.github.proxmoxmcp.server.tool;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/// How names are written on the wire, and which known one somebody may have meant.
public final class Names {

    private static final int MAX_NAME_CHARACTERS = 64;

    private Names() {}

    /// `nextCursor` as `next_cursor`, `CONTAINER` as `container`.
    public static String snake(String java) {
        if (isSnake(java)) {
            return java;
        }
        return java.equals(java.toUpperCase(Locale.ROOT))
                ? java.toLowerCase(Locale.ROOT)
                : java.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
    }

    /// Most names are so already.
    private static boolean isSnake(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (name.charAt(i) != '_' && (name.charAt(i) < 'a' || name.charAt(i) > 'z')) {
                return false;
            }
        }
        return true;
    }

    /// The known name nearest to `given`, if it is near enough to have been meant: no further than a third of its
    /// length. Nobody means a name by a text that is much longer than one. It is for a sentence of ours: a name of
    /// others that is more than a word stands in `«»`.
    public static Optional<String> nearest(String given, Collection<String> known) {
        if (given.length() > MAX_NAME_CHARACTERS) {
            return Optional.empty();
        }
        String wanted = given.toLowerCase(Locale.ROOT);
        return known.stream()
                .filter(name -> name.length() <= MAX_NAME_CHARACTERS && isNear(wanted, name.toLowerCase(Locale.ROOT)))
                .min(Comparator.<String, Boolean>comparing(
                                name -> !name.toLowerCase(Locale.ROOT).startsWith(wanted))
                        .thenComparingInt(name -> distance(wanted, name.toLowerCase(Locale.ROOT)))
                        .thenComparing(Comparator.naturalOrder()))
                .map(UntrustedText::marked);
    }

    private static boolean isNear(String wanted, String name) {
        int most = Math.max(1, name.length() / 3);
        return name.contains(wanted)
                || wanted.contains(name)
                || (Math.abs(name.length() - wanted.length()) <= most && distance(wanted, name) <= most);
    }

    /// Levenshtein's distance.
    private static int distance(String from, String to) {
        int[] previous = new int[to.length() + 1];
        for (int column = 0; column <= to.length(); column++) {
            previous[column] = column;
        }
        for (int row = 1; row <= from.length(); row++) {
            int[] current = new int[to.length() + 1];
            current[0] = row;
            for (int column = 1; column <= to.length(); column++) {
                int swap = from.charAt(row - 1) == to.charAt(column - 1) ? 0 : 1;
                current[column] =
                        Math.min(Math.min(current[column - 1], previous[column]) + 1, previous[column - 1] + swap);
            }
            previous = current;
        }
        return previous[to.length()];
    }
}
