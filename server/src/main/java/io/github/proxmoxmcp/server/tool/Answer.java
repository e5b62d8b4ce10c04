package io.github.proxmoxmcp.server.tool;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The answer of a tool: a record, its age, and what is missing in it.
///
/// @param body the answer itself: a record of the types that [Schemas] knows
/// @param asOf the moment the answer is true of; absent when it does not depend on a cluster's state
/// @param age how many seconds ago that was, when the answer was meant to be of now
/// @param incomplete what is missing and why, each a sentence
/// @param zone the time zone that its times are shown in; absent: UTC
public record Answer<T extends Record>(
        T body, Optional<Instant> asOf, Optional<Long> age, List<String> incomplete, Optional<ZoneId> zone) {

    public Answer(T body, Optional<Instant> asOf, Optional<Long> age, List<String> incomplete) {
        this(body, asOf, age, incomplete, Optional.empty());
    }

    /// The same, with its times shown in a zone.
    public Answer<T> shownIn(ZoneId shown) {
        return new Answer<>(body, asOf, age, incomplete, Optional.of(shown));
    }

    /// This answer, which also says that something is missing.
    public Answer<T> without(String missing) {
        List<String> all = new ArrayList<>(incomplete);
        all.add(missing);
        return new Answer<>(body, asOf, age, all, zone);
    }

    /// An answer that does not depend on how fresh the memory is.
    public static <T extends Record> Answer<T> of(T body) {
        return new Answer<>(body, Optional.empty(), Optional.empty(), List.of());
    }
}
