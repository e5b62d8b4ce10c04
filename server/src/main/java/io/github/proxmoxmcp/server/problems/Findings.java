package io.github.proxmoxmcp.server.problems;

import java.util.List;
import java.util.stream.Stream;

/// What a check found, and what it could not look at.
///
/// @param unchecked each a few words: what was not read, and so may be well or not
public record Findings(List<Problem> problems, List<String> unchecked) {

    static Findings of(List<Problem> problems) {
        return new Findings(problems, List.of());
    }

    Findings and(Findings others) {
        return new Findings(
                Stream.concat(problems.stream(), others.problems.stream()).toList(),
                Stream.concat(unchecked.stream(), others.unchecked.stream()).toList());
    }

    static Findings unchecked(String what) {
        return new Findings(List.of(), List.of(what));
    }
}
