package io.github.proxmoxmcp.server.cli;

import io.github.proxmoxmcp.persistence.Store;
import io.github.proxmoxmcp.persistence.acting.Passkey;
import io.github.proxmoxmcp.server.approval.Operators;
import io.github.proxmoxmcp.server.approval.Passkeys;
import io.github.proxmoxmcp.server.approval.Vouching;
import io.github.proxmoxmcp.server.cli.screen.OutputFormat;
import io.github.proxmoxmcp.server.config.Configuration;
import io.github.proxmoxmcp.server.tool.Printable;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Which passkeys count for approving plans on the page: only those that an operator approves here.
@Command(
        name = "passkey",
        description = "The passkeys with which people approve plans on the page.",
        mixinStandardHelpOptions = true)
final class PasskeyCommand implements Runnable {

    private final StoreCommands stores;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    PasskeyCommand(StoreCommands stores) {
        this.stores = stores;
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getErr());
    }

    @Command(name = "list", description = "Show which passkeys there are.", mixinStandardHelpOptions = true)
    int list(
            @Option(names = "--output", paramLabel = "text|json", defaultValue = "text", description = "How to print.")
                    OutputFormat output) {
        return stores.with((store, configuration) -> {
            List<Passkeys.Listed> all = Passkeys.list(store, configuration.policy());
            StoreCommands.print(
                    spec.commandLine().getOut(),
                    output,
                    all.stream().map(PasskeyCommand::json).toList(),
                    all.isEmpty()
                            ? "no passkey; the page has a room where one is made (/passkeys)"
                            : all.stream().map(PasskeyCommand::text).collect(Collectors.joining("\n")));
            return 0;
        });
    }

    @Command(
            name = "approve",
            description = "Say with your operator's key that a passkey is whose the page says it is.",
            mixinStandardHelpOptions = true)
    int approve(
            @Parameters(paramLabel = "CODE", description = "As the page shows it to the person who made the passkey.")
                    String code,
            @Option(
                            names = "--key",
                            paramLabel = "FILE",
                            description = "Your key (default: operator.key in the data directory).")
                    @Nullable
                    Path key) {
        return stores.with((store, configuration) -> {
            Passkey passkey = Vouching.find(store, code);
            spec.commandLine().getErr().println(text(listed(store, configuration, passkey)));
            OperatorFile file = stores.operatorFile(key);
            Map<String, String> operators = Operators.known(configuration.policy(), store);
            String operator = file.owner(operators);
            Vouching.requireTheirs(passkey, operator, operators);
            Vouching.vouch(store, passkey, operator, file.open(), stores.clock().instant());
            spec.commandLine()
                    .getOut()
                    .println("approved by " + operator + ": " + passkey.person()
                            + " can approve plans with it from now on, at " + passkey.origin());
            return 0;
        });
    }

    @Command(
            name = "remove",
            description = "Make a passkey worthless at once, with what it approved; this takes no key.",
            mixinStandardHelpOptions = true)
    int remove(
            @Parameters(paramLabel = "CODE", description = "Of the passkey; 'proxmox-mcp passkey list' shows them.")
                    String code) {
        return stores.with((store, _) -> {
            String person = StoreCommands.person();
            Vouching.end(
                    store,
                    Vouching.find(store, code),
                    person,
                    "removed by " + person,
                    stores.clock().instant());
            spec.commandLine().getOut().println("removed: " + code);
            return 0;
        });
    }

    private static Passkeys.Listed listed(Store store, Configuration configuration, Passkey passkey) {
        return Passkeys.list(store, configuration.policy()).stream()
                .filter(one -> one.passkey().id().equals(passkey.id()))
                .findFirst()
                .orElseThrow();
    }

    private static String text(Passkeys.Listed listed) {
        Passkey passkey = listed.passkey();
        return Printable.spelled(listed.code() + "  " + passkey.person() + "  " + passkey.origin() + "  made "
                + passkey.enrolledAt() + " by " + passkey.enrolledBy() + "  " + listed.standing());
    }

    private static Map<String, Object> json(Passkeys.Listed listed) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("code", listed.code());
        json.put("person", listed.passkey().person());
        json.put("origin", listed.passkey().origin());
        json.put("enrolled_by", listed.passkey().enrolledBy());
        json.put("enrolled_at", listed.passkey().enrolledAt().toString());
        json.put("standing", listed.standing());
        return json;
    }
}
