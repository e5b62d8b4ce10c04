package io.github.proxmoxmcp.server.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.proxmoxmcp.client.Proxmox;
import io.github.proxmoxmcp.client.connection.ApiToken;
import io.github.proxmoxmcp.client.connection.ConnectionSettings;
import io.github.proxmoxmcp.client.connection.Trust;
import io.github.proxmoxmcp.client.tasks.TaskEntry;
import io.github.proxmoxmcp.client.value.Upid;
import io.github.proxmoxmcp.demo.DemoCluster;
import io.github.proxmoxmcp.demo.access.TokenLevel;
import io.github.proxmoxmcp.demo.model.DemoSettings;
import io.github.proxmoxmcp.persistence.Store;
import io.github.proxmoxmcp.persistence.StoreLocation;
import io.github.proxmoxmcp.persistence.acting.AuditEntry;
import io.github.proxmoxmcp.persistence.sql.Stores;
import io.github.proxmoxmcp.server.RunningServer;
import io.github.proxmoxmcp.server.guard.Freeze;
import io.github.proxmoxmcp.server.mcp.ToolClient.Result;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/// A demo cluster, a server process on it that may do everything, and a human at its client who says yes.
public final class ActingServer implements AutoCloseable {

    private static final Map<String, Object> YES = Map.of("allow", true);

    private final DemoCluster demo;
    private final Path folder;
    private final RunningServer server;
    private final List<String> questions = new CopyOnWriteArrayList<>();

    private ActingServer(String access, String configuration, String pace) {
        this.demo = DemoCluster.start(DemoSettings.parse("nodes=3,guests=40,seed=1,pace=" + pace));
        try {
            this.folder = Files.createTempDirectory("acting");
            Path file = Files.writeString(folder.resolve("configuration.yaml"), configuration);
            server = RunningServer.start(
                    RunningServer.environment(demo, TokenLevel.FULL),
                    folder,
                    Optional.of(question -> {
                        questions.add(question);
                        return Optional.of(YES);
                    }),
                    "--access",
                    access,
                    "--config",
                    file.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Commands may be run in the guests that are tagged `web`.
    public static ActingServer of(String access) {
        return of(access, "run_in_guest: {tags: [web]}\n");
    }

    public static ActingServer of(String access, String configuration) {
        return of(access, configuration, "0.05");
    }

    /// @param pace how long the cluster's tasks take, where 1 is as on a real one
    public static ActingServer of(String access, String configuration, String pace) {
        return new ActingServer(access, configuration, pace);
    }

    public DemoCluster demo() {
        return demo;
    }

    public RunningServer server() {
        return server;
    }

    public List<String> questions() {
        return questions;
    }

    public Result call(String tool, Object... pairs) {
        return server.call(tool, pairs);
    }

    /// Calls and expects that it was done.
    public Result done(String tool, Object... pairs) {
        Result result = call(tool, pairs);
        assertThat(result.failed()).describedAs("%s: %s", tool, result.text()).isFalse();
        assertThat(result.structured().get("state")).describedAs(result.text()).isIn("ok", "warnings");
        // Not the last entry of all: what was broken off in a guest before may be settled meanwhile.
        assertThat(audit().stream()
                        .filter(entry -> entry.plan()
                                .filter(plan -> plan.equals(result.structured().get("plan")))
                                .isPresent()))
                .last()
                .extracting(AuditEntry::outcome)
                .isEqualTo("done");
        return result;
    }

    /// Calls and expects a refusal or failure that says this.
    public Result refused(String says, String tool, Object... pairs) {
        Result result = call(tool, pairs);
        assertThat(result.failed()).describedAs("%s: %s", tool, result.text()).isTrue();
        assertThat(result.text()).contains(says);
        return result;
    }

    /// The plan of what would be done; nothing is.
    public Result planned(String tool, Object... pairs) {
        List<Object> all = new ArrayList<>(List.of(pairs));
        all.addAll(List.of("dry_run", true));
        Result result = call(tool, all.toArray());
        assertThat(result.failed()).describedAs("%s: %s", tool, result.text()).isFalse();
        assertThat(result.structured().get("state")).isIn("planned", "needs_approval");
        return result;
    }

    /// What the memory knows of a guest after a new look at the cluster.
    public String guest(int vmid) {
        Result guest = call("get_guest", "guest", vmid, "fresh", true);
        assertThat(guest.failed()).describedAs(guest.text()).isFalse();
        return guest.text();
    }

    /// Waits until the memory knows this of a guest: its details are read soon after its row.
    public void remembers(int vmid, String says) {
        until(vmid + " has " + says, () -> guest(vmid).contains(says));
    }

    /// Looks until it is so; the cluster takes its time.
    public void until(String what, BooleanSupplier so) {
        await(what).atMost(Duration.ofSeconds(60)).until(so::getAsBoolean);
    }

    /// The tasks of types that hold this, as the cluster itself has them.
    public List<String> tasks(String type) {
        try (Proxmox api = Proxmox.connect(ConnectionSettings.of(
                demo.urls(), ApiToken.parse(demo.token(TokenLevel.FULL)), new Trust.Fingerprint(demo.fingerprint())))) {
            return api.cluster().tasks().stream()
                    .map(TaskEntry::upid)
                    .filter(upid -> upid.type().contains(type) && upid.user().equals(TokenLevel.FULL.id()))
                    .map(Upid::text)
                    .toList();
        }
    }

    /// What an operator does at another terminal.
    public void freeze(String reason) {
        try (Store store =
                Stores.open(StoreLocation.parse(folder.resolve("state.db").toString()), InstantSource.system())) {
            Freeze.begin(store, Freeze.EVERYWHERE, "alice", Optional.of(reason), Instant.now());
        }
    }

    /// What somebody does to the state past the program.
    public void store(String statement) {
        try (Connection database = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("state.db"));
                Statement run = database.createStatement()) {
            run.execute(statement);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    public AuditEntry last() {
        return audit().getLast();
    }

    /// Oldest first; the chain is whole.
    public List<AuditEntry> audit() {
        try (Store store =
                Stores.open(StoreLocation.parse(folder.resolve("state.db").toString()), InstantSource.system())) {
            assertThat(store.audit().verify()).isEmpty();
            return store.audit().list(Optional.empty(), Optional.empty(), 500).reversed();
        }
    }

    @Override
    public void close() {
        server.close();
        demo.close();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
            Files.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
