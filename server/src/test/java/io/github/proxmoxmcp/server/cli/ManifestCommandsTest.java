package io.github.proxmoxmcp.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.client.Proxmox;
import io.github.proxmoxmcp.client.connection.ApiToken;
import io.github.proxmoxmcp.client.connection.ConnectionSettings;
import io.github.proxmoxmcp.client.connection.Trust;
import io.github.proxmoxmcp.client.guest.ConfigChange;
import io.github.proxmoxmcp.client.value.GuestType;
import io.github.proxmoxmcp.demo.DemoCluster;
import io.github.proxmoxmcp.demo.access.TokenLevel;
import io.github.proxmoxmcp.demo.model.DemoSettings;
import io.github.proxmoxmcp.server.RunningServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// Manifests on the command line, as a job of a CI runs them: what each command ends with, on one cluster and one
/// memory, in the order in which somebody would.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ManifestCommandsTest {

    @TempDir
    private static Path folder;

    private static DemoCluster demo;
    private static Proxmox somebody;
    private static Map<String, String> environment = new HashMap<>();
    private static Path manifests = Path.of("");

    /// What a command ended with, and what it said.
    private record Ended(int status, String out, String err) {}

    @BeforeAll
    static void start() throws IOException {
        demo = DemoCluster.start(DemoSettings.parse("nodes=2,guests=6,seed=1,pace=0"));
        somebody = Proxmox.connect(ConnectionSettings.of(
                demo.urls(), ApiToken.parse(demo.token(TokenLevel.FULL)), new Trust.Fingerprint(demo.fingerprint())));
        environment.putAll(RunningServer.environment(demo, TokenLevel.FULL));
        environment.put("PROXMOX_MCP_STATE", folder.resolve("state.db").toString());
        environment.put("PROXMOX_MCP_ACCESS", "operate");
        environment.put("HOME", folder.toString());
        manifests = Files.createDirectory(folder.resolve("manifests"));
        write("memory: {size: 6 GiB}");
    }

    @AfterAll
    static void stop() {
        somebody.close();
        demo.close();
    }

    private static void write(String fields) throws IOException {
        Files.writeString(
                manifests.resolve("web.yaml"),
                "apiVersion: proxmox-mcp/v1\nkind: VM\nname: web01\nvmid: 100\n" + fields + "\n");
    }

    private static Ended run(String... words) {
        return run(environment, words);
    }

    private static Ended run(Map<String, String> environment, String... words) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = ProxmoxMcp.line(new Program(environment))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true));
        line.setExecutionExceptionHandler((error, _, _) -> Failures.explain(error, line.getErr()));
        return new Ended(line.execute(words), out.toString(), err.toString());
    }

    private static Ended onManifests(String command, String... more) {
        List<String> words = new ArrayList<>(List.of(command, manifests.toString()));
        words.addAll(List.of(more));
        return run(words.toArray(String[]::new));
    }

    private static Ended drift() {
        return onManifests("drift", "--exit-code");
    }

    private static void setMemory(int mebibytes) {
        somebody.guest(GuestType.QEMU, "pve1", 100)
                .putConfig(ConfigChange.of(Map.of("memory", Integer.toString(mebibytes)), List.of(), Optional.empty()));
    }

    @Test
    @Order(1)
    void checkAsksNothingAndTellsTheLineOfWhatIsWrong() throws IOException {
        Path wrong = Files.writeString(
                Files.createDirectory(folder.resolve("wrong")).resolve("wrong.yaml"),
                "apiVersion: proxmox-mcp/v1\nkind: VM\nname: web01\nvmid: 100\nmemry: {size: 6 GiB}\n");
        Map<String, String> nowhere = Map.of("HOME", folder.toString());

        assertThat(run(nowhere, "check", manifests.toString()))
                .isEqualTo(new Ended(0, "1 things, well-formed" + System.lineSeparator(), ""));
        Ended bad = run(nowhere, "check", wrong.toString());
        assertThat(bad.status()).isEqualTo(1);
        assertThat(bad.err()).contains("wrong.yaml:5:1", "memry", "did you mean 'memory'?");
        Ended drift = run("drift", folder.resolve("wrong").toString(), "--exit-code");
        assertThat(drift.status()).describedAs("2 would be drift").isEqualTo(1);
        assertThat(drift.err()).contains("wrong.yaml:5:1").doesNotContain("\tat ");
    }

    @Test
    @Order(2)
    void aPlanHasNoEffectAndWithoutARecordTheFilesAreWhatIsInForce() {
        Ended plan = onManifests("plan");
        Ended drift = drift();

        assertThat(plan.status()).isZero();
        assertThat(plan.out()).contains("~ VM/web01", "memory.size");
        assertThat(drift.out()).contains("memory.size  is 4GiB, declared 6GiB");
        assertThat(drift.status()).isEqualTo(2);
        assertThat(onManifests("drift").status()).isZero();
    }

    @Test
    @Order(3)
    void applyAsksFirstAndThenOnlyWhatIsDeclaredAnewIsLeft() throws IOException {
        Ended unasked = onManifests("apply");
        Ended applied = onManifests("apply", "--yes");
        Ended again = onManifests("apply");

        assertThat(unasked.status()).isEqualTo(2);
        assertThat(unasked.err()).contains("--yes");
        assertThat(applied.status()).describedAs(applied.toString()).isZero();
        assertThat(again.status()).isZero();
        assertThat(again.out()).contains("nothing to do");
        assertThat(drift().status()).isZero();
        write("memory: {size: 5 GiB}");
        assertThat(drift().status()).isEqualTo(4);
        write("memory: {size: 6 GiB}");
    }

    @Test
    @Order(4)
    void whatSomebodyChangedIsDriftAndEachExportIsAsItWasBefore() {
        Instant before = Instant.now();
        setMemory(8192);
        Ended drift = drift();
        Ended json = onManifests("drift", "--output", "json");
        Map<String, String> then = exports("--at", before.toString());
        Map<String, String> now = exports();

        assertThat(drift.status()).isEqualTo(2);
        assertThat(drift.out()).contains("memory.size", "is 8GiB, declared 6GiB", "by root@pam");
        assertThat(json.out()).contains("\"state\":\"drifted\"");
        assertThat(then.get("manifest")).contains("size: 6GiB").doesNotContain("size: 8GiB");
        assertThat(now.get("manifest")).contains("size: 8GiB");
        assertThat(then.get("terraform")).contains("6144").doesNotContain("8192");
        assertThat(now.get("terraform")).contains("8192");
        assertThat(then.get("ansible")).contains("6144").doesNotContain("8192");
        assertThat(now.get("ansible")).contains("8192");
    }

    private static Map<String, String> exports(String... more) {
        Map<String, String> texts = new HashMap<>();
        for (String format : List.of("manifest", "terraform", "ansible")) {
            Ended export = run(Stream.concat(Stream.of("export", "--as", format, "100"), Stream.of(more))
                    .toArray(String[]::new));
            assertThat(export.status()).describedAs(export.err()).isZero();
            texts.put(format, export.out());
        }
        return texts;
    }

    @Test
    @Order(5)
    void whatIsIgnoredWithAReasonIsShownAndNoDrift() throws IOException {
        write("memory: {size: 6 GiB}\nignore: {memory.size: 'load test until Friday'}");
        Ended muted = drift();

        assertThat(muted.out()).contains("load test until Friday");
        assertThat(muted.status()).isZero();
    }

    @Test
    @Order(6)
    void aMomentBeforeTheMemoryBeganIsRefused() {
        Ended export =
                run("export", "--at", Instant.now().minus(Duration.ofDays(30)).toString());

        assertThat(export.status()).isEqualTo(1);
        assertThat(export.out()).isEmpty();
        assertThat(export.err()).contains("Nothing is exported: the memory of this cluster begins at ");
    }

    @Test
    @Order(7)
    void aClusterThatCannotBeAskedIsNoDriftButUnknown() throws IOException {
        write("memory: {size: 6 GiB}");
        demo.faults().refuseConnections(true);
        Ended drift = drift();
        Ended plan = onManifests("plan");
        demo.faults().refuseConnections(false);

        assertThat(drift.status()).isEqualTo(3);
        assertThat(drift.err()).contains("unknown: the cluster could not be read", "connection refused");
        assertThat(plan.status()).isEqualTo(1);
        assertThat(plan.err()).contains("connection refused").doesNotContain("\tat ");
    }
}
