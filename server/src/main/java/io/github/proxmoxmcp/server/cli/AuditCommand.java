package io.github.proxmoxmcp.server.cli;

import io.github.proxmoxmcp.persistence.AuditEntry;
import io.github.proxmoxmcp.persistence.AuditLog;
import io.github.proxmoxmcp.persistence.Store;
import io.github.proxmoxmcp.server.tool.Printable;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/// What was done, tried and refused.
@Command(name = "audit", description = "What was done, tried and refused.", mixinStandardHelpOptions = true)
final class AuditCommand implements Runnable {

    private static final int BATCH = 500;

    private final StoreCommands stores;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    AuditCommand(StoreCommands stores) {
        this.stores = stores;
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getErr());
    }

    @Command(name = "list", description = "Show the latest entries, newest first.", mixinStandardHelpOptions = true)
    int list(
            @Option(names = "--limit", defaultValue = "50", description = "How many (default: 50).") int limit,
            @Option(names = "--output", paramLabel = "text|json", defaultValue = "text", description = "How to print.")
                    OutputFormat output) {
        return stores.with((store, _) -> {
            List<AuditEntry> entries = store.audit().list(Optional.empty(), Optional.empty(), limit);
            StoreCommands.print(
                    spec.commandLine().getOut(),
                    output,
                    entries.stream().map(AuditCommand::json).toList(),
                    entries.isEmpty()
                            ? "nothing yet"
                            : entries.stream().map(AuditCommand::text).collect(Collectors.joining("\n")));
            return 0;
        });
    }

    @Command(
            name = "verify",
            description = "Check that nothing of it was changed, removed or moved; exit status 1 if so.",
            mixinStandardHelpOptions = true)
    int verify() {
        return stores.with((store, _) -> {
            Optional<AuditLog.Broken> broken = store.audit().verify();
            List<AuditEntry> last = store.audit().list(Optional.empty(), Optional.empty(), 1);
            spec.commandLine()
                    .getOut()
                    .println(broken.map(at -> "entry " + at.seq() + " is not what was written: " + at.reason())
                            .orElseGet(() -> last.isEmpty()
                                    ? "whole: no entries"
                                    : "whole: " + last.getFirst().seq()
                                            + " entries; keep the last hash elsewhere to see"
                                            + " later that none was cut off: "
                                            + last.getFirst().hash()));
            return broken.isPresent() ? 1 : 0;
        });
    }

    @Command(
            name = "export",
            description = "Print all entries, oldest first, one JSON object a line.",
            mixinStandardHelpOptions = true)
    int export() {
        return stores.with((store, _) -> {
            long last = 0;
            for (List<AuditEntry> some = after(store, last); !some.isEmpty(); some = after(store, last)) {
                PrintWriter out = spec.commandLine().getOut();
                some.forEach(entry -> out.println(StoreCommands.json(json(entry))));
                last = some.getLast().seq();
            }
            return 0;
        });
    }

    private static List<AuditEntry> after(Store store, long seq) {
        return store.audit().list(Optional.empty(), Optional.of(seq + BATCH + 1), BATCH).reversed().stream()
                .filter(entry -> entry.seq() > seq)
                .toList();
    }

    private static Map<String, Object> json(AuditEntry entry) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("seq", entry.seq());
        json.put("at", entry.at().toString());
        json.put("cluster", entry.cluster());
        json.put("principal", entry.principal());
        json.put("action", entry.action());
        json.put("outcome", entry.outcome());
        entry.plan().ifPresent(plan -> json.put("plan", plan));
        json.put("body", JsonMapper.shared().readTree(entry.body()));
        json.put("hash", entry.hash());
        return json;
    }

    private static String text(AuditEntry entry) {
        return Printable.spelled(entry.seq() + "  " + entry.at() + "  " + entry.cluster() + "  " + entry.principal()
                + "  " + entry.action() + "  " + entry.outcome() + "  "
                + entry.plan().orElse("-") + "  " + entry.body());
    }
}
