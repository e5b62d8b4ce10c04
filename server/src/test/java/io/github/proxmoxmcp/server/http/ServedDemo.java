package io.github.proxmoxmcp.server.http;

import io.github.proxmoxmcp.persistence.Store;
import io.github.proxmoxmcp.persistence.acting.AuditEntry;
import io.github.proxmoxmcp.server.EmptyStore;
import io.github.proxmoxmcp.server.approval.Passkeys;
import io.github.proxmoxmcp.server.auth.BearerTokens;
import io.github.proxmoxmcp.server.config.CommandSettings;
import io.github.proxmoxmcp.server.config.Configuration;
import io.github.proxmoxmcp.server.config.ConfigurationReader;
import io.github.proxmoxmcp.server.config.HttpSettings;
import io.github.proxmoxmcp.server.config.PolicySettings;
import io.github.proxmoxmcp.server.config.ScopeText;
import io.github.proxmoxmcp.server.guard.PlanDecisions;
import io.github.proxmoxmcp.server.mcp.TestOffer;
import io.github.proxmoxmcp.server.tool.Access;
import io.github.proxmoxmcp.server.wiring.Wiring;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/// The whole server over HTTP in this process, on a demo cluster of its own.
public final class ServedDemo implements AutoCloseable {

    private final Wiring wiring;
    private final WebServer server;
    private final BearerTokens tokens;

    /// What the second server takes for now.
    final AtomicReference<Instant> later = new AtomicReference<>(Instant.now());

    /// @param demo as the option `--demo` has it
    /// @param yaml the configuration file
    public ServedDemo(Path folder, String demo, String yaml) {
        this(folder, Optional.of(demo), yaml);
    }

    /// @param demo absent: the file names the clusters
    ServedDemo(Path folder, Optional<String> demo, String yaml) {
        try {
            Path file = Files.writeString(folder.resolve("config.yaml"), yaml);
            Configuration configuration = new ConfigurationReader(Map.of(), folder)
                    .read(new CommandSettings(
                            Optional.empty(),
                            Optional.of(file.toString()),
                            Optional.of(EmptyStore.in(folder).toString()),
                            demo));
            wiring = Wiring.of(configuration, InstantSource.system(), ZoneOffset.UTC);
            server = HttpService.start(
                    configuration.http().orElseThrow(),
                    configuration.access(),
                    TestOffer.of(wiring::tools, wiring::library, wiring::stateKey, InstantSource.system()),
                    wiring::backend,
                    wiring.writes(),
                    configuration.policy(),
                    wiring.told(),
                    InstantSource.system());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        wiring.begin();
        tokens = new BearerTokens(
                () -> wiring.backend().store().accessTokens(), InstantSource.system(), new SecureRandom());
    }

    /// One more server on the same store, which knows nothing of the first.
    WebServer second() {
        return HttpService.start(
                new HttpSettings(
                        "127.0.0.1",
                        0,
                        false,
                        Optional.empty(),
                        false,
                        false,
                        true,
                        Optional.empty(),
                        List.of(),
                        List.of(),
                        new HttpSettings.Limits(
                                100_000,
                                new HttpSettings.Sessions(10, Duration.ofMinutes(30)),
                                new HttpSettings.Rate(1_000, 1_000)),
                        Optional.empty()),
                Access.ADMIN,
                TestOffer.of(wiring::tools, wiring::library, wiring::stateKey, later::get),
                wiring::backend,
                wiring.writes(),
                PolicySettings.usual(),
                wiring.told(),
                InstantSource.system());
    }

    public String url() {
        return "http://127.0.0.1:" + server.port();
    }

    public int port() {
        return server.port();
    }

    /// Makes a token, with these rules as its scope.
    public String token(String name, Access access, String... scope) {
        return tokens.add(
                        name,
                        access,
                        scope.length == 0 ? Optional.empty() : Optional.of(ScopeText.of(List.of(scope))),
                        Optional.empty())
                .orElseThrow();
    }

    public void revoke(String name) {
        wiring.backend().store().accessTokens().revoke(name, Instant.now());
    }

    /// Does something on the store, as somebody at the terminal does.
    void onStore(Consumer<Store> work) {
        work.accept(wiring.backend().store());
    }

    void deny(String plan) {
        onStore(store -> PlanDecisions.deny(store, plan, "somebody at the terminal", Instant.now()));
    }

    /// What a device signs to approve a plan.
    String challenge(String plan) {
        return Passkeys.challenge(wiring.backend().store().plans().get(plan).orElseThrow());
    }

    /// Oldest first.
    public List<AuditEntry> audit() {
        return wiring.backend()
                .store()
                .audit()
                .list(Optional.empty(), Optional.empty(), 100)
                .reversed();
    }

    @Override
    public void close() {
        server.close();
        wiring.close();
    }
}
