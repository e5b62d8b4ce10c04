package io.github.proxmoxmcp.server.problems;

import java.util.List;

/// What a check found, and what it could not look at.
///
/// @param unchecked each a few words: what was not read, and so may be well or not
public record Findings(List<Problem> problems, List<String> unchecked) {

    static Findings of(List<Problem> problems) {
        return new Findings(problems, List.of());
    }

    static Findings unchecked(String what) {
        return new Findings(List.of(), List.of(what));
    }
}
