package io.github.proxmoxmcp.server.cli;

import io.github.proxmoxmcp.server.approval.OperatorKey;
import io.github.proxmoxmcp.server.approval.Operators;
import io.github.proxmoxmcp.server.cli.screen.OutputFormat;
import io.github.proxmoxmcp.server.tool.ToolException.BadArgument;
import io.github.proxmoxmcp.server.tool.ToolException.Refused;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Makes the key with which plans are approved, and shows whose count.
@Command(
        name = "operator",
        description = "The key with which a person approves plans.",
        mixinStandardHelpOptions = true)
final class OperatorCommand implements Runnable {

    private final StoreCommands stores;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    OperatorCommand(StoreCommands stores) {
        this.stores = stores;
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getErr());
    }

    @Command(
            name = "init",
            description = "Make a key; it is pinned in the store unless the configuration names some.",
            mixinStandardHelpOptions = true)
    int init(
            @Option(names = "--name", defaultValue = "operator", description = "What to call you.") String name,
            @Option(
                            names = "--key",
                            paramLabel = "FILE",
                            description = "Where to write it (default: operator.key in the data directory).")
                    @Nullable
                    Path key) {
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}")) {
            throw new BadArgument("--name has up to 64 letters, digits, '.', '_' and '-' only, not '" + name + "'");
        }
        return stores.with((store, configuration) -> {
            boolean configured = !configuration.policy().operators().isEmpty();
            if (!configured && !store.operators().list().isEmpty()) {
                throw new Refused(
                        "operator_pinned",
                        "an operator is pinned in this store already; further ones are named in the configuration"
                                + " (approval: operators:)");
            }
            OperatorFile file = stores.operatorFile(key);
            OperatorKey.Made made = OperatorKey.make(file.newPassphrase(), new SecureRandom());
            file.write(made.file());
            if (!configured) {
                store.operators().add(name, made.publicKey(), stores.clock().instant());
            }
            PrintWriter out = spec.commandLine().getOut();
            out.println("The key is in " + file.path() + ".");
            out.println(
                    configured
                            ? "It is valid once it is in the configuration of the servers, next to the others:"
                            : "It is pinned in the store and is valid from now on. If only those who may change the"
                                    + " configuration should be able to change it, put this there:");
            out.println("approval:\n  operators:\n    " + name + ": " + made.publicKey());
            return 0;
        });
    }

    @Command(name = "show", description = "Show whose signatures count.", mixinStandardHelpOptions = true)
    int show(
            @Option(names = "--output", paramLabel = "text|json", defaultValue = "text", description = "How to print.")
                    OutputFormat output) {
        return stores.with((store, configuration) -> {
            Map<String, String> known = Operators.known(configuration.policy(), store);
            StringBuilder text = new StringBuilder(
                    known.isEmpty()
                            ? "no operator; make a key with 'proxmox-mcp operator init'"
                            : configuration.policy().operators().isEmpty()
                                    ? "pinned in the store:"
                                    : "in the configuration:");
            known.forEach((name, publicKey) ->
                    text.append('\n').append(name).append(' ').append(publicKey));
            StoreCommands.print(spec.commandLine().getOut(), output, known, text.toString());
            return 0;
        });
    }
}
