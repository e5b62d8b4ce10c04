package io.github.proxmoxmcp.server.page.picture;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Something that happened at a moment, or several things too close together to be drawn apart.
///
/// @param lines what happened, one line each
public record Mark(double at, List<String> lines) {

    private static final double APART = 1.5;
    private static final int MAX_LINES = 12;

    /// Puts together what would lie on one another.
    ///
    /// @param marks in order of time
    static List<Mark> merged(List<Mark> marks) {
        List<Mark> merged = new ArrayList<>();
        for (Mark mark : marks) {
            if (!merged.isEmpty() && mark.at - merged.getLast().at < APART) {
                List<String> lines = new ArrayList<>(merged.getLast().lines);
                lines.addAll(mark.lines);
                merged.set(merged.size() - 1, new Mark(merged.getLast().at, lines));
            } else {
                merged.add(mark);
            }
        }
        return merged;
    }

    public int count() {
        return lines.size();
    }

    public String title() {
        return lines.stream().limit(MAX_LINES).collect(Collectors.joining("\n"))
                + (lines.size() > MAX_LINES ? "\nand " + (lines.size() - MAX_LINES) + " more" : "");
    }
}
