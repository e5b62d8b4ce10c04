package io.github.proxmoxmcp.benchmarks;

import io.github.proxmoxmcp.persistence.Guest;
import io.github.proxmoxmcp.persistence.Store;
import io.github.proxmoxmcp.persistence.value.GuestKind;
import io.github.proxmoxmcp.persistence.value.Moment;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.IntFunction;

/// What is asked: of each sort as many questions as somebody wants, each another one.
final class MeasuredQuestions {

    /// A tool and its arguments.
    record Question(String tool, Map<String, ?> arguments) {}

    private final Map<String, IntFunction<Question>> sorts = new LinkedHashMap<>();
    private final List<Guest> guests;
    private final List<Guest> running;
    private final List<String> nodes;

    /// @param hour the beginning of the hour in which a thousand guests changed
    MeasuredQuestions(Store store, String cluster, Instant hour) {
        guests = new ArrayList<>(store.guests().present(cluster));
        Collections.shuffle(guests, new Random(1));
        running = guests.stream()
                .filter(guest -> guest.status().equals("running"))
                .toList();
        nodes = store.nodes().list(cluster, Moment.now()).stream()
                .map(state -> state.node().name())
                .toList();
        ofGuests();
        lists();
        Instant end = hour.plusSeconds(3_700);
        sorts.put(
                "get_changes of an hour",
                n -> new Question("get_changes", Map.of("from", back(hour, n), "to", back(end, n), "limit", 50)));
        sorts.put(
                "diff_snapshots of an hour",
                n -> new Question("diff_snapshots", Map.of("from", back(hour, n), "to", back(end, n))));
        sorts.put("check_backups", n -> new Question("check_backups", Map.of("max_age_hours", 24 + n % 8000)));
        sorts.put(
                "list_volumes",
                n -> new Question("list_volumes", Map.of("storage", "backup", "guest", guest(n).vmid())));
        sorts.put("find_problems", n -> new Question("find_problems", Map.of("limit", 1 + n % 500)));
    }

    private void ofGuests() {
        sorts.put("get_guest", n -> new Question("get_guest", Map.of("guest", guest(n).vmid())));
        sorts.put("get_changes guest=", n -> new Question("get_changes", Map.of("guest", guest(n).vmid())));
        sorts.put("get_history", n -> new Question("get_history", Map.of("guest", guest(n).vmid())));
        sorts.put(
                "find by name",
                n -> new Question("find", Map.of("query", guest(n).name().orElse("web"))));
        sorts.put(
                "find by address",
                n -> new Question("find", Map.of("query", "10.0." + n / 250 % 250 + "." + (2 + n % 250))));
        sorts.put("list_tasks guest=", n -> new Question("list_tasks", Map.of("guest", guest(n).vmid())));
    }

    private void lists() {
        sorts.put(
                "list_vms of a node",
                n -> new Question(
                        "list_vms",
                        Map.of(
                                "node",
                                node(n),
                                "sort",
                                n / 32 % 2 == 0 ? "memory" : "name",
                                "limit",
                                10 + n / 64 % 50)));
        sorts.put(
                "list_vms by tag",
                n -> new Question(
                        "list_vms",
                        Map.of("tag", n % 2 == 0 ? "web" : "prod", "limit", 10 + n / 2 % 90, "status", "running")));
        sorts.put(
                "list_containers by name",
                n -> new Question("list_containers", Map.of("name", containerName(n), "limit", 20)));
        sorts.put("list_nodes", _ -> new Question("list_nodes", Map.of()));
        sorts.put("list_storage", n -> new Question("list_storage", Map.of("node", node(n))));
        sorts.put("query_state", n -> new Question("query_state", Map.of("sql", sql(n))));
    }

    private String sql(int n) {
        return switch (n % 3) {
            case 0 -> "select status, count(*) as n from guests where vmid > " + n + " group by status";
            case 1 ->
                "select name, node, memory_bytes from guests where node = '" + node(n) + "' and vmid > " + n
                        + " order by memory_bytes desc limit 20";
            default -> "select key, value from guest_config where vmid = " + guest(n).vmid();
        };
    }

    private static String back(Instant from, int seconds) {
        return from.minusSeconds(seconds % 600).toString();
    }

    private String containerName(int n) {
        for (int i = n; i < n + guests.size(); i++) {
            Guest guest = guest(i);
            if (guest.kind() == GuestKind.CONTAINER && guest.name().isPresent()) {
                return guest.name().get();
            }
        }
        return "web";
    }

    private String node(int n) {
        return nodes.get(n % nodes.size());
    }

    private Guest guest(int n) {
        return guests.get(n % guests.size());
    }

    /// Of a guest that runs: more of it has to be read.
    Question running(int n) {
        return new Question(
                "get_guest", Map.of("guest", running.get(n % running.size()).vmid()));
    }

    Map<String, IntFunction<Question>> sorts() {
        return sorts;
    }

    /// 40 % `get_guest`, 30 % lists, 15 % changes, 15 % SQL.
    Question mixed(int n) {
        int place = n % 20;
        if (place < 8) {
            return of("get_guest", n);
        }
        if (place < 14) {
            return of(
                    switch (place) {
                        case 8, 11 -> "list_vms of a node";
                        case 9, 12 -> "list_vms by tag";
                        case 10 -> "list_containers by name";
                        default -> "list_storage";
                    },
                    n / 20 * 7 + place);
        }
        return of(place < 17 ? "get_changes guest=" : "query_state", n);
    }

    private Question of(String sort, int n) {
        return Objects.requireNonNull(sorts.get(sort), sort).apply(n);
    }
}
