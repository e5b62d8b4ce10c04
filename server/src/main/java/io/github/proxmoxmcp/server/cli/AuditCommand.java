package io.github.proxmoxmcp.server.cli;

import io.github.proxmoxmcp.persistence.Store;
import io.github.proxmoxmcp.persistence.acting.AuditCheckpoint;
import io.github.proxmoxmcp.persistence.acting.AuditEntry;
import io.github.proxmoxmcp.persistence.acting.AuditLog;
import io.github.proxmoxmcp.server.approval.Operators;
import io.github.proxmoxmcp.server.audit.Anchor;
import io.github.proxmoxmcp.server.audit.AnchorFile;
import io.github.proxmoxmcp.server.audit.ApprovalProofs;
import io.github.proxmoxmcp.server.audit.Checkpoints;
import io.github.proxmoxmcp.server.audit.ServerKey;
import io.github.proxmoxmcp.server.cli.screen.Grid;
import io.github.proxmoxmcp.server.cli.screen.OutputFormat;
import io.github.proxmoxmcp.server.cli.screen.Screen;
import io.github.proxmoxmcp.server.config.AuditSettings;
import io.github.proxmoxmcp.server.tool.Printable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What was done, tried and refused.
@Command(name = "audit", description = "What was done, tried and refused.", mixinStandardHelpOptions = true)
final class AuditCommand implements Runnable {

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
                    entries.isEmpty() ? "nothing yet" : String.join("\n", table(entries)));
            return 0;
        });
    }

    @Command(
            name = "verify",
            description =
                    "Check its chain and its checkpoints, and say what that proves; exit status 1 if it was changed.",
            mixinStandardHelpOptions = true)
    int verify(
            @Option(
                            names = "--anchor",
                            paramLabel = "FILE",
                            description = "Lines that were sent to the anchor, kept elsewhere (default: the configured"
                                    + " anchor, if it is a file).")
                    @Nullable
                    Path anchor) {
        return stores.with((store, configuration) -> {
            PrintWriter out = spec.commandLine().getOut();
            Optional<AuditLog.Broken> broken = store.audit().verify();
            Map<String, String> keys = new LinkedHashMap<>(Operators.known(configuration.policy(), store));
            configuration
                    .audit()
                    .keyFile()
                    .flatMap(ServerKey::read)
                    .ifPresent(key -> keys.put(Checkpoints.SERVER, key.publicKey()));
            Checkpoints.Report report = Checkpoints.verify(store, keys);
            List<AuditEntry> last = store.audit().list(Optional.empty(), Optional.empty(), 1);
            out.println(broken.map(at -> "entry " + at.seq() + " is not what was written: " + at.reason())
                    .orElseGet(() -> last.isEmpty()
                            ? "whole: no entries"
                            : "whole: " + last.getFirst().seq() + " entries; keep the last hash elsewhere to see later"
                                    + " that none was cut off: "
                                    + last.getFirst().hash()));
            report.problems().forEach(out::println);
            out.println(report.proven()
                    .map(checkpoint -> "entries 1 to " + checkpoint.seq() + " are as they were when "
                            + checkpoint.signer() + " signed them at " + checkpoint.at()
                            + ", as long as nobody else has that key; after them there is only the chain, which"
                            + " anyone who can write to the store can make again")
                    .orElse("there is no valid checkpoint: anyone who can write to the store may have made the whole"
                            + " chain again; 'proxmox-mcp audit checkpoint' signs it"));
            if (report.unknown() > 0) {
                out.println(report.unknown() + " checkpoints are signed by keys that are not known here, and prove"
                        + " nothing");
            }
            configuration.audit().problem().ifPresent(problem -> out.println(problem + "; " + AuditSettings.REMEDY));
            ApprovalProofs.Report approvals = ApprovalProofs.verify(store, keys);
            approvals.lines().forEach(out::println);
            boolean anchored = isAsAnchored(store, configuration.audit(), Optional.ofNullable(anchor), out);
            return broken.isPresent() || !report.problems().isEmpty() || !approvals.areWhole() || !anchored ? 1 : 0;
        });
    }

    /// Tells what the anchor proves, or why it proves nothing; whether it contradicts nothing.
    private static boolean isAsAnchored(Store store, AuditSettings settings, Optional<Path> given, PrintWriter out) {
        Optional<Path> file =
                given.or(() -> settings.anchor().filter(Anchor::isFile).map(Path::of));
        if (file.isEmpty()) {
            settings.anchor()
                    .ifPresent(where -> out.println("the lines sent to " + where
                            + " were not compared: save them to a file and give it with --anchor"));
            return true;
        }
        try {
            AnchorFile.Report report = AnchorFile.verify(store, file.get());
            report.problems().forEach(out::println);
            out.println(
                    report.compared() == 0
                            ? file.get() + " has no entry: nothing was compared"
                            : report.compared() + " lines of " + file.get() + " were compared, "
                                    + (report.problems().isEmpty()
                                            ? "each as the log has it, up to entry "
                                                    + report.newest().orElseThrow()
                                            : report.problems().size() + " of them are not as the log has it"));
            if (report.unread() > 0) {
                out.println(report.unread() + " lines of " + file.get() + " could not be read, and prove nothing");
            }
            return report.problems().isEmpty();
        } catch (IOException e) {
            out.println(file.get() + " was not compared, it cannot be read: " + e.getMessage());
            return given.isEmpty() && store.audit().checkpoints().isEmpty();
        }
    }

    @Command(
            name = "checkpoint",
            description = "Sign the audit as it is now with your operator's key.",
            mixinStandardHelpOptions = true)
    int checkpoint(
            @Option(
                            names = "--key",
                            paramLabel = "FILE",
                            description = "Your key (default: operator.key in the data directory).")
                    @Nullable
                    Path key) {
        return stores.with((store, configuration) -> {
            OperatorFile file = stores.operatorFile(key);
            Map<String, String> operators = Operators.known(configuration.policy(), store);
            String operator = file.owner(operators);
            String publicKey = Optional.ofNullable(operators.get(operator)).orElseThrow();
            Optional<AuditCheckpoint> signed = Checkpoints.sign(
                    store, operator, publicKey, file.open(), stores.clock().instant());
            spec.commandLine()
                    .getOut()
                    .println(signed.map(made ->
                                    "signed by " + operator + ": entries 1 to " + made.seq() + ", " + made.hash())
                            .orElse("nothing yet"));
            Optional<String> anchor = configuration.audit().anchor().filter(_ -> signed.isPresent());
            try {
                if (anchor.isPresent()) {
                    Anchor.tell(anchor.get(), signed.get());
                }
                return 0;
            } catch (IOException e) {
                spec.commandLine()
                        .getErr()
                        .println("the anchor " + anchor.get() + " could not be told: " + e.getMessage());
                return 1;
            }
        });
    }

    @Command(
            name = "export",
            description = "Print all entries, oldest first, one JSON object a line.",
            mixinStandardHelpOptions = true)
    int export() {
        return stores.with((store, _) -> {
            long last = 0;
            for (List<AuditEntry> some = ApprovalProofs.after(store, last);
                    !some.isEmpty();
                    some = ApprovalProofs.after(store, last)) {
                PrintWriter out = spec.commandLine().getOut();
                some.forEach(entry -> out.println(StoreCommands.json(json(entry))));
                last = some.getLast().seq();
            }
            return 0;
        });
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

    /// The table; where no person reads it, it is not cut to the terminal's width, so that a line is an entry.
    private static List<String> table(List<AuditEntry> entries) {
        return new Grid(
                        List.of("seq", "at", "cluster", "principal", "action", "outcome", "plan", "what"),
                        entries.stream().map(AuditCommand::row).toList())
                .lines(Screen.width().orElse(Integer.MAX_VALUE));
    }

    private static List<Object> row(AuditEntry entry) {
        return List.of(
                entry.seq(),
                entry.at().truncatedTo(ChronoUnit.SECONDS),
                Printable.spelled(entry.cluster()),
                Printable.spelled(entry.principal()),
                Printable.spelled(entry.action()),
                Printable.spelled(entry.outcome()),
                entry.plan().map(Printable::spelled).orElse("-"),
                Printable.spelled(what(JsonMapper.shared().readTree(entry.body()))));
    }

    /// What was wanted, and why it was not done or how its last step ended.
    private static String what(JsonNode body) {
        String end = body.has("reason")
                ? body.path("reason").asString("")
                : body.path("steps")
                        .valueStream()
                        .map(step -> step.asString(""))
                        .reduce("", (_, last) -> last);
        String summary = body.path("summary").asString("");
        return end.isEmpty() ? summary : summary + ": " + end;
    }
}
