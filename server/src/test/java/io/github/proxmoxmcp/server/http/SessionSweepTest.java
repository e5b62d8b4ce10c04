package io.github.proxmoxmcp.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.proxmoxmcp.server.EmptyStore;
import io.github.proxmoxmcp.server.auth.Principal;
import io.github.proxmoxmcp.server.config.CommandSettings;
import io.github.proxmoxmcp.server.config.ConfigurationReader;
import io.github.proxmoxmcp.server.mcp.Body;
import io.github.proxmoxmcp.server.mcp.Outlet;
import io.github.proxmoxmcp.server.mcp.ProtocolServer;
import io.github.proxmoxmcp.server.mcp.TestOffer;
import io.github.proxmoxmcp.server.mcp.WebSession;
import io.github.proxmoxmcp.server.mcp.WebSessions;
import io.github.proxmoxmcp.server.tool.Access;
import io.github.proxmoxmcp.server.tool.Scope;
import io.github.proxmoxmcp.server.wiring.Wiring;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What becomes of sessions over HTTP that nobody uses.
class SessionSweepTest {

    private static final Duration IDLE = Duration.ofMinutes(30);
    private static final Principal ALICE = new Principal("token:1", "token:alice", Access.READ, Scope.NONE);
    private static final Principal BOB = new Principal("token:2", "token:bob", Access.READ, Scope.NONE);

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-23T10:00:00Z"));
    private Wiring wiring;
    private WebSessions sessions;

    @BeforeEach
    void start(@TempDir Path folder) {
        wiring = Wiring.of(
                new ConfigurationReader(Map.of(), folder)
                        .read(new CommandSettings(
                                Optional.of("read"),
                                Optional.empty(),
                                Optional.of(EmptyStore.in(folder).toString()),
                                Optional.of("nodes=1,guests=4,seed=1,pace=0"))),
                InstantSource.system(),
                ZoneOffset.UTC);
        wiring.begin();
        sessions = ProtocolServer.web(
                TestOffer.of(wiring::tools, wiring::library),
                new WebSessions.Limits(3, IDLE),
                () -> wiring.backend().store().keptSessions(),
                now::get,
                (_, _, _) -> {});
    }

    @AfterEach
    void stop() {
        sessions.close();
        wiring.close();
    }

    @Test
    void anIdleSessionIsRemovedAfterItsTimeAndNotBefore() {
        WebSession session = open(ALICE);
        pass(IDLE);
        sessions.sweep();
        assertThat(sessions.find(session.id(), ALICE)).isPresent();

        pass(Duration.ofSeconds(1));
        sessions.sweep();

        assertThat(sessions.size()).isZero();
        assertThat(sessions.find(session.id(), ALICE)).isEmpty();
        assertThat(wiring.backend().store().keptSessions().get(session.id())).isEmpty();
    }

    @Test
    void oneThatIsUsedOrListenedToStays() throws Exception {
        WebSession used = open(ALICE);
        WebSession listened = open(BOB);
        Runnable gone = listened.listen(new Events());
        pass(IDLE);
        ask(used, "ping", "{}").await();
        pass(Duration.ofMinutes(1));

        sessions.sweep();

        assertThat(sessions.find(used.id(), ALICE)).isPresent();
        assertThat(sessions.find(listened.id(), BOB)).isPresent();
        gone.run();
        pass(IDLE.plusSeconds(1));
        sessions.sweep();
        assertThat(sessions.find(listened.id(), BOB)).isEmpty();
    }

    @Test
    void itsSubscriptionsGoWithIt() throws Exception {
        WebSession session = open(ALICE);
        Events answered = ask(session, "resources/subscribe", "{\"uri\":\"proxmox://demo/guest/100\"}");
        assertThat(answered.await()).contains("\"result\"");
        assertThat(wiring.library().subscriptions().size()).isEqualTo(1);

        pass(IDLE.plusSeconds(1));
        // What was answered a moment ago may still count as running.
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            sessions.sweep();
            return sessions.size() == 0;
        });

        assertThat(wiring.library().subscriptions().size()).isZero();
        assertThat(wiring.backend().store().keptSessions().subscriptions()).isEmpty();
    }

    @Test
    void whoFindsNoRoomIsToldAndFindsItWhenOthersWereIdleForLong() {
        open(ALICE);
        open(ALICE);
        open(ALICE);

        assertThat(sessions.open(BOB, Body.read(WebFixture.INITIALIZE))).isInstanceOf(WebSessions.Opening.Full.class);
        assertThat(sessions.openSse(BOB, new Events())).isEmpty();
        assertThat(sessions.size()).isEqualTo(3);
        pass(IDLE.plusSeconds(1));
        assertThat(open(BOB).owner()).isEqualTo(BOB);
        assertThat(sessions.size()).isEqualTo(1);
    }

    private void pass(Duration time) {
        now.updateAndGet(instant -> instant.plus(time));
    }

    private WebSession open(Principal owner) {
        WebSessions.Opening opening = sessions.open(owner, Body.read(WebFixture.INITIALIZE));
        assertThat(opening).isInstanceOf(WebSessions.Opening.Opened.class);
        return ((WebSessions.Opening.Opened) opening).session();
    }

    private Events ask(WebSession session, String method, String parameters) {
        Events events = new Events();
        assertThat(sessions.receive(session, Body.read("""
            {"jsonrpc":"2.0","id":2,"method":"%s","params":%s}\
            """.formatted(method, parameters)), events))
                .isPresent();
        return events;
    }

    /// Where one answer goes.
    private static final class Events implements Outlet {

        private final CountDownLatch answered = new CountDownLatch(1);
        private volatile String last = "";

        @Override
        public void send(String json, boolean answer) {
            last = json;
            answered.countDown();
        }

        @Override
        public void end() {
            // Nobody waits for it.
        }

        String await() throws InterruptedException {
            assertThat(WebFixture.soon(answered)).isTrue();
            return last;
        }
    }
}
