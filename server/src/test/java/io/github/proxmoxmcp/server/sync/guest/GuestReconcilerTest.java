package io.github.proxmoxmcp.server.sync.guest;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.client.guest.GuestConfig;
import io.github.proxmoxmcp.persistence.Guest;
import io.github.proxmoxmcp.persistence.value.GuestKind;
import io.github.proxmoxmcp.server.sync.guest.GuestReader.Answer;
import io.github.proxmoxmcp.server.sync.guest.TaskHints.Start;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// What is concluded of one guest, by values only; each case is a moment of a recorded timeline, named beside it.
class GuestReconcilerTest {

    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final Guest WEB = guest("web", "running");
    private static final Map<String, String> CONFIG = Map.of(
            "name",
            "web",
            "memory",
            "1024",
            "cores",
            "2",
            "digest",
            "d1",
            "smbios1",
            "uuid=11111111-aaaa",
            "meta",
            "creation-qemu=9,ctime=1");
    private static final Map<String, String> OTHER_CONFIG = Map.of(
            "name",
            "db",
            "memory",
            "4096",
            "cores",
            "8",
            "digest",
            "d2",
            "smbios1",
            "uuid=22222222-bbbb",
            "meta",
            "creation-qemu=9,ctime=2");

    private static Guest guest(String name, String status) {
        return guest(Optional.of(name), status, "pve1", List.of(), Optional.empty());
    }

    private static Guest guest(
            Optional<String> name, String status, String node, List<String> tags, Optional<String> lock) {
        return new Guest(
                100,
                GuestKind.VM,
                name,
                node,
                status,
                false,
                tags,
                Optional.empty(),
                lock,
                Optional.of(2.0),
                Optional.of(1L << 30),
                Optional.empty());
    }

    private static Guest locked(String name, String status, String lock) {
        return guest(Optional.of(name), status, "pve1", List.of(), Optional.of(lock));
    }

    private static GuestEvidence evidence(Guest row, Guest known) {
        return new GuestEvidence(
                row,
                Optional.of(known),
                Optional.of(CONFIG),
                Optional.of(concluded(known, known, Optional.empty())),
                Optional.empty(),
                TaskHints.NONE,
                Optional.of(16),
                Optional.empty());
    }

    private static GuestEvidence unknown(Guest row) {
        return new GuestEvidence(
                row,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                TaskHints.NONE,
                Optional.of(16),
                Optional.empty());
    }

    private static Conclusion concluded(Guest row, Guest guest, Optional<Instant> differsSince) {
        return new Conclusion(row, guest, Optional.empty(), differsSince, Optional.of("d1"), Optional.of("d1"));
    }

    private static GuestEvidence after(GuestEvidence one, Conclusion before) {
        return new GuestEvidence(
                one.row(),
                one.known(),
                one.knownConfig(),
                Optional.of(before),
                one.presenceBefore(),
                one.tasks(),
                one.cpusOfNode(),
                one.answers());
    }

    private static GuestEvidence told(GuestEvidence one, TaskHints tasks) {
        return new GuestEvidence(
                one.row(),
                one.known(),
                one.knownConfig(),
                one.before(),
                one.presenceBefore(),
                tasks,
                one.cpusOfNode(),
                one.answers());
    }

    private static GuestEvidence answered(GuestEvidence one, Answer config) {
        return one.with(GuestAnswers.of(config), one.knownConfig());
    }

    private static GuestEvidence answered(GuestEvidence one, Map<String, String> config, String status) {
        return one.with(
                new GuestAnswers(
                        found(config),
                        Optional.of(Presence.of(NOW, status, Optional.of(Duration.ofSeconds(3)))),
                        Optional.of(List.of()),
                        Optional.empty()),
                one.knownConfig());
    }

    private static Answer.Found found(Map<String, String> config) {
        return new Answer.Found(new GuestConfig(new TreeMap<>(config)));
    }

    private static Map<String, String> with(String key, String value) {
        Map<String, String> changed = new TreeMap<>(CONFIG);
        changed.put(key, value);
        changed.put("digest", "d9");
        return changed;
    }

    private static Guest judged(GuestEvidence one) {
        return GuestReconciler.judge(NOW, one).conclusion().orElseThrow().guest();
    }

    private static TaskHints destroyed() {
        return new TaskHints(true, true, false, true, Start.NONE);
    }

    private static TaskHints starting(Start start) {
        return new TaskHints(false, false, false, start != Start.RUNNING, start);
    }

    /// `start-stop`: nothing hints at anything but the row itself.
    @Test
    void aRowWhoseStateAloneChangedIsBelievedWithoutAsking() {
        Guest stopped = guest("web", "stopped");
        GuestEvidence one = evidence(stopped, WEB);

        assertThat(one.isDoubtful(false)).isFalse();
        assertThat(judged(one)).isEqualTo(stopped);
    }

    /// `rename-and-tags`: tags come at once, the name ten seconds later.
    @Test
    void aNewTagIsTakenFromTheRowAndANewNameFromTheConfiguration() {
        Guest row = guest(Optional.of("web"), "running", "pve1", List.of("prod"), Optional.empty());

        Guest guest = judged(answered(evidence(row, WEB), found(with("name", "shop"))));

        assertThat(guest.name()).contains("shop");
        assertThat(guest.tags()).containsExactly("prod");
        assertThat(guest.memoryBytes()).isEqualTo(WEB.memoryBytes());
    }

    /// `rename-and-tags`: while the row is still the old one, it is not a change back.
    @Test
    void aRowThatIsLateDoesNotTakeANameBack() {
        Guest shop = guest("shop", "running");
        GuestEvidence one = after(evidence(WEB, shop), concluded(WEB, shop, Optional.of(NOW.minusSeconds(5))));

        assertThat(one.isDoubtful(false)).isTrue();
        assertThat(judged(answered(one, new Answer.Unreadable(false)))).isEqualTo(shop);
    }

    /// After a minute rows are not late any more: a configuration that is read wrongly must not win for ever.
    @Test
    void aRowThatDisagreesForOverAMinuteKnowsBetter() {
        Guest shop = guest("shop", "running");
        GuestEvidence one = after(evidence(WEB, shop), concluded(WEB, shop, Optional.of(NOW.minusSeconds(61))));

        assertThat(judged(answered(one, found(with("name", "shop"))))).isEqualTo(WEB);
    }

    /// `config-put`: what is wanted of a running VM is not in force before its next start.
    @Test
    void memoryThatOnlyTheNextStartGivesStaysAsTheRowShowsIt() {
        GuestEvidence one = evidence(WEB, WEB);
        GuestAnswers answers = new GuestAnswers(
                found(with("memory", "2048")),
                Optional.empty(),
                Optional.empty(),
                Optional.of(new GuestConfig(new TreeMap<>(CONFIG))));

        assertThat(judged(one.with(answers, one.knownConfig())).memoryBytes()).contains(1L << 30);
    }

    /// `r2-pending-then-failed-start`: a stopped machine has what is wanted of it.
    @Test
    void memoryOfAStoppedMachineIsThatOfItsConfigurationWhateverItsRowSays() {
        Guest stopped = guest("web", "stopped");
        GuestEvidence one = evidence(stopped, stopped);
        GuestConfig wanted = new GuestConfig(new TreeMap<>(with("memory", "2048")));
        GuestAnswers answers =
                new GuestAnswers(new Answer.Found(wanted), Optional.empty(), Optional.empty(), Optional.of(wanted));

        assertThat(judged(one.with(answers, one.knownConfig())).memoryBytes()).contains(2L << 30);
    }

    /// `failed-tasks`: a container that fails to start shows `running` for a moment.
    @Test
    void aStartThatFailedLeavesItStoppedThoughTheRowSaysRunning() {
        Guest stopped = guest("web", "stopped");
        GuestEvidence one = told(evidence(WEB, stopped), starting(Start.FAILED));

        assertThat(judged(one)).isEqualTo(stopped);
    }

    /// `failed-tasks`: neither row nor node is believed before the start has ended.
    @Test
    void aStartThatIsUnderWayLeavesItStoppedWhateverItsNodeSays() {
        Guest stopped = guest("web", "stopped");
        GuestEvidence one = told(evidence(WEB, stopped), starting(Start.RUNNING));

        assertThat(judged(answered(one, CONFIG, "running")).status()).isEqualTo("stopped");
    }

    /// `start-stop`: the node knows at once what the row shows ten seconds later.
    @Test
    void aStartThatSucceededIsTakenFromTheNodeBeforeTheRowShowsIt() {
        Guest stopped = guest("web", "stopped");
        GuestEvidence one = told(evidence(stopped, stopped), starting(Start.SUCCEEDED));

        assertThat(one.isMoving()).isTrue();
        Judged judged = GuestReconciler.judge(NOW, answered(one, CONFIG, "running"));
        assertThat(judged.conclusion().orElseThrow().guest().status()).isEqualTo("running");
        assertThat(judged.presence().flatMap(Presence::started)).contains(NOW.minusSeconds(3));
    }

    /// `r2-backup-night`: a backup starts a stopped machine for as long as it takes.
    @Test
    void aStoppedMachineThatABackupWakesStaysStopped() {
        Guest stopped = guest("web", "stopped");
        Guest woken = locked("web", "running", "backup");

        Guest guest = judged(answered(evidence(woken, stopped), CONFIG, "running"));

        assertThat(guest.status()).isEqualTo("stopped");
        assertThat(guest.lock()).contains("backup");
    }

    /// `delete-and-reuse`: the row still has the old guest's name and sizes.
    @Test
    void aVmidUsedAgainEndsOneGuestAndBeginsAnotherWithItsOwnFacts() {
        GuestEvidence one = told(evidence(WEB, WEB), destroyed());

        Judged judged = GuestReconciler.judge(NOW, answered(one, OTHER_CONFIG, "stopped"));

        assertThat(judged.ended()).isTrue();
        Conclusion another = judged.conclusion().orElseThrow();
        assertThat(another.guest().name()).contains("db");
        assertThat(another.guest().memoryBytes()).contains(4L << 30);
        assertThat(another.guest().status()).isEqualTo("stopped");
        assertThat(another.youngSince()).contains(NOW);
        assertThat(judged.reconfigured()).isFalse();
    }

    /// `delete-and-reuse`: no task tells of it, two of its marks do.
    @Test
    void anotherSerialNumberAndAnotherBirthAreAnotherGuestWithoutAnyTask() {
        assertThat(GuestReconciler.judge(NOW, answered(evidence(WEB, WEB), found(OTHER_CONFIG)))
                        .ended())
                .isTrue();
    }

    /// `r2-rights-lost-and-back`: a destruction that was hidden is told late.
    @Test
    void aDestructionThatIsToldLateDoesNotEndTheGuestThatIsThere() {
        GuestEvidence one = told(evidence(WEB, WEB), destroyed());

        Judged judged = GuestReconciler.judge(NOW, answered(one, found(CONFIG)));

        assertThat(judged.ended()).isFalse();
        assertThat(judged.conclusion().orElseThrow().guest()).isEqualTo(WEB);
    }

    /// `backup-and-restore`: a restore over a guest changes its marks, and it stays the same guest.
    @Test
    void aGuestThatIsRestoredStaysTheSameWhateverItsMarks() {
        GuestEvidence one = told(evidence(WEB, WEB), new TaskHints(false, false, true, true, Start.NONE));

        assertThat(GuestReconciler.judge(NOW, answered(one, found(OTHER_CONFIG)))
                        .ended())
                .isFalse();
    }

    /// `migrate-online`: the old node does not have it any more, its row is still there.
    @Test
    void aConfigurationThatIsMissingWithoutADestructionIsNoEnd() {
        Guest moving = locked("web", "running", "migrate");

        Judged judged = GuestReconciler.judge(NOW, answered(evidence(moving, WEB), new Answer.Missing()));

        assertThat(judged.ended()).isFalse();
        assertThat(judged.conclusion().orElseThrow().guest()).isEqualTo(WEB);
    }

    /// `delete-and-reuse`: a deleted guest stays listed for a second or two.
    @Test
    void aConfigurationThatIsMissingAfterADestructionIsTheEnd() {
        GuestEvidence one = told(evidence(WEB, WEB), destroyed());

        Judged judged = GuestReconciler.judge(NOW, answered(one, new Answer.Missing()));

        assertThat(judged.ended()).isTrue();
        assertThat(judged.conclusion()).isEmpty();
    }

    /// `clone-full`: a clone is listed from its first second, with a configuration in the making.
    @Test
    void aCloneThatIsBeingMadeIsThereAndNothingElseIsToldOfIt() {
        Guest clone = locked("copy", "stopped", "clone");
        Map<String, String> half = with("lock", "clone");

        Judged judged = GuestReconciler.judge(NOW, answered(unknown(clone), found(half)));

        Guest guest = judged.conclusion().orElseThrow().guest();
        assertThat(guest.name()).isEmpty();
        assertThat(guest.status()).isEqualTo("unknown");
        assertThat(guest.memoryBytes()).isEmpty();
        assertThat(judged.config()).isEmpty();
    }

    /// `snapshot-create-rollback-delete`: the configuration is neither the old nor the new one.
    @Test
    void aConfigurationUnderARollbackChangesNothing() {
        Guest row = locked("old-name", "running", "rollback");
        Map<String, String> half = new TreeMap<>(with("name", "old-name"));
        half.put("lock", "rollback");

        Judged judged = GuestReconciler.judge(NOW, answered(evidence(row, WEB), found(half)));

        assertThat(judged.conclusion().orElseThrow().guest().name()).contains("web");
        assertThat(judged.config()).isEmpty();
    }

    /// `node-down`: a node that has just booted shows its guests without names.
    @Test
    void aRowWithoutANameIsLeftAsItIsForTheMemoryToKeepWhatItKnows() {
        Guest nameless = guest(Optional.empty(), "stopped", "pve1", List.of(), Optional.empty());

        assertThat(judged(answered(evidence(nameless, WEB), found(CONFIG)))).isEqualTo(nameless);
    }

    /// `config-put`: only a changed digest says that somebody has to be named for it.
    @Test
    void anotherDigestThanWithTheLastSnapshotsIsAChangeOfConfiguration() {
        Judged changed = GuestReconciler.judge(NOW, answered(evidence(WEB, WEB), found(with("onboot", "1"))));
        Judged same = GuestReconciler.judge(NOW, answered(evidence(WEB, WEB), found(CONFIG)));

        assertThat(changed.reconfigured()).isTrue();
        assertThat(changed.config().orElseThrow().entries()).containsEntry("onboot", "1");
        assertThat(same.reconfigured()).isFalse();
    }
}
