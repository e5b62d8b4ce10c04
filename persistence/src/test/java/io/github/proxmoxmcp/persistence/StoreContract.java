package io.github.proxmoxmcp.persistence;

import static io.github.proxmoxmcp.persistence.Examples.LAB;
import static io.github.proxmoxmcp.persistence.Examples.all;
import static io.github.proxmoxmcp.persistence.Examples.config;
import static io.github.proxmoxmcp.persistence.Examples.container;
import static io.github.proxmoxmcp.persistence.Examples.cycle;
import static io.github.proxmoxmcp.persistence.Examples.done;
import static io.github.proxmoxmcp.persistence.Examples.load;
import static io.github.proxmoxmcp.persistence.Examples.lost;
import static io.github.proxmoxmcp.persistence.Examples.named;
import static io.github.proxmoxmcp.persistence.Examples.on;
import static io.github.proxmoxmcp.persistence.Examples.running;
import static io.github.proxmoxmcp.persistence.Examples.snapshot;
import static io.github.proxmoxmcp.persistence.Examples.tagged;
import static io.github.proxmoxmcp.persistence.Examples.vm;
import static io.github.proxmoxmcp.persistence.Examples.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.proxmoxmcp.persistence.GuestStore.DetailDue;
import io.github.proxmoxmcp.persistence.task.Task;
import io.github.proxmoxmcp.persistence.task.TaskQuery;
import io.github.proxmoxmcp.persistence.value.GuestKind;
import io.github.proxmoxmcp.persistence.value.Moment;
import io.github.proxmoxmcp.persistence.value.Page;
import io.github.proxmoxmcp.persistence.value.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What must be found in a store, and how it is shared, whatever it is kept in.
abstract class StoreContract extends StoreFixture {

    private static GuestQuery page(GuestQuery.Sort sort, Optional<String> cursor) {
        return new GuestQuery(
                LAB,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                sort,
                cursor,
                3,
                Moment.now());
    }

    @Test
    void pagesThroughAListInEveryOrder() {
        List<Guest> guests = new ArrayList<>();
        List<GuestGauges> loads = new ArrayList<>();
        for (int vmid = 100; vmid < 110; vmid++) {
            guests.add(vmid == 105 ? lost(vm(vmid, "")) : vm(vmid, "g" + vmid % 4));
            if (vmid % 3 != 0) {
                loads.add(load(vmid, vmid % 5 / 10.0));
            }
        }
        record(Observation.of(LAB, cycle(0)).withGuests(guests, loads));

        assertThat(vmids(GuestQuery.Sort.VMID)).containsExactly(100, 101, 102, 103, 104, 105, 106, 107, 108, 109);
        assertThat(vmids(GuestQuery.Sort.NAME)).containsExactly(100, 104, 108, 101, 109, 102, 106, 103, 107, 105);
        assertThat(vmids(GuestQuery.Sort.CPU)).containsExactly(104, 109, 103, 107, 101, 106, 100, 102, 105, 108);
        assertThat(vmids(GuestQuery.Sort.MEMORY)).containsExactly(109, 107, 106, 104, 103, 101, 100, 102, 105, 108);
        assertThat(vmids(GuestQuery.Sort.UPTIME)).containsExactly(100, 101, 103, 104, 106, 107, 109, 102, 105, 108);
    }

    private List<Integer> vmids(GuestQuery.Sort sort) {
        List<Integer> vmids = new ArrayList<>();
        Optional<String> cursor = Optional.empty();
        do {
            Page<GuestState> page = store.guests().list(page(sort, cursor));
            assertThat(page.total()).isEqualTo(10);
            page.rows().forEach(state -> vmids.add(state.guest().vmid()));
            cursor = page.next();
        } while (cursor.isPresent() && vmids.size() < 20);
        return vmids;
    }

    @Test
    void refusesACursorOfAnotherList() {
        record(guestsAt(0, vm(100, "a"), vm(101, "b"), vm(102, "c"), vm(103, "d")));
        Optional<String> cursor = store.guests()
                .list(page(GuestQuery.Sort.NAME, Optional.empty()))
                .next();

        assertThat(cursor).isPresent();
        assertThatThrownBy(() -> store.guests().list(page(GuestQuery.Sort.CPU, cursor)))
                .isInstanceOf(StoreException.BadCursor.class);
        assertThatThrownBy(() -> store.guests().list(page(GuestQuery.Sort.NAME, Optional.of("%%%"))))
                .isInstanceOf(StoreException.BadCursor.class);
    }

    @Test
    void filtersLists() {
        record(guestsAt(
                0,
                vm(100, "Web_1"),
                container(101, "webx1"),
                on(tagged(vm(102, "db"), "webby"), "pve2"),
                with(vm(103, "z"), "stopped")));

        assertThat(filtered(q -> q.kind = Optional.of(GuestKind.CONTAINER))).containsExactly(101);
        assertThat(filtered(q -> q.node = Optional.of("pve2"))).containsExactly(102);
        assertThat(filtered(q -> q.status = Optional.of("stopped"))).containsExactly(103);
        assertThat(filtered(q -> q.tag = Optional.of("web"))).containsExactly(100, 101, 103);
        assertThat(filtered(q -> q.tag = Optional.of("Web"))).containsExactly(100, 101, 103);
        assertThat(filtered(q -> q.pool = Optional.of("none"))).isEmpty();
        assertThat(filtered(q -> q.nameContains = Optional.of("EB_"))).containsExactly(100);
        assertThat(filtered(q -> q.template = Optional.of(true))).isEmpty();
    }

    /// The filters of a query, to be set one by one.
    private static final class Filters {
        private Optional<GuestKind> kind = Optional.empty();
        private Optional<String> node = Optional.empty();
        private Optional<String> status = Optional.empty();
        private Optional<String> tag = Optional.empty();
        private Optional<String> pool = Optional.empty();
        private Optional<String> nameContains = Optional.empty();
        private Optional<Boolean> template = Optional.empty();
    }

    private List<Integer> filtered(java.util.function.Consumer<Filters> set) {
        Filters filters = new Filters();
        set.accept(filters);
        return store
                .guests()
                .list(new GuestQuery(
                        LAB,
                        filters.kind,
                        filters.node,
                        filters.status,
                        filters.tag,
                        filters.pool,
                        filters.nameContains,
                        filters.template,
                        GuestQuery.Sort.VMID,
                        Optional.empty(),
                        50,
                        Moment.now()))
                .rows()
                .stream()
                .map(state -> state.guest().vmid())
                .toList();
    }

    @Test
    void findsGuestsByNameAndSuggestsNames() {
        record(guestsAt(0, vm(100, "web01"), vm(101, "WEB01"), vm(102, "database")));

        assertThat(store.guests().named(LAB, "web01", Moment.now()))
                .extracting(s -> s.guest().vmid())
                .containsExactly(100);
        assertThat(store.guests().named(LAB, "Web01", Moment.now()))
                .extracting(s -> s.guest().vmid())
                .containsExactly(100, 101);
        assertThat(store.guests().namesLike(LAB, "databse", 3)).containsExactly("database");
    }

    @Test
    void countsGuests() {
        record(guestsAt(0, vm(100, "a"), with(vm(101, "b"), "stopped"), container(102, "c"), vm(103, "d")));
        record(guestsAt(1, vm(100, "a"), with(vm(101, "b"), "stopped"), container(102, "c")));

        ClusterStore.Counts now = store.clusters().counts(LAB, Moment.now());

        assertThat(now)
                .isEqualTo(new ClusterStore.Counts(Map.of("running", 2L, "stopped", 1L), Map.of("running", 1L), 0, 1));
        assertThat(store.clusters().counts(LAB, Moment.at(cycle(0))).unknown()).isZero();
    }

    @Test
    void neverOverwritesTheEndOfATask() {
        Task running = running("vzdump", 100, cycle(0));
        Task ended = done("vzdump", 100, cycle(0));
        record(Observation.of(LAB, cycle(1)).withTasks(List.of(running)));
        record(Observation.of(LAB, cycle(2)).withTasks(List.of(ended)));

        record(Observation.of(LAB, cycle(3)).withTasks(List.of(running)));

        assertThat(store.tasks().get(LAB, running.upid())).contains(ended);
    }

    @Test
    void listsTasksNewestFirst() {
        Task old = done("qmstart", 100, cycle(0));
        Task failed = Examples.ended(running("qmstop", 101, cycle(1)), cycle(2), "VM is locked (backup)");
        Task warned = Examples.ended(running("vzdump", 100, cycle(2)), cycle(3), "WARNINGS: 2");
        Task now = running("qmigrate", 100, cycle(3));
        record(Observation.of(LAB, cycle(4)).withTasks(List.of(old, now, failed, warned)));

        assertThat(tasks(Optional.empty(), Optional.empty())).containsExactly(now, warned, failed, old);
        assertThat(tasks(Optional.of(100), Optional.empty())).containsExactly(now, warned, old);
        assertThat(tasks(Optional.empty(), Optional.of(TaskQuery.Outcome.FAILED)))
                .containsExactly(failed);
        assertThat(tasks(Optional.empty(), Optional.of(TaskQuery.Outcome.OK))).containsExactly(warned, old);
        assertThat(tasks(Optional.empty(), Optional.of(TaskQuery.Outcome.RUNNING)))
                .containsExactly(now);
    }

    @Test
    void findsTheTasksOfAUserWithThoseOfItsTokens() {
        List<Task> all = Stream.of(
                        "joe@pve", "joe@pve!mcp", "Joe@pve", "joe@pam", "joey@pve", "joe@example.com@sso!t", "j_e@pve")
                .map(this::task)
                .toList();
        record(Observation.of(LAB, cycle(1)).withTasks(all));

        assertThat(usersOfTasks("joe@pve")).containsExactlyInAnyOrder("joe@pve", "joe@pve!mcp");
        assertThat(usersOfTasks("joe@pve!mcp")).containsExactly("joe@pve!mcp");
        assertThat(usersOfTasks("joe@example.com@sso")).containsExactly("joe@example.com@sso!t");
        assertThat(usersOfTasks("joe"))
                .containsExactlyInAnyOrder("joe@pve", "joe@pve!mcp", "joe@pam", "joe@example.com@sso!t");
        assertThat(usersOfTasks("j_e")).containsExactly("j_e@pve");
        assertThat(usersOfTasks("jo")).isEmpty();
    }

    private Task task(String user) {
        Task task = running("qmstart", 100, cycle(0));
        return new Task(
                task.upid().replace("root@pam", user),
                task.node(),
                task.type(),
                task.target(),
                user,
                task.startedAt(),
                task.endedAt(),
                task.exitStatus());
    }

    private List<String> usersOfTasks(String user) {
        return store
                .tasks()
                .list(new TaskQuery(
                        LAB,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(user),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        100))
                .rows()
                .stream()
                .map(Task::user)
                .toList();
    }

    private List<Task> tasks(Optional<Integer> vmid, Optional<TaskQuery.Outcome> outcome) {
        List<Task> tasks = new ArrayList<>();
        Optional<String> cursor = Optional.empty();
        do {
            Page<Task> page = store.tasks()
                    .list(new TaskQuery(
                            LAB,
                            vmid,
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            outcome,
                            Optional.empty(),
                            cursor,
                            2));
            tasks.addAll(page.rows());
            cursor = page.next();
        } while (cursor.isPresent() && tasks.size() < 10);
        return tasks;
    }

    @Test
    void saysWhoseDetailsShouldBeRead() {
        record(guestsAt(0, vm(100, "a"), vm(101, "b"), vm(102, "c")));
        List<DetailDue> atFirst = due(cycle(0));
        record(Observation.of(LAB, cycle(1))
                .withConfigs(List.of(config(100, "d100", Map.of("x", "1")), config(101, "d101", Map.of("x", "1")))));
        List<DetailDue> whenTwoWereRead = due(cycle(0));
        record(guestsAt(2, vm(100, "a"), named(vm(101, "b"), "bb"), vm(102, "c")));
        List<DetailDue> afterAChange = due(cycle(0));
        record(Observation.of(LAB, cycle(3)).withTasks(List.of(done("qmconfig", 100, cycle(2)))));
        List<DetailDue> afterATask = due(cycle(0));

        assertThat(atFirst).extracting(DetailDue::vmid).containsExactly(100, 101, 102);
        assertThat(whenTwoWereRead).extracting(DetailDue::vmid).containsExactly(102);
        assertThat(afterAChange).extracting(DetailDue::vmid).containsExactly(101, 102);
        assertThat(afterAChange.getFirst().digest()).contains("d101");
        assertThat(afterATask).extracting(DetailDue::vmid).containsExactly(101, 100, 102);
        assertThat(due(cycle(9))).hasSize(3);
    }

    @Test
    void takesTheSameTaskForAHintOnlyOnce() {
        Task task = done("qmconfig", 100, cycle(0));
        record(guestsAt(0, vm(100, "a")).withTasks(List.of(task)));
        record(Observation.of(LAB, cycle(1)).withConfigs(List.of(config(100, "d", Map.of("x", "1")))));

        record(Observation.of(LAB, cycle(2)).withTasks(List.of(task)));

        assertThat(due(cycle(0))).isEmpty();
    }

    @Test
    void containersAreDueEarlierWhereTheyAreToBe() {
        record(guestsAt(0, vm(100, "web01"), container(200, "ct"))
                .withConfigs(List.of(config(100, "d", Map.of("x", "1")), config(200, "e", Map.of("x", "1")))));

        assertThat(store.guests().detailsDue(LAB, cycle(0), cycle(1), 10))
                .extracting(DetailDue::vmid)
                .containsExactly(200);
        assertThat(store.guests().configReading(LAB, 200)).contains(new GuestStore.ConfigReading(cycle(0), "e"));
        assertThat(store.guests().configReading(LAB, 201)).isEmpty();
    }

    private List<DetailDue> due(Instant readBefore) {
        return store.guests().detailsDue(LAB, readBefore, readBefore, 10);
    }

    @Test
    void namesMoments() {
        StateSnapshot snapshot = new StateSnapshot(LAB, "before", cycle(0), cycle(1), Optional.of("why"), "me", true);
        store.snapshots().add(snapshot);

        assertThat(store.snapshots().get(LAB, "before")).contains(snapshot);
        assertThat(store.snapshots().list(LAB)).containsExactly(snapshot);
        assertThatThrownBy(() -> store.snapshots().add(snapshot))
                .isInstanceOf(StoreException.NameTaken.class)
                .hasMessageContaining("before");
    }

    @Test
    void remembersHowTheSyncWent() {
        SyncState state = new SyncState(
                LAB,
                Optional.of(cycle(0)),
                cycle(1),
                Optional.of("no answer"),
                List.of("pve2 was not reached", "no x"));
        store.recorder().record(new SyncState(LAB, Optional.empty(), cycle(0), Optional.empty(), List.of()));
        store.recorder().record(state);

        assertThat(store.clusters().sync(LAB)).contains(state);
        assertThat(store.clusters().sync("other")).isEmpty();
    }

    @Test
    void givesALeaseToOneOfManyRacers() throws Exception {
        try (Store other = another();
                var threads = Executors.newFixedThreadPool(8)) {
            List<Callable<Boolean>> racers = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                String holder = "holder" + i;
                Leases leases = (i % 2 == 0 ? store : other).leases();
                racers.add(() -> leases.acquire("sync", holder, cycle(0), Duration.ofSeconds(30)));
            }

            int winners = 0;
            for (Future<Boolean> racer : threads.invokeAll(racers)) {
                winners += racer.get() ? 1 : 0;
            }

            assertThat(winners).isEqualTo(1);
        }
    }

    @Test
    void tellsWhoHasALeaseUntilItRunsOut() {
        Leases leases = store.leases();
        Optional<String> before = leases.holder("sync", cycle(0));
        leases.acquire("sync", "a", cycle(0), Duration.ofSeconds(15));

        assertThat(before).isEmpty();
        assertThat(leases.holder("sync", cycle(0))).contains("a");
        assertThat(leases.holder("sync", cycle(0).plusSeconds(15))).isEmpty();
        assertThat(leases.holder("other", cycle(0))).isEmpty();
    }

    @Test
    void letsALeaseBeRenewedReleasedAndRunOut() {
        Leases leases = store.leases();

        assertThat(leases.acquire("sync", "a", cycle(0), Duration.ofSeconds(15)))
                .isTrue();
        assertThat(leases.acquire("sync", "b", cycle(1), Duration.ofSeconds(15)))
                .isFalse();
        assertThat(leases.acquire("sync", "a", cycle(1), Duration.ofSeconds(15)))
                .isTrue();
        assertThat(leases.acquire("sync", "b", cycle(2), Duration.ofSeconds(15)))
                .isFalse();
        assertThat(leases.acquire("sync", "b", cycle(3), Duration.ofSeconds(15)))
                .isTrue();
        leases.release("sync", "a");
        assertThat(leases.acquire("sync", "a", cycle(3), Duration.ofSeconds(15)))
                .isFalse();
        leases.release("sync", "b");
        assertThat(leases.acquire("sync", "a", cycle(3), Duration.ofSeconds(15)))
                .isTrue();
    }

    @Test
    void isWrittenByTwoAtATime() throws Exception {
        record(guestsAt(-1, vm(99, "there")));
        try (Store other = another();
                var threads = Executors.newFixedThreadPool(4)) {
            List<Callable<List<Change>>> writers = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                Store one = i % 2 == 0 ? store : other;
                Guest guest = vm(100 + i, "g" + i);
                writers.add(() -> one.recorder()
                        .record(Observation.of(LAB, cycle(0))
                                .withGuests(List.of(guest), List.of(load(guest.vmid(), 0.1)))));
            }

            for (Future<List<Change>> writer : threads.invokeAll(writers)) {
                assertThat(writer.get()).hasSize(1);
            }

            assertThat(store.guests().list(all()).total()).isEqualTo(41);
        }
    }
}
