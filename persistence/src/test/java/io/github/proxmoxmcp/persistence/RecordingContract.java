package io.github.proxmoxmcp.persistence;

import static io.github.proxmoxmcp.persistence.Examples.LAB;
import static io.github.proxmoxmcp.persistence.Examples.config;
import static io.github.proxmoxmcp.persistence.Examples.container;
import static io.github.proxmoxmcp.persistence.Examples.cycle;
import static io.github.proxmoxmcp.persistence.Examples.load;
import static io.github.proxmoxmcp.persistence.Examples.lost;
import static io.github.proxmoxmcp.persistence.Examples.named;
import static io.github.proxmoxmcp.persistence.Examples.node;
import static io.github.proxmoxmcp.persistence.Examples.offline;
import static io.github.proxmoxmcp.persistence.Examples.on;
import static io.github.proxmoxmcp.persistence.Examples.snapshot;
import static io.github.proxmoxmcp.persistence.Examples.storage;
import static io.github.proxmoxmcp.persistence.Examples.tagged;
import static io.github.proxmoxmcp.persistence.Examples.vm;
import static io.github.proxmoxmcp.persistence.Examples.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.proxmoxmcp.persistence.Change.Altered;
import io.github.proxmoxmcp.persistence.Change.Appeared;
import io.github.proxmoxmcp.persistence.Change.Moved;
import io.github.proxmoxmcp.persistence.Change.Vanished;
import io.github.proxmoxmcp.persistence.task.Task;
import io.github.proxmoxmcp.persistence.value.Moment;
import io.github.proxmoxmcp.persistence.value.Validity;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What recording an observation must do, whatever the store is kept in.
abstract class RecordingContract extends StoreFixture {

    @Test
    void givesBackWhatWasObserved() {
        Guest guest = vm(100, "web01");
        Node node = node("pve1");
        Storage storage = storage("local", "pve1");
        NodeDetails details = new NodeDetails("pve1", "9.2.4", Optional.of("6.14"), Optional.of("EPYC"));
        record(Observation.of(LAB, cycle(0))
                .withFacts(new ClusterFacts(Optional.of("home"), Optional.of(true)))
                .withNodes(List.of(node), List.of())
                .withNodeDetails(List.of(details))
                .withStorages(
                        List.of(storage), List.of(new StorageGauges("local", "pve1", Optional.of(5L), Optional.of(9L))))
                .withGuests(List.of(guest), List.of(load(100, 0.25))));

        GuestState found = guest(100);

        assertThat(found.guest()).isEqualTo(guest);
        assertThat(found.incarnation()).isEqualTo(1);
        assertThat(found.gauges()).contains(load(100, 0.25));
        assertThat(found.validity()).isEqualTo(new Validity(cycle(0), Optional.empty(), Optional.empty()));
        assertThat(store.nodes().list(LAB, Moment.now())).singleElement().satisfies(state -> {
            assertThat(state.node()).isEqualTo(node);
            assertThat(state.details()).contains(details);
        });
        assertThat(store.storages().list(LAB, Moment.now())).singleElement().satisfies(state -> {
            assertThat(state.storage()).isEqualTo(storage);
            assertThat(state.gauges().orElseThrow().usedBytes()).contains(5L);
        });
        assertThat(store.clusters().get(LAB, Moment.now()))
                .contains(new ClusterFacts(Optional.of("home"), Optional.of(true)));
    }

    @Test
    void knowsNothingOfAnotherCluster() {
        record(guestsAt(0, vm(100, "web01")));

        assertThat(store.guests().get("other", 100, Moment.now())).isEmpty();
        assertThat(store.guests().named("other", "web01", Moment.now())).isEmpty();
        assertThat(store.history().beginning("other")).isEmpty();
        assertThat(store.history().beginning(LAB)).contains(cycle(0));
    }

    @Test
    void findsGuestsByNameHoweverItIsWrittenAndThoseWrittenSoBefore() {
        record(guestsAt(0, vm(100, "Web"), vm(101, "web"), vm(102, "DB")));

        assertThat(store.guests().named(LAB, "web", Moment.now()))
                .extracting(state -> state.guest().vmid())
                .containsExactly(101);
        assertThat(store.guests().named(LAB, "WEB", Moment.now()))
                .extracting(state -> state.guest().vmid())
                .containsExactly(100, 101);
        assertThat(store.guests().named(LAB, "db", Moment.at(cycle(0))))
                .extracting(state -> state.guest().vmid())
                .containsExactly(102);
    }

    @Test
    void returnsWhatIsNewAndNothingTheSecondTime() {
        List<Change> there = record(guestsAt(0, vm(100, "web01")));
        List<Change> first = record(guestsAt(1, vm(100, "web01"), vm(101, "web02")));
        List<Change> second = record(guestsAt(2, vm(101, "web02"), vm(100, "web01")));

        assertThat(there).isEmpty();
        assertThat(first)
                .containsExactly(
                        new Appeared(cycle(1), Optional.empty(), thing(101, "web02"), "pve1", Optional.empty()));
        assertThat(second).isEmpty();
        assertThat(guest(100).validity().from()).isEqualTo(cycle(0));
    }

    /// One guest ends and another one begins under its vmid, or neither.
    @Test
    void writesSeveralObservationsOneAfterTheOtherOrNoneOfThem() {
        record(guestsAt(0, vm(100, "web01")));
        Observation ended = Observation.of(LAB, cycle(1)).withGone(Set.of(100));
        Observation unreadable = guestsAt(1, vm(100, "web02")).withTasks(new AbstractList<>() {
            @Override
            public Task get(int index) {
                throw new IllegalStateException("a task that cannot be read");
            }

            @Override
            public int size() {
                return 1;
            }
        });

        assertThatThrownBy(() -> store.recorder().record(List.of(ended, unreadable)))
                .hasStackTraceContaining("a task that cannot be read");
        assertThat(guest(100).guest().name()).contains("web01");
        List<Change> changes = store.recorder().record(List.of(ended, guestsAt(1, vm(100, "web02"))));

        assertThat(changes).hasExactlyElementsOfTypes(Vanished.class, Appeared.class);
        assertThat(guest(100).guest().name()).contains("web02");
        assertThat(guest(100).incarnation()).isEqualTo(2);
    }

    @Test
    void tellsFieldsBeforeAndAfter() {
        record(guestsAt(0, vm(100, "web01")));

        List<Change> changes = record(guestsAt(1, tagged(named(vm(100, "web01"), "web02"), "prod")));

        assertThat(changes)
                .containsExactly(new Altered(
                        cycle(1),
                        Optional.empty(),
                        thing(100, "web02"),
                        List.of(
                                changed(cycle(1), "name", Optional.of("web01"), Optional.of("web02")),
                                changed(cycle(1), "tags", Optional.of("prod;web"), Optional.of("prod"))),
                        Optional.empty()));
    }

    @Test
    void keepsTheGuestThatMovesToAnotherNode() {
        record(guestsAt(0, vm(100, "web01")));

        List<Change> changes = record(guestsAt(1, with(on(vm(100, "web01"), "pve2"), "stopped")));

        assertThat(changes)
                .containsExactly(new Moved(
                        cycle(1),
                        Optional.empty(),
                        thing(100, "web01"),
                        "pve1",
                        "pve2",
                        List.of(changed(cycle(1), "status", Optional.of("running"), Optional.of("stopped"))),
                        Optional.empty()));
        assertThat(guest(100).incarnation()).isEqualTo(1);
    }

    @Test
    void doesNotTakeAbsenceForDeletion() {
        record(guestsAt(0, vm(100, "web01"), vm(101, "web02")));

        List<Change> changes = record(guestsAt(1, vm(101, "web02")));
        record(guestsAt(2, vm(101, "web02")));

        assertThat(changes).isEmpty();
        assertThat(guest(100).validity().unknownSince()).contains(cycle(1));
        assertThat(guest(100, Moment.at(cycle(0))).validity().unknownSince()).isEmpty();
        assertThat(store.guests().unknown(LAB))
                .extracting(state -> state.guest().vmid())
                .containsExactly(100);
    }

    @Test
    void forgetsThatAGuestWasUnknownWhenItIsSeenAgain() {
        record(guestsAt(0, vm(100, "web01")));
        record(guestsAt(1));

        List<Change> changes = record(guestsAt(2, vm(100, "web01")));

        assertThat(changes).isEmpty();
        assertThat(guest(100).validity()).isEqualTo(new Validity(cycle(0), Optional.empty(), Optional.empty()));
    }

    @Test
    void leavesAloneWhatAPartialObservationDoesNotSpeakOf() {
        record(guestsAt(0, vm(100, "web01"), vm(101, "web02")));

        record(Observation.of(LAB, cycle(1)).withGuests(List.of(named(vm(101, "web02"), "x")), List.of()));

        assertThat(guest(100).validity().unknownSince()).isEmpty();
        assertThat(guest(101).guest().name()).contains("x");
    }

    @Test
    void keepsTheLastFactsOfAGuestWhoseNodeIsLost() {
        record(guestsAt(0, vm(100, "web01")));

        List<Change> changes = record(guestsAt(1, lost(vm(100, "web01"))));
        List<Change> tags = record(guestsAt(2, tagged(lost(vm(100, "web01")), "db")));
        List<Change> back = record(guestsAt(3, tagged(with(vm(100, "web01"), "stopped"), "db")));

        assertThat(changes).isEmpty();
        assertThat(tags)
                .singleElement()
                .satisfies(change -> assertThat(((Altered) change).fields())
                        .containsExactly(changed(cycle(2), "tags", Optional.of("prod;web"), Optional.of("db"))));
        assertThat(back)
                .singleElement()
                .satisfies(change -> assertThat(((Altered) change).fields())
                        .containsExactly(changed(cycle(3), "status", Optional.of("running"), Optional.of("stopped"))));
        assertThat(guest(100, Moment.at(cycle(2))).validity().unknownSince()).contains(cycle(1));
        assertThat(guest(100, Moment.at(cycle(2))).guest().name()).contains("web01");
        assertThat(guest(100).validity().unknownSince()).isEmpty();
    }

    @Test
    void keepsTheSizesOfANodeThatIsOffline() {
        record(Observation.of(LAB, cycle(0)).withNodes(List.of(node("pve1")), List.of()));

        List<Change> changes = record(Observation.of(LAB, cycle(1)).withNodes(List.of(offline("pve1")), List.of()));

        assertThat(changes)
                .singleElement()
                .satisfies(change -> assertThat(((Altered) change).fields())
                        .containsExactly(changed(cycle(1), "status", Optional.of("online"), Optional.of("offline"))));
        assertThat(store.nodes().list(LAB, Moment.now()).getFirst().node().cpus())
                .contains(16);
    }

    @Test
    void endsAGuestThatIsConfirmedGoneWithItsParts() {
        record(guestsAt(0, vm(100, "web01"))
                .withConfigs(List.of(config(100, "d1", Map.of("cores", "2"))))
                .withSnapshots(List.of(new GuestSnapshots(100, List.of(snapshot("s1"))))));

        List<Change> changes = record(Observation.of(LAB, cycle(1)).withGone(Set.of(100)));

        assertThat(changes)
                .containsExactly(
                        new Vanished(cycle(1), Optional.empty(), thing(100, "web01"), "pve1", Optional.empty()));
        assertThat(store.guests().get(LAB, 100, Moment.now())).isEmpty();
        assertThat(store.guests().config(LAB, 100, Moment.now())).isEmpty();
        assertThat(store.guests().config(LAB, 100, Moment.at(cycle(0)))).isPresent();
        assertThat(store.guests().snapshots(LAB, 100, Moment.at(cycle(0))).orElseThrow())
                .hasSize(1);
    }

    @Test
    void countsTheGuestsThatHadAVmid() {
        record(guestsAt(0, vm(100, "old")).withConfigs(List.of(config(100, "d1", Map.of("cores", "2")))));
        record(Observation.of(LAB, cycle(1)).withGone(Set.of(100)));

        List<Change> changes = record(guestsAt(2, vm(100, "new")));

        assertThat(changes).singleElement().isInstanceOf(Appeared.class);
        assertThat(guest(100).incarnation()).isEqualTo(2);
        assertThat(guest(100, Moment.at(cycle(0))).guest().name()).contains("old");
        assertThat(store.guests().get(LAB, 100, Moment.at(cycle(1)))).isEmpty();
        assertThat(store.guests().config(LAB, 100, Moment.now())).isEmpty();
    }

    @Test
    void takesAnotherKindUnderTheSameVmidForAnotherGuest() {
        record(guestsAt(0, vm(100, "old")).withConfigs(List.of(config(100, "d1", Map.of("cores", "2")))));

        List<Change> changes = record(guestsAt(1, container(100, "new")));

        assertThat(changes)
                .containsExactly(
                        new Vanished(cycle(1), Optional.empty(), thing(100, "old"), "pve1", Optional.empty()),
                        new Appeared(cycle(1), Optional.empty(), thing(100, "new"), "pve1", Optional.empty()));
        assertThat(guest(100).incarnation()).isEqualTo(2);
        assertThat(store.guests().config(LAB, 100, Moment.now())).isEmpty();
    }

    @Test
    void lookingEarlierNeverUndoesWhatWasSeenLater() {
        record(guestsAt(0, vm(100, "web01"), vm(101, "web02")));
        record(Observation.of(LAB, cycle(5)).withGuests(List.of(named(vm(100, "web01"), "later")), List.of()));
        record(Observation.of(LAB, cycle(5)).withGone(Set.of(101)));

        List<Change> changes = record(guestsAt(3, vm(100, "web01"), vm(101, "web02")));

        assertThat(changes).isEmpty();
        assertThat(guest(100).guest().name()).contains("later");
        assertThat(store.guests().get(LAB, 101, Moment.now())).isEmpty();
    }

    @Test
    void acceptsTwoLooksInOneMillisecond() {
        record(guestsAt(0, vm(100, "one")));
        record(guestsAt(1, vm(100, "two")));

        record(guestsAt(1, vm(100, "three")));

        assertThat(guest(100).guest().name()).contains("three");
        assertThat(guest(100, Moment.at(cycle(0))).guest().name()).contains("one");
    }

    @Test
    void tellsChangesOfConfigurationAsFieldsOfTheGuest() {
        record(guestsAt(0, vm(100, "web01"))
                .withConfigs(List.of(config(100, "d1", Map.of("cores", "2", "onboot", "1")))));

        List<Change> changes = record(Observation.of(LAB, cycle(1))
                .withConfigs(List.of(config(100, "d2", Map.of("cores", "4", "agent", "1")))));

        assertThat(changes)
                .containsExactly(new Altered(
                        cycle(1),
                        Optional.empty(),
                        thing(100, "web01"),
                        List.of(
                                changed(cycle(1), "config.agent", Optional.empty(), Optional.of("1")),
                                changed(cycle(1), "config.cores", Optional.of("2"), Optional.of("4")),
                                changed(cycle(1), "config.onboot", Optional.of("1"), Optional.empty())),
                        Optional.empty()));
        assertThat(store.guests().config(LAB, 100, Moment.at(cycle(0))).orElseThrow())
                .containsEntry("cores", "2")
                .hasSize(2);
        assertThat(store.guests().config(LAB, 100, Moment.now()).orElseThrow())
                .containsEntry("cores", "4")
                .hasSize(2);
    }

    @Test
    void doesNotTakeTheFirstReadingOfDetailsForAChange() {
        record(guestsAt(0, vm(100, "web01")));

        List<Change> changes = record(Observation.of(LAB, cycle(1))
                .withConfigs(List.of(config(100, "d1", Map.of("cores", "2"))))
                .withSnapshots(List.of(new GuestSnapshots(100, List.of(snapshot("s1"))))));

        assertThat(changes).isEmpty();
        assertThat(store.history().diff(LAB, cycle(0), cycle(1))).isEmpty();
        assertThat(store.guests().config(LAB, 100, Moment.at(cycle(0)))).isEmpty();
    }

    /// The first row may have been late; the second one is not.
    @Test
    void takesWhatTheFirstReadingOfAConfigurationCorrectsForTheCaseBefore() {
        record(guestsAt(0, vm(100, "before")));

        List<Change> corrected = record(Observation.of(LAB, cycle(1))
                .withGuests(List.of(vm(100, "web01")), List.of())
                .withConfigs(List.of(config(100, "d1", Map.of("name", "web01")))));
        List<Change> changed = record(Observation.of(LAB, cycle(2))
                .withGuests(List.of(vm(100, "after")), List.of())
                .withConfigs(List.of(config(100, "d2", Map.of("name", "after")))));

        assertThat(corrected).isEmpty();
        assertThat(store.guests()
                        .get(LAB, 100, Moment.at(cycle(0)))
                        .orElseThrow()
                        .guest()
                        .name())
                .contains("web01");
        assertThat(changed).hasSize(1);
    }

    @Test
    void tellsNoSnapshotsFromNotYetRead() {
        record(guestsAt(0, vm(100, "web01")));
        Optional<List<GuestSnapshot>> before = store.guests().snapshots(LAB, 100, Moment.now());

        record(Observation.of(LAB, cycle(1)).withSnapshots(List.of(new GuestSnapshots(100, List.of()))));

        assertThat(before).isEmpty();
        assertThat(store.guests().snapshots(LAB, 100, Moment.now())).contains(List.of());
    }

    @Test
    void tellsSnapshotsThatComeAndGo() {
        record(guestsAt(0, vm(100, "web01")).withSnapshots(List.of(new GuestSnapshots(100, List.of(snapshot("s1"))))));

        List<Change> changes = record(
                Observation.of(LAB, cycle(1)).withSnapshots(List.of(new GuestSnapshots(100, List.of(snapshot("s2"))))));

        assertThat(changes)
                .singleElement()
                .satisfies(change -> assertThat(((Altered) change).fields())
                        .containsExactlyInAnyOrder(
                                changed(cycle(1), "snapshot.s1", Optional.of("2026-11-20T10:00:00Z"), Optional.empty()),
                                changed(
                                        cycle(1),
                                        "snapshot.s2",
                                        Optional.empty(),
                                        Optional.of("2026-11-20T10:00:00Z"))));
    }

    @Test
    void whatIsKeptOfThePresentIsReadAnewOnceItIsWritten() {
        record(guestsAt(0, vm(100, "web01"), vm(101, "web02")));
        assertThat(store.guests().all(LAB, Moment.now()).keySet()).containsExactly(100, 101);

        record(guestsAt(1, vm(100, "mail"), vm(101, "web02")));

        assertThat(store.guests().all(LAB, Moment.now()).values())
                .extracting(state -> state.guest().name().orElseThrow())
                .containsExactly("mail", "web02");
        assertThat(store.guests().all(LAB, Moment.at(cycle(0))).values())
                .extracting(state -> state.guest().name().orElseThrow())
                .containsExactly("web01", "web02");
        assertThat(store.guests().all("other", Moment.now())).isEmpty();
    }

    @Test
    void whatIsWantedOfConfigurationsIsWorkedOutOnceForEach() {
        List<String> workedOut = new ArrayList<>();
        ConfigView<String> cores = new ConfigView<>(config -> {
            workedOut.add(config.toString());
            return config.getOrDefault("cores", "none");
        });
        record(guestsAt(0, vm(100, "web01"), vm(101, "web02"), vm(102, "web03")));
        record(Observation.of(LAB, cycle(1))
                .withConfigs(
                        List.of(config(100, "d", Map.of("cores", "2")), config(101, "d", Map.of("memory", "512")))));

        assertThat(store.guests().configs(LAB, Moment.now(), cores)).isEqualTo(Map.of(100, "2", 101, "none"));
        assertThat(store.guests().configs(LAB, Moment.now(), cores)).hasSize(2);
        assertThat(workedOut).hasSize(2);

        record(Observation.of(LAB, cycle(2)).withConfigs(List.of(config(100, "d", Map.of("cores", "4")))));

        assertThat(store.guests().configs(LAB, Moment.now(), cores)).isEqualTo(Map.of(100, "4", 101, "none"));
        assertThat(workedOut).hasSize(3);
        assertThat(store.guests().configs(LAB, Moment.at(cycle(1)), cores)).isEqualTo(Map.of(100, "2", 101, "none"));
        assertThat(store.guests().configs(LAB, Moment.at(cycle(0)), cores)).isEmpty();
    }
}
