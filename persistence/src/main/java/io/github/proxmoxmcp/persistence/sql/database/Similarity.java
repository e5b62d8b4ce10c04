package io.github.proxmoxmcp.persistence.sql.database;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// Finds texts that somebody may have meant.
public final class Similarity {

    private Similarity() {}

    /// Candidates that contain the text or differ in few letters from it, nearest first.
    public static List<String> nearest(String text, Collection<String> candidates, int limit) {
        String wanted = text.toLowerCase(Locale.ROOT);
        int far = Math.max(2, wanted.length() / 2);
        record Scored(String candidate, int distance) {}
        return candidates.stream()
                .map(candidate -> new Scored(candidate, distance(wanted, candidate.toLowerCase(Locale.ROOT))))
                .filter(scored -> scored.distance() <= far)
                .sorted(Comparator.comparingInt(Scored::distance).thenComparing(Scored::candidate))
                .limit(limit)
                .map(Scored::candidate)
                .toList();
    }

    /// Letters to add, drop or exchange; one text within the other counts as near.
    private static int distance(String one, String other) {
        if (!one.isEmpty() && (other.contains(one) || one.contains(other))) {
            return 1;
        }
        int[] row = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int replaced = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[other.length()];
    }
}
