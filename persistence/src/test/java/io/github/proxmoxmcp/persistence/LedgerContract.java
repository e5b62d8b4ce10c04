package io.github.proxmoxmcp.persistence;

import static io.github.proxmoxmcp.persistence.Examples.LAB;
import static io.github.proxmoxmcp.persistence.Examples.backup;
import static io.github.proxmoxmcp.persistence.Examples.cycle;
import static io.github.proxmoxmcp.persistence.Examples.done;
import static io.github.proxmoxmcp.persistence.Examples.named;
import static io.github.proxmoxmcp.persistence.Examples.vm;
import static io.github.proxmoxmcp.persistence.Examples.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.proxmoxmcp.persistence.acting.Acknowledgement;
import io.github.proxmoxmcp.persistence.acting.AuditCheckpoint;
import io.github.proxmoxmcp.persistence.acting.AuditEntry;
import io.github.proxmoxmcp.persistence.acting.ManifestStore;
import io.github.proxmoxmcp.persistence.acting.OperatorStore;
import io.github.proxmoxmcp.persistence.acting.Passkey;
import io.github.proxmoxmcp.persistence.acting.PasskeyStore;
import io.github.proxmoxmcp.persistence.acting.Plan;
import io.github.proxmoxmcp.persistence.acting.PlanApproval;
import io.github.proxmoxmcp.persistence.acting.PlanStore;
import io.github.proxmoxmcp.persistence.acting.PlannedManifests;
import io.github.proxmoxmcp.persistence.acting.WriteStops;
import io.github.proxmoxmcp.persistence.inventory.Backup;
import io.github.proxmoxmcp.persistence.inventory.Inventory;
import io.github.proxmoxmcp.persistence.inventory.InventoryStore;
import io.github.proxmoxmcp.persistence.inventory.Listing;
import io.github.proxmoxmcp.persistence.task.Task;
import io.github.proxmoxmcp.persistence.value.Kind;
import io.github.proxmoxmcp.persistence.value.Moment;
import io.github.proxmoxmcp.persistence.value.StoreException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/// What must be kept besides the cluster's state, for how long, whatever the store is kept in.
abstract class LedgerContract extends StoreFixture {

    private AuditEntry append(Store to, String action) {
        return to.audit().append(cycle(0), LAB, "me", action, "intent", Optional.of("p1"), "{}");
    }

    @Test
    void chainsAuditEntries() {
        AuditEntry first = append(store, "start");
        AuditEntry second = append(store, "stop");

        assertThat(store.audit().list(Optional.of(LAB), Optional.empty(), 10)).containsExactly(second, first);
        assertThat(store.audit().list(Optional.empty(), Optional.of(2L), 10)).containsExactly(first);
        assertThat(store.audit().list(Optional.of("other"), Optional.empty(), 10))
                .isEmpty();
        assertThat(store.audit().verify()).isEmpty();
        assertThat(second.seq()).isEqualTo(2);
        assertThat(first.hash()).hasSize(64).isNotEqualTo(second.hash());
    }

    @Test
    void keepsOneAcknowledgementOfAProblem() {
        Acknowledgement first = new Acknowledgement(
                LAB, "disk", "pve2 /dev/sdd", "critical", "anna", "ordered", cycle(0), Optional.of(cycle(9)));
        Acknowledgement later = new Acknowledgement(
                LAB, "disk", "pve2 /dev/sdd", "critical", "bert", "spare in the rack", cycle(1), Optional.empty());
        Acknowledgement other =
                new Acknowledgement(LAB, "guest", "locked 106", "warning", "anna", "known", cycle(0), Optional.empty());

        store.acknowledgements().put(first);
        assertThat(store.acknowledgements().of(LAB)).containsExactly(first);
        store.acknowledgements().put(later);
        store.acknowledgements().put(other);

        assertThat(store.acknowledgements().of(LAB)).containsExactly(later, other);
        assertThat(store.acknowledgements().of("other")).isEmpty();
        assertThat(store.acknowledgements().remove(LAB, "disk", "pve2 /dev/sdd"))
                .isTrue();
        assertThat(store.acknowledgements().remove(LAB, "disk", "pve2 /dev/sdd"))
                .isFalse();
        assertThat(store.acknowledgements().of(LAB)).containsExactly(other);
    }

    @Test
    void keepsWhatWasSignedOfTheAuditAndTellsWhatBelongsToAPlan() {
        AuditEntry first = append(store, "start");
        AuditEntry second = append(store, "stop");
        store.audit().append(cycle(0), LAB, "me", "stop", "planned", Optional.of("p2"), "{}");
        AuditCheckpoint checkpoint = new AuditCheckpoint(2, second.hash(), cycle(1), "server", "key", "signature");

        store.audit().keep(checkpoint);
        store.audit().keep(new AuditCheckpoint(2, "another", cycle(2), "server", "key", "signature"));

        assertThat(store.audit().checkpoints()).containsExactly(checkpoint);
        assertThat(store.audit().ofPlan("p1")).containsExactly(first, second);
    }

    @Test
    void tellsWhichPlansWereTakenAndHaveNoEnd() {
        PlanStore plans = store.plans();
        plans.add(plan("p1"));
        plans.add(plan("p2"));
        assertThat(plans.claimed(LAB)).isEmpty();

        assertThat(plans.claim("p1", "h1", false, cycle(1))).isTrue();
        assertThat(plans.claimed(LAB)).extracting(Plan::id).containsExactly("p1");
        assertThat(plans.claimed("other")).isEmpty();

        assertThat(plans.finish("p1", true, "[]", cycle(2))).isTrue();
        assertThat(plans.claimed(LAB)).isEmpty();
    }

    @Test
    void keepsWhatWasDeclaredAndTellsWhatOfItWasApplied() {
        ManifestStore manifests = store.manifests();
        for (String id : List.of("p1", "p2", "p3")) {
            store.plans().add(plan(id));
            manifests.add(declared(id, 2, 0));
        }
        assertThat(manifests.applied(LAB, "web")).isEmpty();
        assertThat(manifests.begun(LAB, "web", 10)).isEmpty();

        store.plans().claim("p1", "h1", false, cycle(1));
        store.plans().finish("p1", true, "[]", cycle(2));
        store.plans().claim("p2", "h1", false, cycle(3));
        store.plans().finish("p2", false, "[]", cycle(4));

        PlannedManifests first = manifests.applied(LAB, "web").orElseThrow();
        assertThat(first.plan()).isEqualTo("p1");
        assertThat(first.appliedAt()).contains(cycle(2));
        assertThat(first.commit()).contains("c0ffee");
        assertThat(first.body()).isEqualTo("kind: VM");
        assertThat(manifests.begun(LAB, "web", 10))
                .extracting(PlannedManifests::plan)
                .containsExactlyInAnyOrder("p1", "p2");
        assertThat(manifests.applied("other", "web")).isEmpty();

        manifests.add(declared("nothing", 0, 5));

        assertThat(manifests.applied(LAB, "web").orElseThrow().plan()).isEqualTo("nothing");
        assertThat(manifests.sets(LAB)).containsExactly("web");
    }

    private static PlannedManifests declared(String plan, int steps, int cycle) {
        return new PlannedManifests(
                plan, LAB, "web", "me", Optional.of("c0ffee"), "kind: VM", "{}", steps, cycle(cycle), Optional.empty());
    }

    @Test
    void chainsAuditEntriesOfManyAtATime() throws Exception {
        try (Store other = another();
                var threads = Executors.newFixedThreadPool(4)) {
            List<Callable<AuditEntry>> writers = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                Store one = i % 2 == 0 ? store : other;
                writers.add(() -> append(one, "start"));
            }

            for (Future<AuditEntry> writer : threads.invokeAll(writers)) {
                assertThat(writer.get().seq()).isBetween(1L, 40L);
            }

            assertThat(store.audit().verify()).isEmpty();
            assertThat(store.audit().list(Optional.empty(), Optional.empty(), 100))
                    .hasSize(40);
        }
    }

    private static Plan plan(String id) {
        return new Plan(
                id,
                LAB,
                "delete_guest",
                "me",
                "h1",
                "{}",
                Plan.Status.OPEN,
                cycle(0),
                cycle(60),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    @Test
    void givesAPlanToOneOfManyRacers() throws Exception {
        store.plans().add(plan("p1"));
        try (Store other = another();
                var threads = Executors.newFixedThreadPool(8)) {
            List<Callable<Boolean>> racers = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                PlanStore plans = (i % 2 == 0 ? store : other).plans();
                racers.add(() -> plans.claim("p1", "h1", false, cycle(1)));
            }

            int winners = 0;
            for (Future<Boolean> racer : threads.invokeAll(racers)) {
                winners += racer.get() ? 1 : 0;
            }

            assertThat(winners).isEqualTo(1);
        }
    }

    @Test
    void takesNoPlanThatIsNotApprovedOrAnotherOneOrLateOrDenied() {
        PlanStore plans = store.plans();
        plans.add(plan("p1"));
        plans.add(plan("p2"));

        assertThat(plans.claim("p1", "h1", true, cycle(1))).isFalse();
        assertThat(plans.decide("p1", true, "boss", cycle(1))).isTrue();
        assertThat(plans.decide("p1", false, "boss", cycle(1))).isFalse();
        assertThat(plans.claim("p1", "other", true, cycle(1))).isFalse();
        assertThat(plans.claim("p1", "h1", true, cycle(60))).isFalse();
        assertThat(plans.claim("p1", "h1", true, cycle(2))).isTrue();
        assertThat(plans.finish("p1", true, "ok", cycle(3))).isTrue();
        assertThat(plans.finish("p1", false, "no", cycle(3))).isFalse();
        assertThat(plans.decide("p2", false, "boss", cycle(1))).isTrue();
        assertThat(plans.claim("p2", "h1", false, cycle(1))).isFalse();
        assertThat(plans.list(LAB, 10)).extracting(Plan::status).containsExactly(Plan.Status.DONE, Plan.Status.DENIED);
        assertThat(plans.get("p1").flatMap(Plan::decidedBy)).contains("boss");
        assertThat(plans.get("p3")).isEmpty();
    }

    @Test
    void keepsOperatorsAndWhatTheyApproved() {
        OperatorStore operators = store.operators();

        assertThat(operators.add("alice", "KEY", cycle(0))).isTrue();
        assertThat(operators.add("alice", "OTHER", cycle(1))).isFalse();
        PlanApproval byAlice = new PlanApproval("p1", "alice", PlanApproval.Kind.KEY, "SIG");
        PlanApproval byBob = new PlanApproval("p1", "bob", PlanApproval.Kind.PASSKEY, "{}");
        operators.approve(byBob);
        operators.approve(byAlice);
        operators.approve(new PlanApproval("p1", "alice", PlanApproval.Kind.KEY, "FORGED"));

        assertThat(operators.list()).containsExactly(new OperatorStore.Operator("alice", "KEY", cycle(0)));
        assertThat(operators.approvals("p1")).containsExactly(byAlice, byBob);
        assertThat(operators.approvals("p2")).isEmpty();
    }

    @Test
    void aPasskeyIsVouchedForOnceAndItsCounterOnlyRises() {
        PasskeyStore passkeys = store.passkeys();
        Passkey enrolled = passkey("k1", 5);
        Passkey.Vouch vouch = new Passkey.Vouch("alice", "SIG", cycle(1));

        assertThat(passkeys.add(enrolled)).isTrue();
        assertThat(passkeys.add(passkey("k1", 9))).isFalse();
        assertThat(passkeys.get("k1")).contains(enrolled);
        assertThat(passkeys.vouch("k1", vouch)).isTrue();
        assertThat(passkeys.vouch("k1", new Passkey.Vouch("mallory", "SIG", cycle(2))))
                .isFalse();
        assertThat(passkeys.count("k1", 6)).isTrue();
        assertThat(passkeys.count("k1", 6)).isFalse();
        assertThat(passkeys.count("k1", 0)).isFalse();
        assertThat(passkeys.get("k1").flatMap(Passkey::vouch)).contains(vouch);
    }

    @Test
    void aPasskeyThatDoesNotCountIsUsedAgainUntilItEnds() {
        PasskeyStore passkeys = store.passkeys();
        passkeys.add(passkey("k1", 0));
        passkeys.add(passkey("k2", 0));
        Passkey.End end = new Passkey.End(cycle(2), "removed");

        assertThat(passkeys.count("k1", 0)).isTrue();
        assertThat(passkeys.count("k1", 0)).isTrue();
        assertThat(passkeys.end("k1", end)).isTrue();
        assertThat(passkeys.end("k1", new Passkey.End(cycle(3), "again"))).isFalse();
        assertThat(passkeys.count("k1", 0)).isFalse();
        assertThat(passkeys.vouch("k1", new Passkey.Vouch("alice", "SIG", cycle(3))))
                .isFalse();
        assertThat(passkeys.list()).extracting(Passkey::end).containsExactly(Optional.of(end), Optional.empty());
    }

    @Test
    void onlyPasskeysForWhichNobodyVouchedAreForgotten() {
        PasskeyStore passkeys = store.passkeys();
        passkeys.add(passkey("k1", 0));
        passkeys.add(passkey("k2", 0));
        passkeys.vouch("k2", new Passkey.Vouch("alice", "SIG", cycle(1)));

        assertThat(passkeys.forget(cycle(0))).isZero();
        assertThat(passkeys.forget(cycle(5))).isEqualTo(1);
        assertThat(passkeys.list()).extracting(Passkey::id).containsExactly("k2");
    }

    private static Passkey passkey(String id, long counter) {
        return new Passkey(
                id,
                "bob",
                "https://mcp.example.org",
                "CREDENTIAL",
                true,
                counter,
                "token:laptop",
                cycle(0),
                Optional.empty(),
                Optional.empty());
    }

    @Test
    void stopsWritesForEveryProcess() {
        store.writeStops().stop(LAB, "boss", Optional.of("incident"), cycle(0));
        store.writeStops().stop(LAB, "other", Optional.empty(), cycle(1));

        try (Store other = another()) {
            assertThat(other.writeStops().get(LAB))
                    .contains(new WriteStops.Stop(cycle(0), "boss", Optional.of("incident")));
            assertThat(other.writeStops().lift(LAB)).isTrue();
        }

        assertThat(store.writeStops().get(LAB)).isEmpty();
        assertThat(store.writeStops().lift(LAB)).isFalse();
    }

    @Test
    void keepsTheNewestCatalogueOfACluster() {
        store.catalogues().put(LAB, "9.1", "old", cycle(0));
        store.catalogues().put(LAB, "9.2", "x".repeat(3_000_000), cycle(0));

        assertThat(store.catalogues().get(LAB, "9.2").orElseThrow()).hasSize(3_000_000);
        assertThat(store.catalogues().get(LAB, "9.1")).isEmpty();
    }

    @Test
    void renamesPinsAndDeletesStateSnapshots() {
        StateSnapshot a = new StateSnapshot(LAB, "a", cycle(0), cycle(0), Optional.empty(), "me", false);
        store.snapshots().add(a);
        store.snapshots().add(new StateSnapshot(LAB, "b", cycle(0), cycle(0), Optional.empty(), "me", false));

        assertThatThrownBy(() -> store.snapshots().rename(LAB, "a", "b")).isInstanceOf(StoreException.NameTaken.class);
        assertThat(store.snapshots().rename(LAB, "none", "c")).isFalse();
        assertThat(store.snapshots().rename(LAB, "a", "c")).isTrue();
        assertThat(store.snapshots().pin(LAB, "c", true)).isTrue();
        assertThat(store.snapshots().pin("other", "c", true)).isFalse();
        assertThat(store.snapshots().delete(LAB, "b")).isTrue();
        assertThat(store.snapshots().delete(LAB, "b")).isFalse();
        assertThat(store.snapshots().list(LAB))
                .containsExactly(new StateSnapshot(LAB, "c", cycle(0), cycle(0), Optional.empty(), "me", true));
    }

    @Test
    void forgetsWhatIsOldButNothingThatAPinnedSnapshotNeeds() {
        Task config = done("qmconfig", 100, cycle(0).plusSeconds(3));
        Task backup = done("vzdump", 101, cycle(0).plusSeconds(3));
        record(guestsAt(0, vm(100, "one"), vm(101, "x")));
        record(guestsAt(1, vm(100, "one"), with(vm(101, "x"), "stopped")));
        store.snapshots().add(new StateSnapshot(LAB, "pin", cycle(1), cycle(1), Optional.empty(), "me", true));
        record(guestsAt(2, named(vm(100, "one"), "two"), with(vm(101, "x"), "stopped")));
        record(guestsAt(3, named(vm(100, "one"), "three"), vm(101, "x")).withTasks(List.of(config, backup)));
        List<Change> before = store.history().diff(LAB, cycle(1), cycle(3));

        int removed = 0;
        for (int some = forget(cycle(3)); some > 0; some = forget(cycle(3))) {
            removed += some;
        }

        assertThat(removed).isGreaterThanOrEqualTo(2);
        assertThat(guest(100, Moment.at(cycle(1))).guest().name()).contains("one");
        assertThat(store.guests().get(LAB, 100, Moment.at(cycle(2)))).isEmpty();
        assertThat(guest(100).guest().name()).contains("three");
        assertThat(store.history().diff(LAB, cycle(1), cycle(3))).hasSameSizeAs(before);
        assertThat(store.history().beginning(LAB)).contains(cycle(3));
        assertThat(store.maintenance().integrity()).isEmpty();
    }

    private int forget(Instant horizon) {
        return store.maintenance().forget(LAB, horizon, horizon, 1);
    }

    @Test
    void keepsATaskAsLongAsTheChangeThatItMade() {
        Task config = done("qmconfig", 100, cycle(0).plusSeconds(3));
        Task backup = done("vzdump", 101, cycle(0).plusSeconds(3));
        record(guestsAt(0, vm(100, "one")));
        record(guestsAt(1, named(vm(100, "one"), "two")).withTasks(List.of(config, backup)));

        int removed = store.maintenance().forget(LAB, cycle(-9), cycle(9), 100);

        assertThat(removed).isEqualTo(1);
        assertThat(store.tasks().get(LAB, config.upid())).isPresent();
        assertThat(store.history().diff(LAB, cycle(0), cycle(1)).getFirst().cause())
                .isPresent();
    }

    @Test
    void compactsAndStaysWhole() {
        record(guestsAt(0, vm(100, "one")));

        store.maintenance().compact();

        assertThat(guest(100).guest().name()).contains("one");
        assertThat(store.maintenance().integrity()).isEmpty();
    }

    @Test
    void listsArchivesAndWhenListsWereRead() {
        record(Observation.of(LAB, cycle(0))
                .withInventory(Inventory.of(new Listing<>(
                        Backup.class, List.of("pbs", ""), List.of(backup("a", true), backup("b", false)), true))));

        List<InventoryStore.Known<Backup>> found = store.inventory().backups(LAB, Optional.of(100), Moment.now());

        assertThat(found)
                .extracting(InventoryStore.Known::thing)
                .containsExactly(backup("a", true), backup("b", false));
        assertThat(store.inventory().backups(LAB, Optional.of(101), Moment.now()))
                .isEmpty();
        assertThat(store.inventory().readings(LAB))
                .containsExactly(new InventoryStore.Reading(
                        Kind.BACKUP, "pbs", cycle(0), Optional.of(cycle(0)), Optional.of(cycle(0))));
    }
}
