package io.github.proxmoxmcp.server.setup;

import java.util.ArrayList;
import java.util.List;

/// What changes between two texts, line by line, for a person to agree to.
final class LineDiff {

    private static final int CONTEXT = 2;

    private LineDiff() {}

    /// Lines with ` `, `-` or `+` before them; far from a change they are left out as ` …`.
    static List<String> of(String before, String after) {
        List<String> lines = marked(before.lines().toList(), after.lines().toList());
        List<String> shown = new ArrayList<>();
        boolean gap = false;
        for (int i = 0; i < lines.size(); i++) {
            if (nearAChange(lines, i)) {
                shown.add(lines.get(i));
                gap = false;
            } else if (!gap) {
                shown.add("  …");
                gap = true;
            }
        }
        return shown;
    }

    private static boolean nearAChange(List<String> lines, int index) {
        return lines.subList(Math.max(0, index - CONTEXT), Math.min(lines.size(), index + CONTEXT + 1)).stream()
                .anyMatch(line -> !line.startsWith(" "));
    }

    /// By the longest common subsequence; the files of clients are small.
    private static List<String> marked(List<String> before, List<String> after) {
        int[][] common = new int[before.size() + 1][after.size() + 1];
        for (int i = before.size() - 1; i >= 0; i--) {
            for (int j = after.size() - 1; j >= 0; j--) {
                common[i][j] = before.get(i).equals(after.get(j))
                        ? common[i + 1][j + 1] + 1
                        : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        List<String> lines = new ArrayList<>();
        int i = 0;
        int j = 0;
        while (i < before.size() || j < after.size()) {
            if (i < before.size() && j < after.size() && before.get(i).equals(after.get(j))) {
                lines.add("  " + before.get(i++));
                j++;
            } else if (j >= after.size() || (i < before.size() && common[i + 1][j] >= common[i][j + 1])) {
                lines.add("- " + before.get(i++));
            } else {
                lines.add("+ " + after.get(j++));
            }
        }
        return lines;
    }
}
