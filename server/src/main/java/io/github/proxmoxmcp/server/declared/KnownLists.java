package io.github.proxmoxmcp.server.declared;

import io.github.proxmoxmcp.persistence.inventory.InventoryKind;
import io.github.proxmoxmcp.persistence.inventory.InventoryStore.Known;
import io.github.proxmoxmcp.server.cluster.InventoryQueries;
import io.github.proxmoxmcp.server.cluster.Reading;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The lists of the memory.
public final class KnownLists implements ThingLists {

    private final Reading reading;
    private final Map<Class<? extends Record>, Map<String, List<Known<?>>>> read = new HashMap<>();
    private final Map<Class<? extends Record>, Set<String>> whole = new HashMap<>();

    public KnownLists(Reading reading) {
        this.reading = reading;
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T extends Record> List<Known<T>> list(Class<T> type, String scope) {
        return (List<Known<T>>)
                (List<?>) read.computeIfAbsent(type, this::byScope).getOrDefault(scope, List.of());
    }

    /// The places of which there is anything, such as those with a firewall.
    public Set<String> scopes(Class<? extends Record> type) {
        return Set.copyOf(read.computeIfAbsent(type, this::byScope).keySet());
    }

    private Map<String, List<Known<?>>> byScope(Class<? extends Record> type) {
        Map<String, List<Known<?>>> found = new HashMap<>();
        RecordComponent first = type.getRecordComponents()[0];
        boolean scoped = InventoryKind.of(type).history().list() == 1;
        for (Known<? extends Record> known : reading.inventory().list(type)) {
            found.computeIfAbsent(scoped ? text(first, known.thing()) : "", _ -> new ArrayList<>())
                    .add(known);
        }
        return found;
    }

    private static String text(RecordComponent component, Record thing) {
        try {
            return String.valueOf(component.getAccessor().invoke(thing));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(component + " cannot be read", e);
        }
    }

    @Override
    public String doubt(Class<? extends Record> type, String scope) {
        return whole.computeIfAbsent(
                                type,
                                one -> InventoryQueries.whole(
                                        reading, InventoryKind.of(one).kind()))
                        .contains(scope)
                ? ""
                : "the memory did not read " + (scope.isEmpty() ? "all of them" : "those of " + scope)
                        + ", or the token may not see all";
    }
}
