package io.github.proxmoxmcp.server;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.proxmoxmcp.demo.DemoCluster;
import io.github.proxmoxmcp.demo.model.ConfiguredStorage;
import io.github.proxmoxmcp.demo.model.DemoSettings;
import io.github.proxmoxmcp.demo.world.Administrator;
import io.github.proxmoxmcp.server.mcp.ToolClient.Result;
import io.github.proxmoxmcp.server.tool.Caller.Human.Reply;
import io.github.proxmoxmcp.server.tool.Effect;
import io.github.proxmoxmcp.server.tool.ToolDefinition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/// Secrets of every form are planted wherever the cluster lets somebody write, and in the arguments of every tool; then
/// they are looked for in whatever the program answered, logged and stored.
class CanarySecretsTest {

    private static final String CANARY = "CANARY-SECRET-";

    private final AtomicInteger planted = new AtomicInteger();
    private final List<String> answers = new ArrayList<>();

    @Test
    void noPlantedSecretIsAnsweredLoggedOrStored(@TempDir Path folder) throws IOException {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        Logger logger = (Logger) LoggerFactory.getLogger("io.github.proxmoxmcp");
        Level usual = logger.getEffectiveLevel();
        logger.setLevel(Level.DEBUG);
        log.start();
        logger.addAppender(log);
        try (DemoCluster demo = DemoCluster.start(DemoSettings.parse("nodes=2,guests=12,seed=1,pace=0"))) {
            plant(demo.world());
            try (DirectServer server = DirectServer.of(Map.of("demo", demo), folder, InstantSource.system(), "")) {
                ask(server);
            }
        } finally {
            logger.detachAppender(log);
            logger.setLevel(usual);
        }

        assertThat(planted).hasValueGreaterThan(60);
        assertThat(answers).hasSizeGreaterThan(30);
        assertThat(String.join("\n", answers)).contains("***").doesNotContain(CANARY);
        assertThat(log.list.stream().map(ILoggingEvent::getFormattedMessage).collect(Collectors.joining("\n")))
                .isNotEmpty()
                .doesNotContain(CANARY);
        assertThat(stored(folder)).contains("web01", "***").doesNotContain(CANARY);
    }

    private void plant(Administrator world) {
        world.setConfig(100, "args", "-vnc :1,password=" + canary());
        world.setConfig(100, "description", texts());
        world.setConfig(101, "cipassword", canary());
        world.setConfig(101, "description", "notes\n-----BEGIN PRIVATE KEY-----\n" + canary() + "\nand no end");
        world.leavePending(100, Map.of("args", "-spice password=" + canary()), List.of());
        world.createPool("canaries", "http://pool:" + canary() + "@10.0.0.1/");
        world.putStorage(new ConfiguredStorage(
                "canaries",
                "nfs",
                List.of("iso"),
                true,
                true,
                List.of(),
                Map.of("path", "/mnt/canaries", "server", "10.0.0.2", "options", "vers=3,password=" + canary()),
                1L << 30));
        world.putBackupJob(
                "canaries",
                Map.of("schedule", "daily", "storage", "backup", "vmid", "100", "comment", "token=" + canary()));
        world.manage(100, "started", "PVEAPIToken=root@pam!a=" + canary());
    }

    /// Each form of a secret that a text may hold.
    private String texts() {
        return Stream.of(
                        "password=%s",
                        "db_password = '%s'",
                        "passphrase=%s",
                        "client_secret=%s",
                        "{\"secret\": \"%s\"}",
                        "api_key=%s",
                        "https://user:%s@git.example/x.git",
                        "https://h.example/?access_token=%s&x=1",
                        "Authorization: Bearer %s",
                        "Authorization: Basic %s",
                        "PVEAPIToken=root@pam!a=%s",
                        "PBSAPIToken=u@pbs!a:%s",
                        "PVE:root@pam:65A2B3C4::%s",
                        "PVEVNC:65A2B3C4::%s",
                        "//nas/x /mnt cifs username=a,password=%s 0 0",
                        "credentials=%s",
                        "set_password vnc %s",
                        "password: %s")
                .map(form -> form.formatted(canary()))
                .collect(Collectors.joining("\n"));
    }

    private String canary() {
        return CANARY + planted.incrementAndGet();
    }

    private void ask(DirectServer server) {
        server.call("list_nodes", "fresh", true);
        for (String guest : List.of("100", "101")) {
            answered(server.call("get_guest", "guest", guest, "config", true, "fresh", true));
            answered(server.call("read_api", "path", "/nodes/{node}/qemu/{vmid}/config", "guest", guest));
            answered(server.call("read_api", "path", "/nodes/{node}/qemu/{vmid}/pending", "guest", guest));
        }
        for (String path :
                List.of("/storage", "/pools", "/pools/canaries", "/cluster/backup", "/cluster/ha/resources")) {
            answered(server.call("read_api", "path", path));
        }
        for (String view : List.of("guest_config", "changes", "storages", "pools", "backup_jobs", "ha_resources")) {
            answered(server.call("query_state", "sql", "select * from " + view, "limit", 500));
        }
        for (ToolDefinition tool : server.tools()) {
            if (tool.effect() == Effect.READ) {
                answered(server.call(tool.name(), Map.of(), Reply.YES));
            }
            tell(server, tool);
        }
    }

    /// A secret in each text that a tool takes; what is only looked for is not kept.
    private void tell(DirectServer server, ToolDefinition tool) {
        if (!(tool.inputSchema().get("properties") instanceof Map<?, ?> properties) || tool.effect() == Effect.READ) {
            return;
        }
        for (Object name : properties.keySet()) {
            Map<String, Object> arguments = new LinkedHashMap<>();
            Optional.ofNullable(tool.inputSchema().get("required"))
                    .ifPresent(required -> ((List<?>) required)
                            .forEach(one -> arguments.put(
                                    String.valueOf(one),
                                    one.equals("guest") ? "web01" : one.equals("method") ? "put" : "description=x")));
            arguments.put(String.valueOf(name), "description=password=" + canary());
            // That it is refused may quote what it was given: that goes to the model, who has it already.
            server.call(tool.name(), arguments, Reply.UNSUPPORTED);
        }
    }

    private void answered(Result result) {
        answers.add(result.text() + result.structured());
    }

    private static String stored(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith("state.db"))
                    .map(CanarySecretsTest::bytes)
                    .collect(Collectors.joining());
        }
    }

    private static String bytes(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
