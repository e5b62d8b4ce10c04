package io.github.proxmoxmcp.server.sync.inventory;

import io.github.proxmoxmcp.client.access.Permissions;
import io.github.proxmoxmcp.persistence.inventory.InventoryKind;
import io.github.proxmoxmcp.persistence.inventory.Listing;
import io.github.proxmoxmcp.persistence.value.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// A list that can be read from the cluster.
///
/// @param what it holds, for a person
/// @param age after which it is read again without a hint
/// @param allOrNothing whether Proxmox refuses the call unless the token may see the whole list, instead of leaving
///     rows out
/// @param read makes the calls. Whether the list is whole, the rights tell that held before and after them
record InventorySource(
        ListId key,
        String what,
        Duration age,
        boolean allOrNothing,
        Supplier<Function<Permissions, List<Listing<?>>>> read) {

    /// Names a list as the memory does.
    ///
    /// @param scope a node, `storage` or `storage@node`; empty for the whole cluster
    record ListId(Kind kind, String scope) {}

    /// A list of the whole cluster that Proxmox refuses to who may not see every row.
    static <T extends Record> InventorySource whole(Class<T> type, String what, int minutes, Supplier<List<T>> rows) {
        return source(type, List.of(), what, minutes, true, rows, _ -> true);
    }

    /// A list of a node that Proxmox refuses to who may not see every row.
    static <T extends Record> InventorySource whole(
            Class<T> type, String node, String what, int minutes, Supplier<List<T>> rows) {
        return source(type, List.of(node), what, minutes, true, rows, _ -> true);
    }

    /// A list of the whole cluster that Proxmox shortens to what the token may see.
    ///
    /// @param isWhole whether these rights show every row
    static <T extends Record> InventorySource filtered(
            Class<T> type, String what, int minutes, Supplier<List<T>> rows, Predicate<Permissions> isWhole) {
        return source(type, List.of(), what, minutes, false, rows, isWhole);
    }

    /// A list of a node that Proxmox shortens to what the token may see.
    ///
    /// @param isWhole whether these rights show every row
    static <T extends Record> InventorySource filtered(
            Class<T> type,
            String node,
            String what,
            int minutes,
            Supplier<List<T>> rows,
            Predicate<Permissions> isWhole) {
        return source(type, List.of(node), what, minutes, false, rows, isWhole);
    }

    private static <T extends Record> InventorySource source(
            Class<T> type,
            List<String> scope,
            String what,
            int minutes,
            boolean allOrNothing,
            Supplier<List<T>> rows,
            Predicate<Permissions> isWhole) {
        return new InventorySource(
                id(type, String.join("", scope)), what, Duration.ofMinutes(minutes), allOrNothing, () -> {
                    List<T> read = rows.get();
                    return rights -> List.of(new Listing<>(type, scope, read, isWhole.test(rights)));
                });
    }

    static ListId id(Class<? extends Record> type, String scope) {
        return new ListId(InventoryKind.of(type).kind(), scope);
    }

    /// Rows as facts.
    static <T, R> List<R> rows(List<T> rows, Function<T, R> fact) {
        return rows.stream().map(fact).toList();
    }

    /// Rows as facts, without those that are none.
    static <T, R> List<R> some(List<T> rows, Function<T, Optional<R>> fact) {
        return rows.stream().flatMap(row -> fact.apply(row).stream()).toList();
    }
}
