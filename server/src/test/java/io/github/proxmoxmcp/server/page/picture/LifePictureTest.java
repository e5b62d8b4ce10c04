package io.github.proxmoxmcp.server.page.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What is drawn of a guest's life.
final class LifePictureTest {

    private static final Instant TEN = Instant.parse("2026-11-20T10:00:00Z");
    private static final Instant TWENTY = Instant.parse("2026-11-20T20:00:00Z");

    @Test
    void aStateLastsUntilTheNext() {
        LifePicture picture = picture(
                start(TEN),
                now("running", "pve2"),
                altered(13, "status", "running", "stopped"),
                altered(15, "status", "stopped", "running"));

        assertThat(picture.states())
                .extracting(Bar::label, Bar::kind, Bar::left, Bar::width)
                .containsExactly(
                        tuple("running", "running", 0.0, 30.0),
                        tuple("stopped", "stopped", 30.0, 20.0),
                        tuple("running", "running", 50.0, 50.0));
        assertThat(picture.states().get(1).title()).isEqualTo("""
            stopped from 2026-11-20 13:00:00 UTC to 2026-11-20 15:00:00 UTC
            became stopped, 2026-11-20 13:00:00 UTC by joe@pve (qmtask)\
            """);
    }

    @Test
    void aGuestThatMovedIsOnAnotherNode() {
        LifePicture picture = picture(start(TEN), now("running", "pve2"), altered(18, "node", "pve1", "pve2"));

        assertThat(picture.nodes()).extracting(Bar::label).containsExactly("pve1", "pve2");
        assertThat(picture.nodes()).extracting(Bar::kind).containsExactly("node-0", "node-1");
        assertThat(picture.states()).extracting(Bar::width).containsExactly(100.0);
    }

    @Test
    void theNextGuestOfAVmidIsAnotherLife() {
        LifePicture picture = picture(
                start(TEN),
                now("stopped", "pve1"),
                event(12, "guest", "vanished", null, null, null),
                event(17, "guest", "appeared", null, null, null));

        assertThat(picture.states())
                .extracting(Bar::label, Bar::left, Bar::width)
                .containsExactly(tuple("running", 0.0, 20.0), tuple("stopped", 70.0, 30.0));
    }

    @Test
    void whatNobodySawIsUnknown() {
        LifePicture before = LifePicture.of(
                new Life(
                        "web01",
                        List.of(),
                        start(TEN.plusSeconds(7_200)),
                        now("running", "pve1"),
                        List.of(new Life.Archive(TEN, "b:1")),
                        TWENTY),
                Optional.empty());
        LifePicture lost = LifePicture.of(
                new Life(
                        "web01",
                        List.of(),
                        start(TEN),
                        Optional.of(new Life.State(TEN, "running", "pve1", Optional.of(TWENTY.minusSeconds(3_600)))),
                        List.of(),
                        TWENTY),
                Optional.empty());

        assertThat(before.states()).extracting(Bar::kind).containsExactly("unknown", "running");
        assertThat(before.states().getFirst().width()).isEqualTo(20.0);
        assertThat(lost.states()).extracting(Bar::kind).containsExactly("running", "unknown");
        assertThat(lost.nodes()).extracting(Bar::label).containsExactly("pve1", "unknown");
        assertThat(lost.states().getLast().left()).isEqualTo(90.0);
    }

    @Test
    void aStateThatIsNotOneOfOursIsDrawnAsAnother() {
        assertThat(picture(start(TEN), now("x", "pve1"), altered(12, "status", "running", "\" onload=\"alert(1)"))
                        .states())
                .extracting(Bar::kind)
                .containsExactly("running", "other");
    }

    @Test
    void changesTooCloseToBeToldApartAreOneMark() {
        LifePicture picture = picture(
                start(TEN),
                now("running", "pve1"),
                altered(12, "config.cores", "2", "4"),
                altered(12, "config.memory", "2048", "4096"),
                altered(12, "memory_bytes", "2147483648", "4294967296"),
                altered(16, "snapshot.before", null, "2026-11-20T16:00:00Z"),
                altered(18, "snapshot.before", "2026-11-20T16:00:00Z", null));

        assertThat(picture.configuration()).hasSize(1);
        assertThat(picture.configuration().getFirst().count()).isEqualTo(2);
        assertThat(picture.configuration().getFirst().title()).isEqualTo("""
            config.cores: 2 → 4, 2026-11-20 12:00:00 UTC by joe@pve (qmtask)
            config.memory: 2048 → 4096, 2026-11-20 12:00:00 UTC by joe@pve (qmtask)\
            """);
        assertThat(picture.snapshots()).extracting(Mark::at).containsExactly(60.0, 80.0);
        assertThat(picture.snapshots().getLast().title()).startsWith("snapshot before deleted");
        assertThat(picture.description())
                .isEqualTo("web01 from 2026-11-20 10:00:00 UTC to 2026-11-20 20:00:00 UTC. States: running from"
                        + " 2026-11-20 10:00:00 UTC. Nodes: pve1 from 2026-11-20 10:00:00 UTC. 2 changes of its"
                        + " configuration, 2 events of snapshots, 0 events of backups.");
    }

    @Test
    void anArchiveThatIsThereIsDrawnOnce() {
        LifePicture picture = LifePicture.of(
                new Life(
                        "web01",
                        List.of(
                                event(11, "backup", "appeared", null, null, null),
                                event(19, "backup", "vanished", null, null, null)),
                        start(TEN),
                        now("running", "pve1"),
                        List.of(new Life.Archive(TEN.plusSeconds(18_000), "100")),
                        TWENTY),
                Optional.empty());

        assertThat(picture.backups())
                .extracting(Mark::title)
                .containsExactly(
                        "backup made, 2026-11-20 15:00:00 UTC",
                        "backup deleted, 2026-11-20 19:00:00 UTC by joe@pve (qmtask)");
    }

    private static LifePicture picture(Optional<Life.State> start, Optional<Life.State> now, LifeEvent... events) {
        return LifePicture.of(
                new Life("web01", Arrays.asList(events), start, now, List.of(), TWENTY), Optional.empty());
    }

    private static Optional<Life.State> start(Instant since) {
        return Optional.of(new Life.State(since, "running", "pve1", Optional.empty()));
    }

    private static Optional<Life.State> now(String status, String node) {
        return Optional.of(new Life.State(TEN, status, node, Optional.empty()));
    }

    private static LifeEvent altered(int hour, String field, @Nullable String before, @Nullable String after) {
        return event(hour, "guest", "altered", field, before, after);
    }

    private static LifeEvent event(
            int hour,
            String kind,
            String event,
            @Nullable String field,
            @Nullable String before,
            @Nullable String after) {
        return new LifeEvent(
                TEN.plusSeconds(3_600L * (hour - 10)),
                kind,
                "100",
                event,
                Optional.ofNullable(field),
                Optional.ofNullable(before),
                Optional.ofNullable(after),
                Optional.of("joe@pve"),
                Optional.of("qmtask"));
    }
}
