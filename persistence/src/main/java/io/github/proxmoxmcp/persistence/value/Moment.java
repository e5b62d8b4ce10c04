package io.github.proxmoxmcp.persistence.value;

import java.time.Instant;

/// The moment that a question is about.
public sealed interface Moment {

    /// What is known now.
    record Now() implements Moment {}

    /// What was known to be true at `at`.
    record At(Instant at) implements Moment {}

    /// What is known now.
    static Moment now() {
        return new Now();
    }

    /// What was known to be true at `at`.
    static Moment at(Instant at) {
        return new At(at);
    }
}
