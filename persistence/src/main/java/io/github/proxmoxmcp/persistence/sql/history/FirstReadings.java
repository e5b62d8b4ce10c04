package io.github.proxmoxmcp.persistence.sql.history;

import static java.util.stream.Collectors.toSet;

import io.github.proxmoxmcp.persistence.sql.history.DetailRows.Detail;
import io.github.proxmoxmcp.persistence.sql.history.ListReadings.Reading;
import io.github.proxmoxmcp.persistence.value.Kind;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// Since when it is known what there is of a thing's kind: before a guest's configuration was read for the first time
/// nothing can be said of its keys.
public final class FirstReadings {

    private final Versions versions;
    private final Map<List<Object>, Detail> details = new HashMap<>();
    private Optional<Map<List<String>, Reading>> lists = Optional.empty();

    public FirstReadings(Versions versions) {
        this.versions = versions;
    }

    /// Reads what [#of] tells of these.
    ///
    /// @param things of this kind, by key
    public void read(HistoryTable kind, Collection<List<Object>> things) throws SQLException {
        if (kind.kind() == Kind.GUEST_CONFIG || kind.kind() == Kind.GUEST_SNAPSHOT) {
            details.putAll(new DetailRows(versions, 0)
                    .of(things.stream().map(key -> (Integer) key.getFirst()).collect(toSet())));
        } else if (kind.scope().isPresent() && lists.isEmpty()) {
            lists = Optional.of(new ListReadings(versions).all());
        }
    }

    /// The end of time where it is not known yet.
    public long of(HistoryTable kind, List<Object> key) {
        return switch (kind.kind()) {
            case GUEST_CONFIG -> orNever(detail(key).configSince());
            case GUEST_SNAPSHOT -> orNever(detail(key).snapshotsSince());
            default -> {
                if (kind.scope().isEmpty()) {
                    yield Long.MIN_VALUE;
                }
                Reading reading = lists.orElseThrow().get(ListReadings.key(kind, key));
                yield reading == null ? Long.MAX_VALUE : orNever(reading.first());
            }
        };
    }

    private Detail detail(List<Object> key) {
        return details.getOrDefault(key.subList(0, 2), Detail.NEVER_READ);
    }

    private static long orNever(OptionalLong first) {
        return first.orElse(Long.MAX_VALUE);
    }
}
