package io.github.proxmoxmcp.server.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.demo.DemoCluster;
import io.github.proxmoxmcp.demo.model.DemoSettings;
import io.github.proxmoxmcp.persistence.Store;
import io.github.proxmoxmcp.persistence.StoreLocation;
import io.github.proxmoxmcp.persistence.sql.Stores;
import io.github.proxmoxmcp.server.auth.BearerTokens;
import io.github.proxmoxmcp.server.http.HttpSession;
import io.github.proxmoxmcp.server.tool.Access;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Two with a bearer token of their own at one server, a process: one asks as much as it can, the other a little.
@Timeout(240)
class TwoCallersTest {

    /// Counts to the sixth power of the guests' number, which it never gets to.
    private static final String ENDLESS =
            "select count(*) from guests a, guests b, guests c, guests d, guests e, guests f where a.vmid > b.vmid - 1";

    private static final int QUESTIONS = 12;

    @TempDir
    private Path folder;

    @Test
    void oneWhoSaturatesAServerOnAFileStopsNobodyElse() throws Exception {
        otherIsAnsweredAtOnce(folder.resolve("state.db").toString());
    }

    @Test
    void oneWhoSaturatesAServerOnPostgresStopsNobodyElse() throws Exception {
        try (EmbeddedPostgres postgres =
                EmbeddedPostgres.builder().setServerConfig("fsync", "off").start()) {
            otherIsAnsweredAtOnce(postgres.getJdbcUrl("postgres", "postgres"));
        }
    }

    private void otherIsAnsweredAtOnce(String state) throws Exception {
        try (DemoCluster demo = DemoCluster.start(DemoSettings.parse("nodes=3,guests=40,seed=1"));
                Store store = Stores.open(StoreLocation.parse(state), InstantSource.system());
                Replica server = Replica.start(demo, state);
                HttpSession greedy = HttpSession.open(server.url(), Optional.of(token(store, "greedy")));
                HttpSession other = HttpSession.open(server.url(), Optional.of(token(store, "other")));
                ExecutorService threads = Executors.newCachedThreadPool()) {
            other.call("list_vms", Map.of("fresh", true));

            List<Future<JsonNode>> saturating = Stream.concat(
                            IntStream.range(0, QUESTIONS).mapToObj(_ -> "query_state"),
                            Stream.of("find", "get_changes", "find_problems", "check_backups"))
                    .map(tool -> threads.submit(() -> greedy.attempt(tool, arguments(tool, ENDLESS))))
                    .toList();
            for (String tool :
                    List.of("list_vms", "find", "get_changes", "find_problems", "query_state", "get_guest")) {
                other.call(tool, arguments(tool, "select count(*) from guests"));
            }

            assertThat(saturating.stream().limit(QUESTIONS)).anyMatch(question -> !question.isDone());
            // Or else nothing was saturated.
            assertThat(saturating.getFirst().get().toString())
                    .containsAnyOf("stopped after 5000 ms", "busy: your other");
        }
    }

    private static Map<String, String> arguments(String tool, String sql) {
        return switch (tool) {
            case "query_state" -> Map.of("sql", sql);
            case "find" -> Map.of("query", "web");
            case "get_changes" -> Map.of("from", "400d ago");
            case "get_guest" -> Map.of("guest", "100");
            default -> Map.of();
        };
    }

    private static String token(Store store, String name) {
        return new BearerTokens(store::accessTokens, InstantSource.system(), new SecureRandom())
                .add(name, Access.READ, Optional.empty(), Optional.of(Duration.ofHours(1)))
                .orElseThrow();
    }
}
