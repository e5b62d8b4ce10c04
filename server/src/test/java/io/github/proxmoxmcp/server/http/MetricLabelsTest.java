package io.github.proxmoxmcp.server.http;

import static io.github.proxmoxmcp.server.http.WebFixture.LIST;
import static io.github.proxmoxmcp.server.http.WebFixture.call;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.server.tool.Access;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whatever strangers and callers send, they make no series of `/metrics`, and write nothing into one.
class MetricLabelsTest {

    @TempDir
    private Path folder;

    @Test
    void nobodyMakesSeriesOfTheirOwn() throws IOException {
        try (WebFixture web = new WebFixture(folder, WebFixture.settings())) {
            String token = web.token("evil\"} 1", Access.READ);
            String session = web.open(token);
            for (int i = 0; i < 20; i++) {
                attack(web, token, session, "first" + i);
            }
            // The first look is one of the requests that the second counts.
            assertThat(series(web, token)).isNotEmpty();
            SortedSet<String> series = series(web, token);

            for (int i = 0; i < 20; i++) {
                attack(web, token, session, "again" + i);
            }

            assertThat(series(web, token)).isEqualTo(series).hasSizeGreaterThan(5);
            assertThat(series)
                    .noneMatch(one -> one.contains("first") || one.contains("evil"))
                    .allMatch(one -> one.matches("[a-z_]+(\\{([a-z_]+=\"[A-Za-z0-9_./+ -]*\",?)*})?"));
        }
    }

    private static void attack(WebFixture web, String token, String session, String word) throws IOException {
        String hostile = word + "\\\"}\\nproxmox_mcp_writes_total{outcome=\\\"done\\\"} 7";
        for (String path : new String[] {"/" + word, "/mcp/" + word, "/metrics?" + word, "/.well-known/" + word}) {
            assertThat(web.send(web.request(path)).statusCode()).isBetween(400, 499);
        }
        assertThat(web.raw(word.toUpperCase(java.util.Locale.ROOT)
                        + " /mcp HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer " + token
                        + "\r\n\r\n"))
                .contains(" 405 ");
        assertThat(web.raw("GET /mcp HTTP/1.1\r\nHost: " + word + "\r\nConnection: close\r\n\r\n"))
                .contains(" 403 ");
        assertThat(web.send(web.post(word, LIST)).statusCode()).isIn(401, 429);
        assertThat(web.send(web.post(token, LIST).header("Origin", "https://" + word))
                        .statusCode())
                .isEqualTo(403);
        assertThat(web.send(token, session, call(3, hostile, "")).body()).contains("Unknown tool");
        assertThat(web.send(token, session, "{\"jsonrpc\":\"2.0\",\"id\":4,\"method\":\"" + word + "\"}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(web.send(token, session, call(5, "break", "")).body()).contains("Internal error");
    }

    private static SortedSet<String> series(WebFixture web, String token) {
        HttpRequest.Builder scrape = web.request("/metrics").header("Authorization", "Bearer " + token);
        return web.send(scrape)
                .body()
                .lines()
                .filter(line -> !line.startsWith("#") && line.startsWith("proxmox_mcp"))
                .map(line -> line.substring(0, line.lastIndexOf(' ')))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
