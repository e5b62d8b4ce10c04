package io.github.proxmoxmcp.server.cli;

import io.github.proxmoxmcp.persistence.Store;
import io.github.proxmoxmcp.persistence.StoreLocation;
import io.github.proxmoxmcp.persistence.session.AccessToken;
import io.github.proxmoxmcp.persistence.sql.Stores;
import io.github.proxmoxmcp.server.auth.BearerTokens;
import io.github.proxmoxmcp.server.config.Configuration;
import io.github.proxmoxmcp.server.config.ConfigurationException;
import io.github.proxmoxmcp.server.config.ScopeText;
import io.github.proxmoxmcp.server.tool.Access;
import io.github.proxmoxmcp.server.tool.ToolException;
import java.io.PrintWriter;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Makes, lists and revokes the tokens of callers over HTTP.
@Command(
        name = "token",
        description = "Tokens that let their bearers call over HTTP.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example: proxmox-mcp token add --name laptop --access read --expires 30d"})
final class TokenCommand implements Runnable {

    private final Program program;
    private final ServerOptions options;
    private final InstantSource clock = InstantSource.system();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    TokenCommand(Program program, ServerOptions options) {
        this.program = program;
        this.options = options;
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getErr());
    }

    @Command(
            name = "add",
            description = "Make a token and show it, once. --access says how much it allows (default: read).",
            mixinStandardHelpOptions = true)
    int add(
            @Option(names = "--name", required = true, description = "What to call it: letters, digits, '.', '_', '-'.")
                    String name,
            @Option(names = "--expires", paramLabel = "30d|12h", description = "How long it lasts (default: for ever).")
                    @Nullable
                    String expires,
            @Option(
                            names = "--scope",
                            paramLabel = "RULE",
                            description = "What it may write to, within the configured scope: vmids=100-199,205 or"
                                    + " tags=lab or deny.nodes=pve1 (vmids, tags, pools, nodes); can be repeated, and"
                                    + " all rules hold.")
                    @Nullable
                    List<String> scope) {
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}")) {
            throw new ToolException.BadArgument(
                    "--name: a token's name has up to 64 letters, digits, '.', '_' and '-' only, not '" + name + "'");
        }
        Optional<Duration> lifetime = Optional.ofNullable(expires).map(TokenCommand::duration);
        Access access =
                options.settings().access().isPresent() ? configuration().access() : Access.READ;
        Optional<String> rules = Optional.ofNullable(scope).map(ScopeText::of);
        return withStore(store -> {
            String token = new BearerTokens(store::accessTokens, clock, new SecureRandom())
                    .add(name, access, rules, lifetime)
                    .orElseThrow(() -> new ToolException.BadArgument(
                            "there is a token '" + name + "' already: choose another name, or revoke that one first"));
            spec.commandLine().getErr().println("This is the only time that the token is shown:");
            out().println(token);
            return 0;
        });
    }

    @Command(name = "list", description = "Show which tokens there are.", mixinStandardHelpOptions = true)
    int list() {
        return withStore(store -> {
            out().printf("%-24s %-8s %-20s %-29s %s%n", "NAME", "ACCESS", "CREATED", "STATE", "SCOPE");
            for (AccessToken token : store.accessTokens().list()) {
                out().printf(
                                "%-24s %-8s %-20s %-29s %s%n",
                                token.name(),
                                token.access(),
                                seconds(token.createdAt()),
                                state(token),
                                token.scope().orElse("-"));
            }
            return 0;
        });
    }

    @Command(name = "revoke", description = "Make a token worthless at once.", mixinStandardHelpOptions = true)
    int revoke(
            @Parameters(paramLabel = "NAME", description = "Of the token; 'proxmox-mcp token list' shows them.")
                    String name) {
        return withStore(store -> {
            if (!store.accessTokens().revoke(name, clock.instant())) {
                throw new ToolException.NotFound(
                        "there is no token '" + name + "'; 'proxmox-mcp token list' shows which there are");
            }
            return 0;
        });
    }

    private String state(AccessToken token) {
        if (token.revokedAt().isPresent()) {
            return "revoked " + seconds(token.revokedAt().get());
        }
        return token.expiresAt()
                .map(at -> (token.isValid(clock.instant()) ? "until " : "expired ") + seconds(at))
                .orElse("good");
    }

    private static String seconds(Instant at) {
        return Instant.ofEpochSecond(at.getEpochSecond()).toString();
    }

    private static Duration duration(String text) {
        String form = text.toUpperCase(Locale.ROOT);
        if (!form.matches("[1-9]\\d{0,4}[DHM]")) {
            throw new ToolException.BadArgument("--expires is a number of days, hours or minutes, such as 30d, 12h or"
                    + " 90m, not '" + text + "'");
        }
        return Duration.parse(form.endsWith("D") ? "P" + form : "PT" + form);
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private Configuration configuration() {
        return program.configuration(options.settings());
    }

    private int withStore(Function<Store, Integer> work) {
        String state = configuration()
                .state()
                .orElseThrow(() -> new ConfigurationException(
                        "the demo's state is temporary: say with --state where the server keeps its own"));
        try (Store store = Stores.open(StoreLocation.parse(state), clock)) {
            return work.apply(store);
        }
    }
}
