package io.github.proxmoxmcp.server.page.room;

import gg.jte.generated.precompiled.JteguestGenerated;
import io.github.proxmoxmcp.server.page.AnswerFacts;
import io.github.proxmoxmcp.server.page.PageAnswer;
import io.github.proxmoxmcp.server.page.PageParameters;
import io.github.proxmoxmcp.server.page.Room;
import io.github.proxmoxmcp.server.page.TableView;
import io.github.proxmoxmcp.server.page.Visit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// One guest: what it is, what it is made of, what is wrong with it, what happened to it last.
public final class GuestRoom implements Room {

    private static final int CHANGES = 20;
    private static final int PROBLEMS = 500;

    /// What the template shows.
    ///
    /// @param life where its whole life is shown
    /// @param notes as their author laid them out
    /// @param config a line each
    public record View(
            String life,
            List<Fact> facts,
            List<String> tags,
            Optional<String> notes,
            Optional<TableView> problems,
            List<TableView> parts,
            TableView changes,
            Optional<String> changesNote,
            List<Fact> config) {}

    /// Where a guest is shown.
    public static String address(String cluster, String vmid) {
        return "/guests/" + PageParameters.encoded(cluster).replace("+", "%20") + "/" + vmid;
    }

    @Override
    public String path() {
        return "/guests/{cluster}/{vmid}";
    }

    @Override
    public String title() {
        return "Guest";
    }

    @Override
    public PageAnswer show(Visit visit) {
        Optional<String> cluster = Optional.of(visit.variable("cluster"));
        Optional<String> vmid = Optional.of(visit.variable("vmid"));
        AnswerFacts guest =
                visit.ask("get_guest", Map.of("cluster", cluster, "guest", vmid, "config", Optional.of(true)));
        AnswerFacts changes = visit.ask(
                "get_changes",
                Map.of(
                        "cluster",
                        cluster,
                        "guest",
                        vmid,
                        "from",
                        Optional.of("1 week ago"),
                        "limit",
                        Optional.of(CHANGES)));
        View view = new View(
                visit.path() + "/life",
                facts(guest),
                guest.texts("tags"),
                guest.text("notes"),
                problems(visit, cluster, guest),
                parts(guest),
                TableView.of("Changes of the last week", changes),
                changes.text("note"),
                config(guest));
        String name = guest.text("vmid").orElse(vmid.get())
                + guest.text("name").map(called -> " " + called).orElse("");
        return new PageAnswer.Shown(name, (out, frame) -> JteguestGenerated.render(out, null, frame, view));
    }

    private static List<Fact> facts(AnswerFacts guest) {
        List<Fact> facts = new ArrayList<>();
        String status = guest.text("status").orElse("unknown");
        boolean isStopped = status.equals("stopped");
        facts.add(guest.text("unknown_since")
                .map(since -> new Fact("Status", "was " + status + ", unknown since " + since, "unknown"))
                .orElse(new Fact(
                        "Status",
                        status + guest.text("since").map(at -> " since " + at).orElse(""),
                        TableView.mark(status))));
        facts.add(
                new Fact("Kind", guest.text("kind").orElse("unknown") + (guest.is("template") ? ", a template" : "")));
        facts.add(new Fact("Node", guest.text("node").orElse("unknown")));
        for (String name :
                List.of("lock", "pool", "ha", "uptime", "hostname", "system", "last_start_failed", "configured")) {
            guest.text(name).ifPresent(value -> facts.add(new Fact(TableView.label(name), value)));
        }
        facts.add(new Fact("CPUs", used(guest, "cpus", "cpu_pct", "", isStopped)));
        facts.add(new Fact("Memory", used(guest, "mem_gib", "mem_pct", " GiB", isStopped)));
        facts.add(new Fact(
                "Addresses",
                guest.texts("addresses").isEmpty() ? "none known" : String.join(", ", guest.texts("addresses"))));
        guest.text("addresses_from").ifPresent(from -> facts.add(new Fact("Addresses from", from)));
        facts.add(new Fact("Last backup", guest.text("last_backup").orElse("unknown")));
        return facts;
    }

    private static String used(AnswerFacts guest, String size, String percent, String unit, boolean isStopped) {
        return guest.text(size).map(value -> value + unit).orElse("unknown")
                + (isStopped
                        ? ""
                        : guest.text(percent)
                                .map(share -> ", " + share + " % used")
                                .orElse(", use unknown"));
    }

    /// Those whose words name this guest by number and name.
    private static Optional<TableView> problems(Visit visit, Optional<String> cluster, AnswerFacts guest) {
        if (guest.text("name").isEmpty()) {
            return Optional.empty();
        }
        Pattern named = Pattern.compile("(?<![0-9])" + guest.text("vmid").orElse("") + " "
                + Pattern.quote(guest.text("name").get()) + "(?![A-Za-z0-9_-])");
        AnswerFacts found = visit.ask("find_problems", Map.of("cluster", cluster, "limit", Optional.of(PROBLEMS)));
        return Optional.of(TableView.of("Problems that name it", found)
                .where(row -> named.matcher(row).find()));
    }

    private static List<TableView> parts(AnswerFacts guest) {
        List<TableView> parts = new ArrayList<>();
        for (String name : List.of("disks", "unused", "network_cards", "snapshots", "pending")) {
            String label = name.equals("unused")
                    ? "Unused disks"
                    : name.equals("pending") ? "Waits for the next start" : TableView.label(name);
            if (guest.values().containsKey(name)) {
                parts.add(TableView.of(label, guest.part(name)));
            }
        }
        return parts;
    }

    private static List<Fact> config(AnswerFacts guest) {
        List<Fact> lines = new ArrayList<>();
        AnswerFacts config = guest.part("config");
        config.values()
                .keySet()
                .forEach(key -> lines.add(
                        new Fact(key.toString(), config.text(key.toString()).orElse(""))));
        return lines;
    }
}
