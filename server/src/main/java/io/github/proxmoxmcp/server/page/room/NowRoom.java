package io.github.proxmoxmcp.server.page.room;

import gg.jte.generated.precompiled.JtenowGenerated;
import io.github.proxmoxmcp.server.page.AnswerFacts;
import io.github.proxmoxmcp.server.page.PageAnswer;
import io.github.proxmoxmcp.server.page.PageParameters;
import io.github.proxmoxmcp.server.page.Room;
import io.github.proxmoxmcp.server.page.TableView;
import io.github.proxmoxmcp.server.page.Visit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What there is now: clusters, nodes, guests and storages; searched, filtered, sorted, a page of rows at a time.
public final class NowRoom implements Room {

    /// What guests can be filtered by.
    public static final List<String> STATUSES = List.of("running", "stopped", "paused");

    private static final int ROWS = 50;
    private static final Set<String> GUESTS = Set.of("vm", "container");

    private static final Set<String> LOADS =
            Set.of("cpus", "cpu_pct", "mem_gib", "mem_pct", "root_disk_pct", "uptime", "status", "version");
    private static final Set<String> SPACES = Set.of("status", "used_pct", "used_gib", "total_gib");
    private static final Map<String, String> SORTS =
            Map.of("VMID", "vmid", "Name", "name", "CPU %", "cpu", "Memory %", "memory");

    /// What the template shows.
    ///
    /// @param clusters where there are several, a row each
    /// @param status where there is one: what is said of it
    /// @param lists guests, or what was found
    public record View(
            Search search,
            Optional<TableView> clusters,
            List<Fact> status,
            Optional<TableView> nodes,
            List<Paged> lists,
            Optional<TableView> storages) {}

    /// What was searched for.
    public record Search(String find, String node, String status, String tag, List<String> nodes) {

        boolean isFiltered() {
            return !(node + status + tag).isEmpty();
        }
    }

    /// A page of a longer list.
    ///
    /// @param note what the tool says with it
    public record Paged(
            String title, TableView grid, Optional<String> next, Optional<String> first, Optional<String> note) {}

    @Override
    public String path() {
        return "/";
    }

    @Override
    public String title() {
        return "Now";
    }

    @Override
    public PageAnswer show(Visit visit) {
        PageParameters query = visit.query();
        AnswerFacts nodes = visit.ask("list_nodes", Map.of());
        Search search = new Search(
                query.get("find").orElse(""),
                query.get("node").orElse(""),
                query.get("status").orElse(""),
                query.get("tag").orElse(""),
                nodes.rows().stream()
                        .flatMap(row -> row.text("node").stream())
                        .distinct()
                        .sorted()
                        .toList());
        View view = search.find().isEmpty() ? all(visit, search, nodes) : found(visit, search);
        return new PageAnswer.Shown(title(), (out, frame) -> JtenowGenerated.render(out, null, frame, view));
    }

    private static View found(Visit visit, Search search) {
        AnswerFacts found = visit.ask("find", Map.of("query", Optional.of(search.find()), "limit", Optional.of(ROWS)));
        TableView grid =
                TableView.of(counted("Found", found), found, Set.of(), (column, row) -> link(visit, column, row));
        return new View(
                search,
                Optional.empty(),
                List.of(),
                Optional.empty(),
                List.of(new Paged("Found", grid, Optional.empty(), Optional.empty(), found.text("note"))),
                Optional.empty());
    }

    private static View all(Visit visit, Search search, AnswerFacts nodes) {
        AnswerFacts status = visit.ask("get_cluster_status", Map.of());
        boolean isOne = status.text("cluster").isPresent();
        return new View(
                search,
                isOne ? Optional.empty() : Optional.of(TableView.of("Clusters", status)),
                isOne ? facts(status) : List.of(),
                search.isFiltered()
                        ? Optional.empty()
                        : Optional.of(TableView.of(
                                counted("Nodes", nodes), nodes, LOADS, (column, row) -> link(visit, column, row))),
                List.of(
                        guests(visit, "Virtual machines", "list_vms", "vms"),
                        guests(visit, "Containers", "list_containers", "cts")),
                search.isFiltered() ? Optional.empty() : Optional.of(storages(visit)));
    }

    private static TableView storages(Visit visit) {
        AnswerFacts storages = visit.ask("list_storage", Map.of());
        return TableView.of(counted("Storages", storages), storages, SPACES, (column, row) -> link(visit, column, row));
    }

    private static Paged guests(Visit visit, String title, String tool, String cursor) {
        PageParameters query = visit.query();
        String sort = query.get("sort").orElse("vmid");
        Map<String, Optional<?>> arguments = new LinkedHashMap<>();
        List.of("node", "status", "tag", "pool").forEach(name -> arguments.put(name, query.get(name)));
        arguments.put("sort", Optional.of(sort));
        arguments.put("limit", Optional.of(ROWS));
        arguments.put("cursor", query.get(cursor));
        AnswerFacts page = visit.ask(tool, arguments);
        TableView grid = TableView.of(counted(title, page), page, LOADS, (column, row) -> link(visit, column, row))
                .sortedBy(SORTS, sort, query.with("vms", "").with("cts", ""));
        return new Paged(
                title,
                grid,
                page.text("next_cursor").map(next -> query.with(cursor, next).toString()),
                query.get(cursor).map(_ -> "/" + query.with(cursor, "")),
                page.text("note"));
    }

    private static String counted(String what, AnswerFacts listing) {
        int shown = listing.rows().size();
        long total = listing.number("total").orElse((long) shown);
        return shown == total ? what + ", " + total : what + ", " + shown + " of " + total;
    }

    /// A guest is shown in a room of its own; a node filters the guests.
    static Optional<String> link(Visit visit, String column, AnswerFacts row) {
        return switch (column) {
            case "vmid" -> row.text("vmid").map(vmid -> GuestRoom.address(visit.cluster(row), vmid));
            case "id" ->
                row.text("id")
                        .filter(_ -> row.text("kind").filter(GUESTS::contains).isPresent())
                        .map(vmid -> GuestRoom.address(visit.cluster(row), vmid));
            case "node" ->
                row.text("node")
                        .filter(node -> !node.equals("all"))
                        .map(node -> PageParameters.NONE.with("node", node).toString())
                        .map(query -> "/" + query);
            default -> Optional.empty();
        };
    }

    private static List<Fact> facts(AnswerFacts status) {
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact("Cluster", status.text("cluster").orElse("")));
        facts.add(new Fact(
                "Quorum",
                status.text("quorate")
                        .map(yes -> yes.equals("yes") ? "yes" : "lost")
                        .orElse("unknown"),
                status.text("quorate")
                        .map(yes -> yes.equals("yes") ? "good" : "bad")
                        .orElse("unknown")));
        facts.add(new Fact("Virtual machines", counts(status.part("vms"))));
        facts.add(new Fact("Containers", counts(status.part("containers"))));
        status.text("templates").ifPresent(count -> facts.add(new Fact("Templates", count)));
        status.text("guests_unknown")
                .ifPresent(count -> facts.add(new Fact("State unknown", count + " guests", "unknown")));
        int full = status.part("full_storages").rows().size();
        facts.add(new Fact("Storages over 85 %", full == 0 ? "none" : String.valueOf(full), full == 0 ? "" : "warn"));
        int failed = status.part("failed_tasks_last_day").rows().size();
        facts.add(new Fact(
                "Failed tasks, last day",
                status.text("failed_tasks_shown").orElse(failed == 0 ? "none" : String.valueOf(failed)),
                failed == 0 ? "" : "warn"));
        status.text("sync").ifPresent(trouble -> facts.add(new Fact("Reading the cluster", trouble, "warn")));
        return facts;
    }

    private static String counts(AnswerFacts counts) {
        List<String> words = new ArrayList<>();
        counts.values().forEach((state, count) -> words.add(count + " " + state));
        return words.isEmpty() ? "none" : String.join(", ", words);
    }
}
