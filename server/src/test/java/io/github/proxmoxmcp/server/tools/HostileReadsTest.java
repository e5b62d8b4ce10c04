package io.github.proxmoxmcp.server.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.proxmoxmcp.server.Golden;
import io.github.proxmoxmcp.server.RunningServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/// A cluster with the whole API of a real one, which answers whatever it is asked.
class HostileReadsTest {

    private static final String NODE = """
        {"data":[{"type":"node","id":"node/pve1","node":"pve1","status":"online","maxcpu":4,"cpu":0.1,"mem":1,\
        "maxmem":2,"disk":1,"maxdisk":2,"uptime":9}]}\
        """;

    private final List<String> asked = new CopyOnWriteArrayList<>();

    @TempDir
    private Path folder;

    @Test
    void noGetThatConnectsElsewhereOrTakesACredentialIsEverSent() throws IOException {
        Path schema = Path.of(System.getProperty("repository.root"), "..", "shared", "pve", "apidoc.json");
        assumeTrue(Files.exists(schema), "the real schema is not at hand: " + schema);
        List<String> refused = Files.readAllLines(Golden.FOLDER.resolve("api-reads.txt")).stream()
                .filter(line -> line.contains(" refused: "))
                .map(line -> line.replaceFirst(" refused: .*", ""))
                .toList();
        assertThat(refused).hasSize(17);
        HttpServer cluster = cluster(apidoc(schema));
        try (RunningServer server = RunningServer.start(
                Map.of(
                        "PROXMOX_URL",
                        "http://127.0.0.1:" + cluster.getAddress().getPort(),
                        "PROXMOX_TOKEN",
                        "root@pam!t=0d4f7b5e-0000-0000-0000-000000000000"),
                folder)) {
            assertThat(server.call("read_api", "path", "/nodes/pve1/hosts").failed())
                    .isFalse();
            assertThat(asked).contains("/api2/json/nodes/pve1/hosts");
            asked.clear();

            for (String path : refused) {
                String filled =
                        path.replace("{node}", "pve1").replace("{vmid}", "100").replaceAll("\\{[^}]+}", "x");
                for (List<String> parameters : List.of(
                        List.<String>of(),
                        List.of("url=https://evil.example/?d=1"),
                        List.of("server=evil.example", "password=x"))) {
                    refuses(server, filled, parameters);
                }
                List<String> spellings = List.of(
                        filled + "/",
                        "/" + filled,
                        "/api2/json" + filled,
                        filled + "?url=https://evil.example",
                        filled + "#",
                        filled.replaceFirst("/([a-z])", "/x/../$1"),
                        filled.replaceFirst("/.([a-z])", "/%63$1"),
                        filled.toUpperCase(Locale.ROOT));
                // Two for each path, in turn: a call is a walk over the whole API.
                for (String spelled : List.of(
                        spellings.get(refused.indexOf(path) % 8), spellings.get((refused.indexOf(path) + 4) % 8))) {
                    refuses(server, spelled, List.of());
                }
                assertThat(asked)
                        .noneMatch(sent -> sent.startsWith("/api2/json" + filled + "?"))
                        .doesNotContain("/api2/json" + filled);
            }
        } finally {
            cluster.stop(0);
        }
    }

    private static void refuses(RunningServer server, String path, List<String> parameters) {
        assertThat(server.call("read_api", "path", path, "parameters", parameters)
                        .failed())
                .describedAs("%s %s", path, parameters)
                .isTrue();
    }

    private static String apidoc(Path schema) throws IOException {
        ArrayNode roots = JsonMapper.shared().createArrayNode();
        JsonMapper.shared()
                .readTree(Files.readString(schema))
                .properties()
                .forEach(path -> roots.addObject().put("path", path.getKey()).set("info", path.getValue()));
        return "const apiSchema = " + roots + "\n;";
    }

    private HttpServer cluster(String apidoc) throws IOException {
        HttpServer cluster = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        cluster.createContext("/", exchange -> {
            asked.add(exchange.getRequestURI().toString());
            answer(
                    exchange,
                    switch (exchange.getRequestURI().getPath()) {
                        case "/pve-docs/api-viewer/apidoc.js" -> apidoc;
                        case "/api2/json/version" ->
                            "{\"data\":{\"version\":\"9.2.11\",\"release\":\"9.2\",\"repoid\":\"x\"}}";
                        case "/api2/json/cluster/resources" -> NODE;
                        default -> "{\"data\":[]}";
                    });
        });
        cluster.start();
        return cluster;
    }

    private static void answer(HttpExchange exchange, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
