package io.github.proxmoxmcp.server.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.demo.DemoCluster;
import io.github.proxmoxmcp.demo.Traffic;
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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
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
    private static final int LIVE_QUESTIONS = 200;
    private static final int MAX_CALLS_AT_ONCE = 8;
    private static final Duration SLOW = Duration.ofMillis(300);

    /// Each of these waits for the cluster itself: for a list that the memory has not, a cycle, a guest.
    private static final List<Live> LIVE = List.of(
            new Live("list_volumes", Map.of("storage", "local", "node", "pve1"), "/storage/local/content"),
            new Live("list_vms", Map.of("fresh", true), "/cluster/resources"),
            new Live("get_guest", Map.of("guest", "101", "fresh", true), "/101/config"));

    /// @param call what it has to ask the cluster
    private record Live(String tool, Map<String, Object> arguments, String call) {

        /// Of another guest, so that the call is the other's own.
        Map<String, Object> greedyArguments() {
            return arguments.containsKey("guest") ? Map.of("guest", "100", "fresh", true) : arguments;
        }
    }

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

    @Test
    void whoHasHundredsOfQuestionsWaitingForASlowClusterHoldsUpNobodysOne() throws Exception {
        String state = folder.resolve("state.db").toString();
        try (DemoCluster demo = DemoCluster.start(DemoSettings.parse("nodes=2,guests=4,seed=1"));
                Store store = Stores.open(StoreLocation.parse(state), InstantSource.system());
                Replica server = Replica.start(demo, state);
                HttpSession greedy = HttpSession.open(server.url(), Optional.of(token(store, "greedy")));
                HttpSession other = HttpSession.open(server.url(), Optional.of(token(store, "other")))) {
            for (Live live : LIVE) {
                other.call(live.tool, live.arguments);
                Traffic.Seen meanwhile = callsWhileOneAsks(demo, live, greedy, other);
                assertThat(meanwhile.total())
                        .describedAs("%s: %s", live, meanwhile)
                        .isLessThan(LIVE_QUESTIONS / 2);
                assertThat(meanwhile.calls().keySet()).anyMatch(call -> call.endsWith(live.call));
            }
        }
    }

    /// Which calls the cluster answers from the other's question to its answer, while hundreds wait.
    private static Traffic.Seen callsWhileOneAsks(DemoCluster demo, Live live, HttpSession greedy, HttpSession other)
            throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            CountDownLatch busy = new CountDownLatch(1);
            demo.faults().slow(SLOW);
            demo.traffic().take();
            demo.traffic().atCall(MAX_CALLS_AT_ONCE, busy::countDown);

            List<Future<JsonNode>> waiting = IntStream.range(0, LIVE_QUESTIONS)
                    .mapToObj(_ -> threads.submit(() -> greedy.attempt(live.tool, live.greedyArguments())))
                    .toList();
            assertThat(busy.await(60, TimeUnit.SECONDS)).isTrue();
            demo.traffic().take();
            other.call(live.tool, live.arguments);
            Traffic.Seen meanwhile = demo.traffic().take();

            demo.faults().clear();
            for (Future<JsonNode> one : waiting) {
                assertThat(one.get(60, TimeUnit.SECONDS).path("content").isEmpty())
                        .isFalse();
            }
            return meanwhile;
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
