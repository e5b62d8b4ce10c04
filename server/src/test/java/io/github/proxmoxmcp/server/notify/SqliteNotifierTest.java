package io.github.proxmoxmcp.server.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.proxmoxmcp.demo.access.TokenLevel;
import io.github.proxmoxmcp.persistence.StoreLocation;
import io.github.proxmoxmcp.persistence.acting.Acknowledgement;
import io.github.proxmoxmcp.server.config.NotifySettings.QuietHours;
import io.github.proxmoxmcp.server.config.NotifySettings.Rule;
import io.github.proxmoxmcp.server.config.NotifySettings.Topic;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// With what each database need not show again.
class SqliteNotifierTest extends NotifierContract {

    @TempDir
    private Path folder;

    @Override
    StoreLocation location() {
        return new StoreLocation.File(folder.resolve("state.db"));
    }

    @Test
    void theClusterIsNotAsked() {
        Notifier notifier = notifier(
                Optional.empty(),
                target(
                        "team",
                        receiver.url("/"),
                        new Rule(Set.of(Topic.values()), "info", Set.of(), Set.of(), Set.of())));
        // Beside the cycles it asks, too.
        sync.close();
        // What it had asked by then is answered still.
        await().during(Duration.ofMillis(300))
                .until(() -> demo.traffic().take().calls().isEmpty());

        notifier.turn();
        pass(SETTLE.plusSeconds(1));
        notifier.turn();

        assertThat(receiver.told()).hasSizeGreaterThan(3);
        assertThat(demo.traffic().take().calls()).isEmpty();
    }

    @Test
    void whatCameAndWentWhileNobodyCouldBeToldIsNotTold() {
        Notifier notifier = usual();
        receiver.answers(500);
        demo.faults().nodeDown("pve2");
        demo.faults().nodeDown("pve3");
        goOn(notifier);
        int tried = receiver.requests().size();
        demo.faults().nodeUp("pve2");
        IntStream.range(0, 10).forEach(_ -> goOn(notifier));
        int triedLater = receiver.requests().size();
        receiver.answers(200);
        pass(Duration.ofHours(1));
        receiver.requests().clear();
        goOn(notifier);

        assertThat(tried).isEqualTo(1);
        assertThat(triedLater).isBetween(3, 5);
        assertThat(receiver.told()).containsExactly("new pve3");
        assertThat(store.notices().delivery("team").orElseThrow().failures()).isZero();
    }

    @Test
    void aTargetThatHangsKeepsTheOthersWaitingNoLongerThanItsPatience() {
        try (Receiver hanging = new Receiver()) {
            hanging.hangs();
            Notifier notifier = notifier(
                    Optional.empty(),
                    target("dead", hanging.url("/"), OF_NODES),
                    target("team", receiver.url("/"), OF_NODES));
            demo.faults().nodeDown("pve2");
            goOn(notifier);

            assertThat(hanging.requests()).hasSize(1);
            assertThat(receiver.told()).containsExactly("new pve2");
            assertThat(store.notices().delivery("dead").orElseThrow().failures())
                    .isEqualTo(1);
        }
    }

    @Test
    void whatIsKnownOfADeadNodesGuestsIsNotOverBecauseNobodyCanLook() {
        Notifier notifier = notifier(
                Optional.empty(),
                target(
                        "team",
                        receiver.url("/"),
                        new Rule(Set.of(Topic.PROBLEMS), "info", Set.of(), Set.of(), Set.of())));
        goOn(notifier);
        receiver.requests().clear();
        for (String node : List.of("pve2", "pve3")) {
            demo.faults().nodeDown(node);
            goOn(notifier);
            goOn(notifier);
        }

        assertThat(receiver.told()).contains("new pve2", "new pve3").noneMatch(line -> line.startsWith("resolved"));
    }

    @Test
    void aProblemThatSomebodyAcknowledgedIsNotTold() {
        store.acknowledgements()
                .put(new Acknowledgement(
                        CLUSTER, "node", "pve2", "critical", "me", "a new disk", now.get(), Optional.empty()));
        Notifier notifier = usual();
        demo.faults().nodeDown("pve2");
        demo.faults().nodeDown("pve3");
        goOn(notifier);

        assertThat(receiver.told()).containsExactly("new pve3");
    }

    @Test
    void inQuietHoursOnlyTheWorstIsToldAndTheRestWhenTheyEnd() {
        now.set(Instant.parse("2026-12-01T23:00:00Z"));
        look();
        Notifier notifier = notifier(
                Optional.of(new QuietHours(LocalTime.of(22, 0), LocalTime.of(7, 0), "critical")),
                target(
                        "team",
                        receiver.url("/"),
                        new Rule(Set.of(Topic.PROBLEMS), "warning", Set.of("node", "backup"), Set.of(), Set.of())));
        demo.faults().nodeDown("pve2");
        goOn(notifier);
        List<String> night = receiver.told();
        now.set(Instant.parse("2026-12-02T07:00:01Z"));
        goOn(notifier);

        assertThat(night).containsExactly("new pve2");
        assertThat(receiver.told())
                .hasSizeGreaterThan(1)
                .filteredOn("new pve2"::equals)
                .hasSize(1);
    }

    @Test
    void aClusterThatCannotBeReadIsToldAfterTwoMinutes() {
        Notifier notifier = usual();
        goOn(notifier);
        demo.faults().disableToken(TokenLevel.FULL);
        goOn(notifier);
        List<String> atOnce = receiver.told();
        pass(Duration.ofMinutes(3));
        goOn(notifier);
        List<String> later = receiver.told();
        demo.faults().restore(TokenLevel.FULL);
        goOn(notifier);

        assertThat(atOnce).isEmpty();
        assertThat(later).containsExactly("new cluster cannot be read");
        assertThat(receiver.told()).containsExactly("new cluster cannot be read", "resolved cluster cannot be read");
    }

    @Test
    void whatGoesAndComesAgainAndAgainIsToldLessAndLessOften() {
        Notifier notifier = usual();
        for (int i = 0; i < 6; i++) {
            demo.faults().nodeDown("pve2");
            goOn(notifier);
            demo.faults().nodeUp("pve2");
            goOn(notifier);
        }

        assertThat(receiver.told()).hasSizeBetween(1, 4);
    }

    @Test
    void theAuditsHeadIsToldOnceADayAsAnAnchorKeepsIt() {
        store.audit().append(now.get(), CLUSTER, "me", "power_guest", "done", Optional.empty(), "{}");
        Notifier notifier = notifier(
                Optional.empty(),
                target(
                        "team",
                        receiver.url("/"),
                        new Rule(Set.of(Topic.AUDIT_HEAD), "warning", Set.of(), Set.of(), Set.of())));
        goOn(notifier);
        goOn(notifier);
        int firstDay = receiver.requests().size();
        pass(Duration.ofDays(1));
        goOn(notifier);

        String hash = store.audit()
                .list(Optional.empty(), Optional.empty(), 1)
                .getFirst()
                .hash();
        assertThat(firstDay).isEqualTo(1);
        assertThat(receiver.told()).hasSize(2);
        assertThat(receiver.requests()
                        .getFirst()
                        .json()
                        .path("notices")
                        .path(0)
                        .path("evidence")
                        .asString())
                .startsWith("{\"seq\":1,\"hash\":\"" + hash + "\"");
    }
}
