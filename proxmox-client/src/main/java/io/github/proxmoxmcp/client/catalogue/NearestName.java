package io.github.proxmoxmcp.client.catalogue;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/// Finds what somebody may have meant: the name that takes the fewest changes, if it takes few.
final class NearestName {

    /// Paths of the API have up to ninety characters.
    private static final int MAX_NAME_CHARACTERS = 128;

    private NearestName() {}

    /// An index, as in `net[n]`, counts for nothing.
    static Optional<String> of(String name, Collection<String> known) {
        if (name.length() > MAX_NAME_CHARACTERS) {
            return Optional.empty();
        }
        int most = Math.max(2, name.length() / 3);
        return known.stream()
                .filter(candidate -> Math.abs(candidate.replace("[n]", "").length() - name.length()) <= most)
                .filter(candidate -> distance(name, candidate) <= most)
                .min(Comparator.<String>comparingInt(candidate -> distance(name, candidate))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /// How many characters must be put in, taken out or replaced.
    private static int distance(String from, String candidate) {
        String to = candidate.replace("[n]", "");
        int[] row = new int[to.length() + 1];
        for (int i = 0; i <= to.length(); i++) {
            row[i] = i;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[to.length()];
    }
}
