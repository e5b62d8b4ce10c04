package io.github.proxmoxmcp.server.cli;

import io.github.proxmoxmcp.persistence.acting.Plan;
import io.github.proxmoxmcp.server.approval.Operators;
import io.github.proxmoxmcp.server.cli.screen.OutputFormat;
import io.github.proxmoxmcp.server.cli.screen.Screen;
import io.github.proxmoxmcp.server.cli.screen.TimeOfDay;
import io.github.proxmoxmcp.server.guard.PlanDecisions;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Plans, for a person at a terminal: approving them is what the model cannot do.
final class PlanCommands {

    private static final int SHOWN = 50;

    private PlanCommands() {}

    @Command(
            name = "plans",
            description = "Show the latest plans, and what they would do.",
            mixinStandardHelpOptions = true)
    static final class Plans implements Callable<Integer> {

        private final StoreCommands stores;

        @Option(names = "--output", paramLabel = "text|json", description = "How to print (default: text).")
        private OutputFormat output = OutputFormat.TEXT;

        @Spec
        private CommandSpec spec = CommandSpec.create();

        Plans(StoreCommands stores) {
            this.stores = stores;
        }

        @Override
        public Integer call() {
            return stores.with((store, _) -> {
                Instant now = stores.clock().instant();
                List<ShownPlan> plans = store.plans().latest(SHOWN).stream()
                        .map(plan -> new ShownPlan(plan, now))
                        .toList();
                StoreCommands.print(
                        spec.commandLine().getOut(),
                        output,
                        plans.stream().map(ShownPlan::json).toList(),
                        plans.isEmpty()
                                ? "no plans"
                                : Screen.fitted(
                                        plans.stream().map(ShownPlan::text).collect(Collectors.joining("\n"))));
                return 0;
            });
        }
    }

    @Command(
            name = "approve",
            description = "Approve a plan with your operator's key.",
            mixinStandardHelpOptions = true)
    static final class Approve implements Callable<Integer> {

        private final StoreCommands stores;

        @Parameters(paramLabel = "PLAN", description = "Its id; 'proxmox-mcp plans' shows them.")
        private String id = "";

        @Option(
                names = "--key",
                paramLabel = "FILE",
                description = "Your key (default: operator.key in the data directory).")
        private @Nullable Path key;

        @Spec
        private CommandSpec spec = CommandSpec.create();

        Approve(StoreCommands stores) {
            this.stores = stores;
        }

        @Override
        public Integer call() {
            return stores.with((store, configuration) -> {
                Instant now = stores.clock().instant();
                Plan plan = PlanDecisions.open(store, id, now);
                spec.commandLine().getErr().println(Screen.fitted(new ShownPlan(plan, now).text()));
                OperatorFile file = stores.operatorFile(key);
                String operator = file.owner(Operators.known(configuration.policy(), store));
                // Of the plan that was shown: one that was put in its place meanwhile has another hash.
                Optional<String> missing = PlanDecisions.approve(
                        store,
                        configuration.policy(),
                        plan,
                        PlanDecisions.signed(plan, operator, file.open()),
                        stores.clock().instant());
                PrintWriter out = spec.commandLine().getOut();
                out.println("approved by " + operator + ": " + id);
                out.println("Nothing is done yet: "
                        + missing.orElse("now let the assistant apply it (apply_plan)") + ", until "
                        + TimeOfDay.of(plan.expiresAt()) + ".");
                return 0;
            });
        }
    }

    @Command(name = "deny", description = "Deny a plan; this takes no key.", mixinStandardHelpOptions = true)
    static final class Deny implements Callable<Integer> {

        private final StoreCommands stores;

        @Parameters(paramLabel = "PLAN", description = "Its id.")
        private String id = "";

        @Spec
        private CommandSpec spec = CommandSpec.create();

        Deny(StoreCommands stores) {
            this.stores = stores;
        }

        @Override
        public Integer call() {
            return stores.with((store, _) -> {
                PlanDecisions.deny(
                        store, id, StoreCommands.person(), stores.clock().instant());
                spec.commandLine().getOut().println("denied: " + id);
                return 0;
            });
        }
    }
}
