package io.github.proxmoxmcp.server.cli;

import io.github.proxmoxmcp.server.cli.screen.OutputFormat;
import io.github.proxmoxmcp.server.cluster.Reading;
import io.github.proxmoxmcp.server.config.ConfigurationException;
import io.github.proxmoxmcp.server.declared.Drift;
import io.github.proxmoxmcp.server.declared.ManifestFiles;
import io.github.proxmoxmcp.server.guard.Outcome;
import io.github.proxmoxmcp.server.manifest.ManifestSet;
import io.github.proxmoxmcp.server.manifest.State;
import io.github.proxmoxmcp.server.manifest.yaml.BadManifest;
import io.github.proxmoxmcp.server.tool.Answer;
import io.github.proxmoxmcp.server.tool.Caller;
import io.github.proxmoxmcp.server.tool.Effect;
import io.github.proxmoxmcp.server.tool.Printable;
import io.github.proxmoxmcp.server.tool.ToolCall;
import io.github.proxmoxmcp.server.tool.ToolException;
import io.github.proxmoxmcp.server.tool.ToolException.BadArgument;
import io.github.proxmoxmcp.server.tool.UntrustedText;
import io.github.proxmoxmcp.server.tools.declared.ManifestPlans;
import java.io.Console;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Manifests, for a person at a terminal and for jobs of a CI.
final class ManifestCommands {

    private ManifestCommands() {}

    @Command(
            name = "check",
            description = "Check manifests without asking anything.",
            mixinStandardHelpOptions = true,
            footer = {"", "Exit status: 0 well-formed, 1 not."})
    static final class Check implements Callable<Integer> {

        @Parameters(arity = "1..*", paramLabel = "FILE", description = "Files or directories.")
        private List<Path> files = List.of();

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() {
            PrintWriter out = spec.commandLine().getOut();
            try {
                ManifestSet set = ManifestFiles.of(files).read();
                out.println(set.manifests().size() + " things, well-formed");
                out.flush();
                return 0;
            } catch (BadManifest e) {
                spec.commandLine().getErr().println(ManifestRun.printable(String.valueOf(e.getMessage())));
                return 1;
            }
        }
    }

    @Command(
            name = "plan",
            description = "Show what applying a directory of manifests would do; it has no effect.",
            mixinStandardHelpOptions = true,
            footer = {"", "Exit status: 0 it can be applied or there is nothing to do, 1 it cannot."})
    static final class Plan implements Callable<Integer> {

        @Mixin
        private ManifestRun run = new ManifestRun();

        @Spec
        private CommandSpec spec = CommandSpec.create();

        private final Program program;

        private final ServerOptions options;

        Plan(Program program, ServerOptions options) {
            this.program = program;
            this.options = options;
        }

        @Override
        public Integer call() {
            return run.with(program, options, (_, reading, files) -> {
                run.show(spec.commandLine().getOut(), ManifestPlans.make(reading, files));
                return 0;
            });
        }
    }

    @Command(
            name = "apply",
            description = "Bring about what a directory of manifests declares.",
            mixinStandardHelpOptions = true,
            footer = {
                "",
                "Needs access operate. Everything passes the server's guard: scope, approval, audit.",
                "Exit status: 0 done or nothing to do, 1 not done or not all of it."
            })
    static final class Apply implements Callable<Integer> {

        @Mixin
        private ManifestRun run = new ManifestRun();

        @Option(names = "--yes", description = "Do not ask before it is applied.")
        private boolean yes;

        @Spec
        private CommandSpec spec = CommandSpec.create();

        private final Program program;

        private final ServerOptions options;

        Apply(Program program, ServerOptions options) {
            this.program = program;
            this.options = options;
        }

        @Override
        public Integer call() {
            return run.with(program, options, (wiring, reading, files) -> {
                PrintWriter out = spec.commandLine().getOut();
                PrintWriter err = spec.commandLine().getErr();
                ManifestPlans.Made made = ManifestPlans.make(reading, files);
                run.show(out, made);
                ToolCall call = new ToolCall("apply", Effect.OPERATE, new Caller("command line", (_, _, message) -> {
                    err.println(message);
                    err.flush();
                }));
                ManifestPlans plans = wiring.manifestPlans();
                if (made.steps() == 0) {
                    plans.adopt(reading, made, call);
                    return 0;
                }
                requireYes();
                Outcome kept = plans.keep(reading, made, call);
                if (kept.state().equals("needs_approval")) {
                    out.println(kept.next().orElse(""));
                    out.flush();
                    return 1;
                }
                Answer<Outcome> done = plans.apply(kept.planned().plan().orElseThrow(), call);
                out.println(done.body().summary() + ": " + done.body().state());
                done.body().next().ifPresent(out::println);
                out.flush();
                return done.body().state().equals("running") ? 1 : 0;
            });
        }

        private void requireYes() {
            if (yes) {
                return;
            }
            String answer = Optional.ofNullable(System.console())
                    .filter(Console::isTerminal)
                    .orElseThrow(() -> new BadArgument("nobody can be asked here; --yes applies it without a question"))
                    .readLine("Apply? Only 'yes' does: ");
            if (!"yes".equals(answer)) {
                throw new BadArgument("nothing was done");
            }
        }
    }

    @Command(
            name = "drift",
            description = "Tell what is not as a directory of manifests declares, since when and by whom.",
            mixinStandardHelpOptions = true,
            footer = {
                "",
                "Exit status with --exit-code: 0 nothing, 2 drift, 3 unknown, 4 only what was not applied yet.",
                "Example: proxmox-mcp drift cluster/ --exit-code"
            })
    static final class DriftCommand implements Callable<Integer> {

        @Mixin
        private ManifestRun run = new ManifestRun();

        @Option(names = "--exit-code", description = "End with a status that tells what was found.")
        private boolean exitCode;

        @Option(names = "--output", paramLabel = "text|json", description = "How to print (default: text).")
        private OutputFormat output = OutputFormat.TEXT;

        @Spec
        private CommandSpec spec = CommandSpec.create();

        private final Program program;

        private final ServerOptions options;

        DriftCommand(Program program, ServerOptions options) {
            this.program = program;
            this.options = options;
        }

        @Override
        public Integer call() {
            try {
                return look();
            } catch (ToolException | ConfigurationException e) {
                Failures.explain(e, spec.commandLine().getErr());
                // Elsewhere what is wrong with what was given is 2, which is drift here.
                return 1;
            }
        }

        private int look() {
            return run.with(program, options, (_, reading, files) -> {
                Drift drift = Drift.of(reading, files);
                StoreCommands.print(
                        spec.commandLine().getOut(),
                        output,
                        Map.of(
                                "summary",
                                drift.summary(),
                                "rows",
                                drift.rows().stream().map(DriftCommand::json).toList()),
                        text(drift));
                reading.sync()
                        .error()
                        .ifPresent(error -> spec.commandLine()
                                .getErr()
                                .println("proxmox-mcp: unknown: the cluster could not be read, this is from memory: "
                                        + Printable.line(error)));
                return exitCode ? status(reading, drift) : 0;
            });
        }

        /// What the memory has of a cluster that cannot be read says nothing about now.
        private static int status(Reading reading, Drift drift) {
            if (reading.sync().error().isPresent()) {
                return 3;
            }
            return drift.alarms()
                    ? 2
                    : drift.any(State.UNKNOWN, State.INVALID) ? 3 : drift.any(State.NOT_APPLIED) ? 4 : 0;
        }

        private static String text(Drift drift) {
            StringBuilder text = new StringBuilder(Printable.line(drift.summary()));
            for (Drift.Row row : drift.rows()) {
                Map<String, Object> line = json(row);
                text.append('\n').append(line.get("thing")).append(": ").append(line.get("state"));
                if (row.field().isPresent()) {
                    text.append("  ")
                            .append(line.get("field"))
                            .append("  is ")
                            .append(UntrustedText.marked(
                                    line.getOrDefault("now", "").toString()))
                            .append(", declared ")
                            .append(line.getOrDefault("declared", ""));
                }
                row.since().ifPresent(_ -> text.append("  since ").append(line.get("since")));
                row.by().ifPresent(_ -> text.append("  by ").append(line.get("by")));
                row.note()
                        .ifPresent(
                                _ -> text.append("  (").append(line.get("note")).append(')'));
            }
            return text.toString();
        }

        private static Map<String, Object> json(Drift.Row row) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("thing", row.thing());
            json.put("state", row.state().name().toLowerCase(java.util.Locale.ROOT));
            row.field().ifPresent(value -> json.put("field", value));
            row.declared().ifPresent(value -> json.put("declared", value));
            row.now().ifPresent(value -> json.put("now", value));
            row.since().ifPresent(value -> json.put("since", value.toString()));
            row.by().ifPresent(value -> json.put("by", value));
            row.note().ifPresent(value -> json.put("note", value));
            // What a script takes out of it goes to a terminal after all.
            json.replaceAll((_, value) -> Printable.line(value.toString()));
            return json;
        }
    }
}
