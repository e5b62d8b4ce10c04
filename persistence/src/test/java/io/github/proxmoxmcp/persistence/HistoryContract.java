package io.github.proxmoxmcp.persistence;

import static io.github.proxmoxmcp.persistence.Examples.LAB;
import static io.github.proxmoxmcp.persistence.Examples.all;
import static io.github.proxmoxmcp.persistence.Examples.config;
import static io.github.proxmoxmcp.persistence.Examples.cycle;
import static io.github.proxmoxmcp.persistence.Examples.done;
import static io.github.proxmoxmcp.persistence.Examples.line;
import static io.github.proxmoxmcp.persistence.Examples.named;
import static io.github.proxmoxmcp.persistence.Examples.on;
import static io.github.proxmoxmcp.persistence.Examples.tagged;
import static io.github.proxmoxmcp.persistence.Examples.vm;
import static io.github.proxmoxmcp.persistence.Examples.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.proxmoxmcp.persistence.Change.Altered;
import io.github.proxmoxmcp.persistence.Change.Appeared;
import io.github.proxmoxmcp.persistence.Change.Field;
import io.github.proxmoxmcp.persistence.Change.Moved;
import io.github.proxmoxmcp.persistence.Change.Vanished;
import io.github.proxmoxmcp.persistence.task.Task;
import io.github.proxmoxmcp.persistence.value.Cause;
import io.github.proxmoxmcp.persistence.value.Kind;
import io.github.proxmoxmcp.persistence.value.Moment;
import io.github.proxmoxmcp.persistence.value.Page;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What must be told of the past, whatever the store is kept in.
abstract class HistoryContract extends StoreFixture {

    @Test
    void namesTheOneTaskThatCanHaveMadeTheChange() {
        record(guestsAt(0, vm(100, "web01")));
        Task stop = done("qmstop", 100, cycle(0).plusSeconds(3));
        Task console = done("vncproxy", 100, cycle(0).plusSeconds(4));

        List<Change> changes =
                record(guestsAt(1, with(vm(100, "web01"), "stopped")).withTasks(List.of(stop, console)));

        assertThat(changes.getFirst().cause()).contains(new Cause(stop.upid(), "qmstop", "root@pam", stop.endedAt()));
        assertThat(store.history().diff(LAB, cycle(0), cycle(1)).getFirst().cause())
                .isEqualTo(changes.getFirst().cause());
    }

    @Test
    void namesNoTaskWhereTwoCanHaveMadeTheChange() {
        record(guestsAt(0, vm(100, "web01")));

        List<Change> changes = record(guestsAt(1, with(vm(100, "web01"), "stopped"))
                .withTasks(List.of(
                        done("qmstop", 100, cycle(0).plusSeconds(3)), done("qmreboot", 100, cycle(0).plusSeconds(4)))));

        assertThat(changes).hasSize(1);
        assertThat(changes.getFirst().cause()).isEmpty();
    }

    @Test
    void namesNoTaskThatEndedLongBeforeOrWorkedOnAnotherGuestOrCannotRename() {
        record(guestsAt(0, vm(100, "web01")));

        List<Change> changes = record(guestsAt(1, named(vm(100, "web01"), "web02"))
                .withTasks(List.of(
                        done("qmconfig", 100, cycle(0).minusSeconds(60)),
                        done("qmconfig", 101, cycle(0).plusSeconds(3)),
                        done("qmstart", 100, cycle(0).plusSeconds(4)))));

        assertThat(changes).hasSize(1);
        assertThat(changes.getFirst().cause()).isEmpty();
    }

    @Test
    void namesTheTaskThatDestroyedAGuest() {
        record(guestsAt(0, vm(100, "web01")));
        Task destroy = done("qmdestroy", 100, cycle(0).plusSeconds(3));

        List<Change> changes =
                record(Observation.of(LAB, cycle(1)).withGone(Set.of(100)).withTasks(List.of(destroy)));

        assertThat(changes.getFirst().cause()).map(Cause::upid).contains(destroy.upid());
        assertThat(store.history().diff(LAB, cycle(0), cycle(1)).getFirst().cause())
                .isPresent();
    }

    @Test
    void tellsOfEachFieldWhenAndByWhichTaskItChangedLast() {
        Task config = done("qmconfig", 100, cycle(0).plusSeconds(3));
        Task stop = done("qmstop", 100, cycle(3).plusSeconds(3));
        record(guestsAt(0, vm(100, "web01")));
        record(guestsAt(1, named(vm(100, "web01"), "web02")).withTasks(List.of(config)));
        record(guestsAt(2, tagged(named(vm(100, "web01"), "web02"), "db")));
        record(guestsAt(3, named(vm(100, "web01"), "web02")));
        record(guestsAt(4, with(named(vm(100, "web01"), "web02"), "stopped")).withTasks(List.of(stop)));

        Altered change = (Altered) store.history().diff(LAB, cycle(0), cycle(4)).getFirst();

        assertThat(change.fields()).extracting(Field::name).containsExactly("name", "status");
        assertThat(change.fields()).extracting(Field::at).containsExactly(cycle(1), cycle(4));
        assertThat(change.fields())
                .extracting(field -> field.cause().map(Cause::upid))
                .containsExactly(Optional.of(config.upid()), Optional.of(stop.upid()));
        assertThat(change.at()).isEqualTo(cycle(4));
        assertThat(change.cause()).isEmpty();
    }

    @Test
    void tellsARenameAndAStartThatAreSeenTogetherByTheirOwnUsers() {
        record(guestsAt(0, with(vm(100, "web01"), "stopped")));
        Task line = line(100, "joe@pve!mcp", cycle(0).plusSeconds(3), "update VM 100: -name web02");
        Task start = done("qmstart", 100, cycle(0).plusSeconds(6));

        record(guestsAt(1, named(vm(100, "web01"), "web02")).withTasks(List.of(line, start)));

        Altered change = (Altered) changes(every()).getFirst();
        assertThat(change.fields())
                .extracting(Field::name, field -> field.cause().map(Cause::user))
                .containsExactly(tuple("name", Optional.of("joe@pve!mcp")), tuple("status", Optional.of("root@pam")));
        assertThat(change.happened()).contains(cycle(0).plusSeconds(7));
        assertThat(((Altered) store.history().diff(LAB, cycle(0), cycle(1)).getFirst()).fields())
                .extracting(field -> field.cause().map(Cause::user))
                .containsExactly(Optional.of("joe@pve!mcp"), Optional.of("root@pam"));
    }

    @Test
    void blamesNoRollbackForNotesNorALineForWhatItDidNotSet() {
        record(guestsAt(0, vm(100, "web01"))
                .withConfigs(List.of(config(100, "a", Map.of("description", "x", "cores", "2", "memory", "512")))));
        Task line = line(
                100,
                "joe@pve",
                cycle(0).plusSeconds(2),
                "update VM 100: -cores 4 -description do not touch -memory 768");
        Task rollback = done("qmrollback", 100, cycle(0).plusSeconds(8));

        record(Observation.of(LAB, cycle(1))
                .withConfigs(List.of(
                        config(100, "b", Map.of("description", "do not touch", "cores", "1", "memory", "1024"))))
                .withTasks(List.of(line, rollback)));
        Task refused = line(100, "ann@pve", cycle(1).plusSeconds(2), "update VM 100: -memory 2048");
        record(Observation.of(LAB, cycle(2))
                .withConfigs(List.of(
                        config(100, "c", Map.of("description", "do not touch", "cores", "1", "memory", "4096"))))
                .withTasks(List.of(refused)));

        List<Change> changes = changes(every());
        assertThat(changes.getFirst().cause()).isEmpty();
        assertThat(((Altered) changes.getLast()).fields())
                .extracting(Field::name, field -> field.cause().map(Cause::type))
                .containsExactly(
                        tuple("config.cores", Optional.of("qmrollback")),
                        tuple("config.description", Optional.of("update")),
                        tuple("config.memory", Optional.of("qmrollback")));
    }

    @Test
    void ofTwoLinesTheOneThatSetWhatIsThereNowIsTheCause() {
        record(guestsAt(0, vm(100, "web01")).withConfigs(List.of(config(100, "a", Map.of("cores", "2")))));

        record(Observation.of(LAB, cycle(1))
                .withConfigs(List.of(config(100, "b", Map.of("cores", "4"))))
                .withTasks(List.of(
                        line(100, "ann@pve", cycle(0).plusSeconds(2), "update VM 100: -cores 3"),
                        line(100, "joe@pve", cycle(0).plusSeconds(4), "update VM 100: -cores 4"),
                        line(100, "bob@pve", cycle(0).plusSeconds(6), "update VM 100: -cores 4"))));

        assertThat(changes(every()).getFirst().cause()).map(Cause::user).contains("joe@pve");
    }

    @Test
    void tellsOfClonesSideBySideWhoMadeWhichOneEvenWhenTheirLogsAreReadLater() {
        record(guestsAt(0, vm(100, "template")));
        Task first = done("qmclone", 100, cycle(0).plusSeconds(3));
        Task second = done("qmclone", 100, cycle(0).plusSeconds(4));

        record(guestsAt(1, vm(100, "template"), vm(201, "a"), vm(202, "b")).withTasks(List.of(first, second)));
        List<Optional<String>> before = makers();
        record(guestsAt(2, vm(100, "template"), vm(201, "a"), vm(202, "b"))
                .withTasks(List.of(first.withMade(Optional.of(202)), second.withMade(Optional.of(201)))));

        assertThat(before).containsExactly(Optional.empty(), Optional.empty());
        assertThat(makers()).containsExactly(Optional.of(second.upid()), Optional.of(first.upid()));
    }

    private List<Optional<String>> makers() {
        return changes(every()).stream()
                .map(change -> change.cause().map(Cause::upid))
                .toList();
    }

    @Test
    void takesALockThatATaskSetsAndGivesBackForAPartOfTheTask() {
        record(guestsAt(0, vm(100, "web01")));
        Task running = Examples.running("vzdump", 100, cycle(0).plusSeconds(3));

        record(guestsAt(1, Examples.locked(vm(100, "web01"), "backup")).withTasks(List.of(running)));
        List<Change> during = changes(every());
        record(guestsAt(2, vm(100, "web01"))
                .withTasks(List.of(Examples.ended(running, cycle(1).plusSeconds(5), "OK"))));

        assertThat(during)
                .singleElement()
                .satisfies(change -> assertThat(change.cause()).isPresent());
        assertThat(changes(every())).isEmpty();
    }

    @Test
    void tellsEveryChangeAsItWasRecordedNewestFirst() {
        List<Change> recorded = new ArrayList<>(tellAStory());

        assertThat(changes(query(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty())))
                .containsExactlyElementsOf(recorded)
                .hasSize(5);
    }

    @Test
    void changesAreCountedAsTheirViewShowsThem() {
        Instant from = cycle(0).minusSeconds(1);
        tellAStory();
        Map<Instant, Long> shown = new TreeMap<>();
        rows("select at, count(*) from changes group by at")
                .forEach(row -> shown.merge(
                        Instant.parse(String.valueOf(row.get(0))).truncatedTo(ChronoUnit.MINUTES),
                        Long.parseLong(String.valueOf(row.get(1))),
                        Long::sum));
        List<Instant> seen = rows("select distinct seen from changes order by seen").stream()
                .map(row -> Instant.parse(String.valueOf(row.getFirst())))
                .toList();

        assertThat(store.history().activity(LAB, from, cycle(9), Duration.ofMinutes(1)))
                .isEqualTo(shown)
                .isNotEmpty();
        assertThat(seen).hasSizeGreaterThan(2);
        assertThat(store.history().neighbours(LAB, seen.get(1), from, cycle(9)))
                .isEqualTo(new HistoryStore.Neighbours(Optional.of(seen.get(0)), Optional.of(seen.get(2))));
        assertThat(store.history()
                        .neighbours(LAB, seen.getLast(), from, cycle(9))
                        .later())
                .isEmpty();
        assertThat(store.history().neighbours(LAB, seen.getLast(), seen.getLast(), cycle(9)))
                .isEqualTo(new HistoryStore.Neighbours(Optional.empty(), Optional.empty()));
    }

    private List<? extends List<? extends @Nullable Object>> rows(String sql) {
        return store.queries()
                .run(LAB, sql, Moment.now(), new QueryStore.Limits(100, Duration.ofSeconds(20)))
                .rows();
    }

    @Test
    void tellsChangesOfOneKindThingNodeOrField() {
        tellAStory();

        assertThat(changes(query(Optional.of(Kind.NODE), Optional.empty(), Optional.empty(), Optional.empty())))
                .hasSize(1);
        assertThat(changes(query(Optional.of(Kind.GUEST), Optional.of("101"), Optional.empty(), Optional.empty())))
                .singleElement()
                .isInstanceOf(Vanished.class);
        assertThat(changes(query(Optional.empty(), Optional.empty(), Optional.of("pve2"), Optional.empty())))
                .extracting(change -> change.thing().id())
                .containsExactly("pve2", "100", "100");
        assertThat(changes(query(Optional.empty(), Optional.empty(), Optional.empty(), Optional.of("config"))))
                .singleElement()
                .satisfies(change -> assertThat(change.at()).isEqualTo(cycle(3)));
        assertThat(changes(query(Optional.empty(), Optional.empty(), Optional.empty(), Optional.of("node"))))
                .hasSize(1);
        assertThat(store.history()
                        .history(LAB, Kind.GUEST, "100", Optional.empty(), 10)
                        .rows())
                .extracting(Change::at)
                .containsExactly(cycle(3), cycle(2));
    }

    @Test
    void findsTheChangesOfAnOlderMemoryInItsIntervals() throws SQLException {
        tellAStory();
        record(guestsAt(6, with(on(vm(100, "a"), "pve2"), "stopped"), vm(102, "c"))
                .withTasks(List.of(done("qmstop", 100, cycle(5).plusSeconds(3)))));
        ChangeQuery all = query(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
        List<Change> before = changes(all);
        store.close();
        try (Connection connection = connection()) {
            PastSchema.backTo(7, connection);
        }

        store = another();

        // When they happened was not asked for then, and stays unknown.
        assertThat(changes(all))
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("happened")
                .containsExactlyElementsOf(before)
                .hasSize(6);
        assertThat(changes(by("root@pam"))).hasSize(1);
        assertThat(changes(query(Optional.empty(), Optional.empty(), Optional.of("pve2"), Optional.empty())))
                .hasSize(4);
    }

    private Connection connection() throws SQLException {
        return DriverManager.getConnection(
                switch (location()) {
                    case StoreLocation.File(var path) -> "jdbc:sqlite:" + path;
                    case StoreLocation.Postgres postgres -> postgres.url();
                });
    }

    @Test
    void tellsChangesOfOneActorOrOneStorage() {
        Task stop = done("qmstop", 100, cycle(0).plusSeconds(3));
        record(guestsAt(0, vm(100, "a"), vm(101, "b"))
                .withStorages(List.of(Examples.storage("other", "pve1")), List.of()));
        record(guestsAt(1, with(vm(100, "a"), "stopped"), vm(101, "c")).withTasks(List.of(stop)));
        record(Observation.of(LAB, cycle(2)).withStorages(List.of(Examples.storage("local", "pve1")), List.of()));

        assertThat(changes(by(stop.user().replaceFirst("!.*", ""))))
                .singleElement()
                .satisfies(change -> assertThat(change.thing().id()).isEqualTo("100"));
        assertThat(changes(by("roo"))).isEmpty();
        assertThat(changes(ofStorage("local")))
                .singleElement()
                .satisfies(change -> assertThat(change.thing().id()).isEqualTo("local@pve1"));
        assertThat(changes(ofStorage("loc"))).isEmpty();
        assertThat(store.guests().everNamed(LAB, "b")).containsExactly(101);
        assertThat(store.guests().everNamed(LAB, "d")).isEmpty();
    }

    /// The list of tasks and the log may come later than their effects.
    @Test
    void whatComesIntoSightAfterItsEffectIsItsCauseWhereNothingElseCanBe() {
        record(guestsAt(0, vm(100, "web01"), vm(101, "b"), vm(102, "c"))
                .withConfigs(List.of(
                        config(100, "a", Map.of("cores", "3")),
                        config(101, "a", Map.of("cores", "3")),
                        config(102, "a", Map.of("cores", "3")))));
        record(guestsAt(1, with(vm(100, "web01"), "stopped"), vm(101, "b"), with(vm(102, "c"), "stopped"))
                .withConfigs(List.of(
                        config(100, "b", Map.of("cores", "5")),
                        config(101, "b", Map.of("cores", "5")),
                        config(102, "b", Map.of("cores", "5")))));
        Instant before = cycle(1).minusSeconds(4);
        record(guestsAt(2, with(vm(100, "web01"), "stopped"), vm(101, "b"), with(vm(102, "c"), "stopped"))
                .withTasks(List.of(
                        line(100, "joe@pve", before, "update VM 100: -cores 5"),
                        done("qmstop", 100, before),
                        // Another value; two that say the same; after the effect.
                        line(101, "joe@pve", before, "update VM 101: -cores 4"),
                        line(102, "joe@pve", before, "update VM 102: -cores 5"),
                        line(102, "mary@pve", before.plusSeconds(1), "update VM 102: -cores 5"),
                        done("qmstop", 102, cycle(1).plusSeconds(5)))));

        assertThat(changes(every()).stream()
                        .flatMap(change -> ((Altered) change)
                                .fields().stream()
                                        .map(field -> change.thing().id() + " " + field.name() + " "
                                                + field.cause()
                                                        .map(cause -> cause.type() + " by " + cause.user())
                                                        .orElse("?"))))
                .containsExactlyInAnyOrder(
                        "100 config.cores update by joe@pve",
                        "100 status qmstop by root@pam",
                        "101 config.cores ?",
                        "102 config.cores ?",
                        "102 status ?");
        assertThat(store.history().diff(LAB, cycle(0), cycle(2)).getFirst())
                .isInstanceOfSatisfying(
                        Altered.class,
                        change -> assertThat(change.fields())
                                .allSatisfy(field -> assertThat(field.cause()).isPresent()));
        assertThat(attempts(every())).extracting(HistoryStore.Attempt::vmid).containsExactlyInAnyOrder(101, 102, 102);
    }

    @Test
    void linesOfTheLogThatExplainNoChangeAreAttempts() {
        record(guestsAt(0, vm(100, "web01")).withConfigs(List.of(config(100, "a", Map.of("cores", "3")))));
        Task there = line(100, "joe@pve!mcp", cycle(0).plusSeconds(3), "update VM 100: -cores 5");
        Task back = line(100, "root@pam!admin", cycle(0).plusSeconds(6), "update VM 100: -cores 3");
        Task memory = line(101, "root@pam", cycle(0).plusSeconds(7), "update VM 101: -memory 768");
        record(guestsAt(1, vm(100, "web01"))
                .withTasks(List.of(there, back, memory))
                .withConfigs(List.of(config(100, "a", Map.of("cores", "3")))));
        Task six = line(100, "root@pam", cycle(1).plusSeconds(3), "update VM 100: -cores 6");
        Task asked = line(100, "mary@pve", cycle(1).plusSeconds(4), "update VM 100: -onboot 1");
        Task task = new Task(
                "UPID:pve1:1:1:1:qmconfig:100:mary@pve:",
                "pve1",
                "qmconfig",
                Optional.of("100"),
                "mary@pve",
                cycle(1).plusSeconds(4),
                Optional.of(cycle(1).plusSeconds(5)),
                Optional.of("OK"));
        Task late = line(100, "late@pve", cycle(2).plusSeconds(90_000), "update VM 100: -cores 6");
        record(guestsAt(2, vm(100, "web01"))
                .withTasks(List.of(six, asked, task, late))
                .withConfigs(List.of(config(100, "b", Map.of("cores", "6", "onboot", "1")))));

        assertThat(attempts(every()))
                .containsExactly(
                        new HistoryStore.Attempt(cycle(2), 100, "late@pve", "update VM 100: -cores 6"),
                        new HistoryStore.Attempt(memory.startedAt(), 101, "root@pam", "update VM 101: -memory 768"),
                        new HistoryStore.Attempt(back.startedAt(), 100, "root@pam!admin", "update VM 100: -cores 3"),
                        new HistoryStore.Attempt(there.startedAt(), 100, "joe@pve!mcp", "update VM 100: -cores 5"));
        assertThat(attempts(by("joe@pve"))).hasSize(1);
        assertThat(attempts(ofStorage("local"))).isEmpty();
        assertThat(attempts(query(
                        Optional.of(Kind.GUEST), Optional.of("100"), Optional.empty(), Optional.of("config.cores"))))
                .hasSize(3);
        assertThat(attempts(query(Optional.of(Kind.NODE), Optional.empty(), Optional.empty(), Optional.empty())))
                .isEmpty();
        assertThat(attempts(query(Optional.empty(), Optional.empty(), Optional.empty(), Optional.of("memory_bytes"))))
                .extracting(HistoryStore.Attempt::vmid)
                .containsExactly(101);
        assertThat(store.history().attempts(every(), 1).rows()).hasSize(1);
        assertThat(store.queries()
                        .run(
                                LAB,
                                "select text from log_lines where explains_change order by at",
                                Moment.now(),
                                new QueryStore.Limits(10, Duration.ofSeconds(20)))
                        .rows())
                .containsExactly(List.of("update VM 100: -cores 6"), List.of("update VM 100: -onboot 1"));
    }

    private List<HistoryStore.Attempt> attempts(ChangeQuery query) {
        return store.history().attempts(query, 50).rows();
    }

    private static ChangeQuery by(String actor) {
        return narrowed(Optional.empty(), Optional.of(actor));
    }

    private static ChangeQuery ofStorage(String storage) {
        return narrowed(Optional.of(storage), Optional.empty());
    }

    private static ChangeQuery narrowed(Optional<String> storage, Optional<String> actor) {
        return new ChangeQuery(
                LAB,
                cycle(-1),
                cycle(9),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                storage,
                actor,
                Optional.empty(),
                Optional.empty(),
                50);
    }

    private static ChangeQuery every() {
        return query(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /// Returns the changes, newest first.
    private List<Change> tellAStory() {
        List<Change> recorded = new ArrayList<>();
        recorded.addAll(
                record(guestsAt(0, vm(100, "a"), vm(101, "b")).withNodes(List.of(Examples.node("pve1")), List.of())));
        recorded.addAll(
                0, record(guestsAt(1, vm(100, "a")).withConfigs(List.of(config(100, "d", Map.of("cores", "2"))))));
        recorded.addAll(0, record(guestsAt(2, on(vm(100, "a"), "pve2")).withGone(Set.of(101))));
        recorded.addAll(
                0, record(Observation.of(LAB, cycle(3)).withConfigs(List.of(config(100, "e", Map.of("cores", "4"))))));
        recorded.addAll(0, record(Observation.of(LAB, cycle(4)).withNodes(List.of(Examples.node("pve2")), List.of())));
        recorded.addAll(0, record(guestsAt(5, on(vm(100, "a"), "pve2"), vm(102, "c"))));
        return recorded;
    }

    private static ChangeQuery query(
            Optional<Kind> kind, Optional<String> id, Optional<String> node, Optional<String> field) {
        return new ChangeQuery(LAB, cycle(-1), cycle(9), kind, id, node, field, Optional.empty(), 2);
    }

    private List<Change> changes(ChangeQuery first) {
        List<Change> changes = new ArrayList<>();
        Page<Change> page = store.history().changes(first);
        changes.addAll(page.rows());
        while (page.next().isPresent() && changes.size() < 50) {
            page = store.history()
                    .changes(new ChangeQuery(
                            LAB,
                            first.from(),
                            first.to(),
                            first.kind(),
                            first.id(),
                            first.node(),
                            first.field(),
                            page.next(),
                            2));
            changes.addAll(page.rows());
        }
        assertThat(page.total()).isEqualTo(changes.size());
        return changes;
    }

    @Test
    void tellsNothingOfAGuestThatCameAndWent() {
        record(guestsAt(0, vm(100, "stays")));
        record(guestsAt(1, vm(100, "stays"), vm(101, "short"))
                .withConfigs(List.of(config(101, "d", Map.of("cores", "2")))));
        record(guestsAt(2, vm(100, "stays")).withGone(Set.of(101)));

        assertThat(store.history().diff(LAB, cycle(0), cycle(2))).isEmpty();
    }

    @Test
    void foldsADiff() {
        record(guestsAt(0, vm(100, "back"), vm(101, "moves"), vm(102, "goes"))
                .withConfigs(List.of(config(101, "d", Map.of("cores", "2")))));
        record(guestsAt(
                1, with(vm(100, "back"), "stopped"), on(vm(101, "moves"), "pve2"), vm(102, "goes"), vm(103, "short")));
        record(guestsAt(2, vm(100, "back"), named(on(vm(101, "moves"), "pve3"), "moved"), vm(104, "comes"))
                .withGone(Set.of(102, 103))
                .withConfigs(List.of(config(101, "d2", Map.of("cores", "4")))));

        List<Change> diff = store.history().diff(LAB, cycle(0), cycle(2));

        assertThat(diff)
                .containsExactly(
                        new Moved(
                                cycle(2),
                                Optional.empty(),
                                thing(101, "moved"),
                                "pve1",
                                "pve3",
                                List.of(
                                        changed(cycle(2), "name", Optional.of("moves"), Optional.of("moved")),
                                        changed(cycle(2), "config.cores", Optional.of("2"), Optional.of("4"))),
                                Optional.empty()),
                        new Vanished(cycle(2), Optional.empty(), thing(102, "goes"), "pve1", Optional.empty()),
                        new Appeared(cycle(2), Optional.empty(), thing(104, "comes"), "pve1", Optional.empty()));
        assertThat(store.history().diff(LAB, cycle(2), cycle(2))).isEmpty();
    }

    @Test
    void remembersEveryStepOfARandomStory() {
        Random random = new Random(7);
        List<List<Guest>> story = new ArrayList<>();
        for (int step = 0; step < 30; step++) {
            List<Guest> guests = new ArrayList<>();
            for (int vmid = 100; vmid < 120; vmid++) {
                Guest guest = tagged(vm(vmid, "g" + random.nextInt(3)), "t" + random.nextInt(2));
                guests.add(with(on(guest, "pve" + random.nextInt(2)), random.nextBoolean() ? "running" : "stopped"));
            }
            Collections.shuffle(guests, random);
            story.add(guests);
            record(guestsAt(step, guests.toArray(Guest[]::new)));
        }

        for (int step = 0; step < story.size(); step++) {
            GuestQuery then = at(all(), Moment.at(cycle(step).plusSeconds(5)));
            assertThat(store.guests().list(then).rows())
                    .extracting(GuestState::guest)
                    .containsExactlyInAnyOrderElementsOf(story.get(step));
        }
    }

    private static GuestQuery at(GuestQuery query, Moment moment) {
        return new GuestQuery(
                query.cluster(),
                query.kind(),
                query.node(),
                query.status(),
                query.tag(),
                query.pool(),
                query.nameContains(),
                query.template(),
                query.sort(),
                query.cursor(),
                query.limit(),
                moment);
    }
}
