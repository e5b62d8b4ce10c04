package io.github.proxmoxmcp.server.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.demo.DemoCluster;
import io.github.proxmoxmcp.demo.access.TokenLevel;
import io.github.proxmoxmcp.demo.model.DemoSettings;
import io.github.proxmoxmcp.persistence.Store;
import io.github.proxmoxmcp.persistence.StoreLocation;
import io.github.proxmoxmcp.persistence.acting.AuditEntry;
import io.github.proxmoxmcp.persistence.acting.Passkey;
import io.github.proxmoxmcp.persistence.acting.Plan;
import io.github.proxmoxmcp.persistence.acting.PlanApproval;
import io.github.proxmoxmcp.persistence.sql.Stores;
import io.github.proxmoxmcp.server.RunningServer;
import io.github.proxmoxmcp.server.approval.OperatorKey;
import io.github.proxmoxmcp.server.approval.PageOrigin;
import io.github.proxmoxmcp.server.approval.Passkeys;
import io.github.proxmoxmcp.server.approval.SoftDevice;
import io.github.proxmoxmcp.server.approval.Vouching;
import io.github.proxmoxmcp.server.cli.Program;
import io.github.proxmoxmcp.server.config.CommandSettings;
import io.github.proxmoxmcp.server.config.ConfigurationReader;
import io.github.proxmoxmcp.server.config.PolicySettings;
import io.github.proxmoxmcp.server.mcp.ToolClient.Result;
import io.github.proxmoxmcp.server.tool.Effect;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every way to have something destructive done without a human's yes that we could think of; and the one right way.
class ApprovalTest {

    private static final String PASSPHRASE = "correct horse battery";

    /// A key whose passphrase costs no second: what it takes to guess one is no matter of these tests.
    private static final OperatorKey.Made ALICE = OperatorKey.make(PASSPHRASE.toCharArray(), new SecureRandom(), 1);

    private static final OperatorKey.Made BOB = OperatorKey.make(PASSPHRASE.toCharArray(), new SecureRandom(), 1);

    private static final PageOrigin PAGE = new PageOrigin("http://localhost:8765", "localhost");

    private static Optional<DemoCluster> demo = Optional.empty();

    private Optional<RunningServer> server = Optional.empty();

    @TempDir
    private Path folder;

    @BeforeAll
    static void startCluster() {
        demo = Optional.of(DemoCluster.start(DemoSettings.parse("nodes=3,guests=40,seed=1,pace=0.1")));
    }

    @AfterAll
    static void stopCluster() {
        demo.ifPresent(DemoCluster::close);
    }

    @BeforeEach
    void start() {
        server = Optional.of(another());
    }

    @AfterEach
    void stop() {
        server.ifPresent(RunningServer::close);
    }

    @Test
    void noArgumentApproves() {
        for (String name : List.of("approve", "approved", "confirm", "force", "yes", "operator", "signature")) {
            Result result = call("stop_guest", "guest", 100, name, true);

            assertThat(result.failed()).isTrue();
            assertThat(result.text()).contains("unknown argument '" + name + "'");
        }
        assertThat(call("apply_plan", "plan", planned(100), "approve", true).text())
                .contains("unknown argument");
        assertThat(isRunning(100)).isTrue();
    }

    @Test
    void aPlanThatNobodyApprovedIsNotApplied() {
        Result applied = call("apply_plan", "plan", planned(100));

        assertThat(applied.structured()).containsEntry("state", "needs_approval");
        assertThat(isRunning(100)).isTrue();
    }

    @Test
    void aPlanThatDoesNotExistOrIsAnothersIsNotFound() {
        String ofBob = with(
                store -> Plans.add(store, stopOf(100), "bob", Instant.now(), Duration.ofMinutes(5), new SecureRandom())
                        .id());

        assertThat(call("apply_plan", "plan", "aaaaaaaaaa").text()).contains("There is no plan 'aaaaaaaaaa' of yours");
        assertThat(call("apply_plan", "plan", ofBob).text()).contains("There is no plan '" + ofBob + "' of yours");
        assertThat(call("get_plan", "plan", ofBob).failed()).isTrue();
    }

    @Test
    void thatTheStoreSaysApprovedIsNotEnough() {
        String plan = planned(100);
        with(store -> store.plans().decide(plan, true, "operator alice", Instant.now()));

        Result applied = call("apply_plan", "plan", plan);

        assertThat(applied.text()).startsWith("bad_approval: ");
        assertThat(isRunning(100)).isTrue();
    }

    @Test
    void aSignatureOfAStrangerIsNone() {
        pinAlice();
        String plan = planned(100);
        char[] passphrase = "my own passphrase".toCharArray();
        OperatorKey mine = OperatorKey.open(
                        OperatorKey.make(passphrase, new SecureRandom(), 1).file(), passphrase)
                .orElseThrow();
        with(store -> {
            store.operators().approve(PlanDecisions.signed(plan(store, plan), "alice", mine));
            return store.plans().decide(plan, true, "operator alice", Instant.now());
        });

        assertThat(call("apply_plan", "plan", plan).text()).startsWith("bad_approval: ");
        assertThat(isRunning(100)).isTrue();
    }

    @Test
    void theSignatureOverOnePlanIsWorthNothingForAnother() {
        pinAlice();
        String harmless = planned(101);
        String wanted = planned(100);
        run("approve", harmless);
        with(store -> {
            PlanApproval other = store.operators().approvals(harmless).getFirst();
            store.operators().approve(new PlanApproval(wanted, "alice", other.kind(), other.evidence()));
            return store.plans().decide(wanted, true, "operator alice", Instant.now());
        });

        assertThat(call("apply_plan", "plan", wanted).text()).startsWith("bad_approval: ");
        assertThat(isRunning(100)).isTrue();
    }

    @Test
    void aPlanThatWasChangedAfterwardsIsRefused() throws SQLException {
        pinAlice();
        String plan = planned(101);
        run("approve", plan);
        sql("update plan set body = replace(body, '101', '100') where id = ?", plan);

        assertThat(call("apply_plan", "plan", plan).text()).startsWith("plan_changed: ");
        assertThat(isRunning(100)).isTrue();
    }

    @Test
    void aDeletionThatCallsItselfHarmlessStillNeedsAHuman() {
        Action disguised = Calls.action("power_guest", Effect.OPERATE, cluster(), "start guest 100")
                .then(Calls.delete("/nodes/pve1/qemu/100", Map.of(), "start guest 100"));
        String plan = with(
                store -> Plans.add(store, disguised, "local", Instant.now(), Duration.ofMinutes(5), new SecureRandom())
                        .id());

        assertThat(call("apply_plan", "plan", plan).structured()).containsEntry("state", "needs_approval");
    }

    @Test
    void anExpiredPlanIsRefused() {
        Instant longAgo = Instant.now().minus(Duration.ofHours(1));
        String plan = with(
                store -> Plans.add(store, stopOf(100), "local", longAgo, Duration.ofMinutes(10), new SecureRandom())
                        .id());

        assertThat(call("apply_plan", "plan", plan).text()).startsWith("plan_expired: ");
        assertThat(call("get_plan", "plan", plan).structured()).containsEntry("state", "expired");
    }

    @Test
    void whatAnOperatorSignedIsDoneOnceByWhoeverOfManyComesFirst() throws Exception {
        pinAlice();
        String plan = planned(103);
        run("approve", plan);

        try (RunningServer other = another();
                ExecutorService threads = Executors.newFixedThreadPool(2)) {
            List<Future<Result>> races = List.of(
                    threads.submit(() -> call("apply_plan", "plan", plan)),
                    threads.submit(() -> other.call("apply_plan", "plan", plan)));
            Result first = races.getFirst().get();
            Result second = races.getLast().get();

            assertThat(first.failed()).describedAs(first.text() + second.text()).isNotEqualTo(second.failed());
            assertThat((first.failed() ? first : second).text()).matches("(?s)plan_(used|taken): .*");
        }
        assertThat(call("apply_plan", "plan", plan).text()).startsWith("plan_used: ");
        assertThat(isRunning(103)).isFalse();
        assertThat(this.<List<String>>with(
                        store -> store.audit().list(Optional.empty(), Optional.empty(), 50).reversed().stream()
                                .map(entry -> entry.principal() + " " + entry.outcome())
                                .toList()))
                .containsSubsequence("local planned", "alice approved", "local intent", "local done");
    }

    /// The mark in the store is only a mark: whoever writes there could take it off.
    @Test
    void aPlanThatTheAuditHasBegunIsNotBegunAgain() throws SQLException {
        pinAlice();
        String plan = planned(106);
        run("approve", plan);
        call("apply_plan", "plan", plan);
        sql("update plan set status = 'approved' where id = ?", plan);

        assertThat(call("apply_plan", "plan", plan).text()).startsWith("plan_used: ");
        assertThat(this.<Long>with(store -> store.audit().ofPlan(plan).stream()
                        .filter(entry -> entry.outcome().equals("intent"))
                        .count()))
                .isEqualTo(1);
    }

    @Test
    void whatTheConfigurationDoesNotAllowIsRefusedInAPlanThatTheStoreHas() {
        String exec = "/nodes/pve1/qemu/100/agent/exec";
        Action forged = Calls.action("power_guest", Effect.OPERATE, cluster(), "start guest 100")
                .then(Calls.post(exec, Map.of("command", List.of("/bin/sh", "-c", "id")), "start guest 100"));
        String plan = with(
                store -> Plans.add(store, forged, "local", Instant.now(), Duration.ofMinutes(5), new SecureRandom())
                        .id());

        assertThat(call("apply_plan", "plan", plan).text()).startsWith("disabled: ");
        assertThat(call("change_api", "method", "post", "path", exec, "parameters", List.of("command=id"))
                        .text())
                .startsWith("disabled: ");
    }

    @Test
    void aPlanOfTheStoreIsReadAsCarefullyAsACall() {
        Action forged = Calls.action("power_guest", Effect.OPERATE, cluster(), "start guest 100")
                .then(Calls.post("/nodes/pve1/qemu/%3100/status/start", Map.of(), "start guest 100"));
        String plan = with(
                store -> Plans.add(store, forged, "local", Instant.now(), Duration.ofMinutes(5), new SecureRandom())
                        .id());

        assertThat(call("apply_plan", "plan", plan).text()).startsWith("not sent: ");
    }

    @Test
    void whatClusterIsFrozenMustBeThere() {
        assertThat(run("freeze", "--cluster", "hoome")).isNotZero();
        assertThat(call("power_guest", "guest", 107, "action", "start", "dry_run", true)
                        .failed())
                .isFalse();
        assertThat(run("freeze", "--cluster", cluster())).isZero();
        assertThat(run("unfreeze", "--cluster", cluster())).isZero();
    }

    @Test
    void anOperatorWhoSaysNoIsObeyed() {
        String plan = planned(100);

        assertThat(run("deny", plan)).isZero();
        assertThat(call("apply_plan", "plan", plan).text()).startsWith("denied: ");
        assertThat(run("deny", plan)).isEqualTo(1);
    }

    @Test
    void aFreezeHoldsAtOnceInEveryProcessUntilItIsLifted() {
        assertThat(run("freeze", "--reason", "incident")).isZero();

        Result frozen = call("power_guest", "guest", 100, "action", "suspend");

        assertThat(frozen.text()).startsWith("frozen: ").contains("incident").contains("unfreeze");
        assertThat(run("unfreeze")).isZero();
        assertThat(call("power_guest", "guest", 104, "action", "suspend", "dry_run", true)
                        .failed())
                .isFalse();
    }

    @Test
    void aPlanIsRefusedWhenTheWorldMoved() {
        String start = text(call("power_guest", "guest", 101, "action", "suspend", "dry_run", true), "plan");
        demo.orElseThrow().world().setConfig(101, "lock", "backup");

        Result applied = call("apply_plan", "plan", start);

        assertThat(applied.text()).startsWith("plan_drifted: ").contains("locked (backup)");
    }

    @Test
    void twoPeopleApproveWithAKeyAndAPasskeyAndTheAuditProvesBoth() throws IOException, SQLException {
        pinAlice();
        Path bobs = Files.writeString(folder.resolve("bob.key"), BOB.file());
        String config = Files.writeString(
                        folder.resolve("two.yaml"),
                        "approval:\n  two_people: [destructive]\n  operators:\n    alice: " + ALICE.publicKey()
                                + "\n    bob: " + BOB.publicKey() + "\n")
                .toString();
        stop();
        server = Optional.of(
                RunningServer.of(demo.orElseThrow(), TokenLevel.FULL, folder, "--access", "admin", "--config", config));
        SoftDevice device = new SoftDevice(1);
        String code = with(store -> Vouching.code(enrolled(store, device)));
        String plan = planned(103);

        assertThat(run("approve", plan, "--config", config)).isZero();

        assertThat(text(call("apply_plan", "plan", plan), "next"))
                .startsWith("a second operator approves it, as alice did, on the server's machine");
        assertThat(run("passkey", "approve", code.replaceFirst("^.", "x"), "--config", config))
                .isEqualTo(1);
        assertThat(run("passkey", "approve", code, "--key", bobs.toString(), "--config", config))
                .isZero();
        with(store -> approvedOnThePage(store, plan, device, Path.of(config).toAbsolutePath()));
        Result applied = call("apply_plan", "plan", plan);
        assertThat(applied.structured()).describedAs(applied.text()).containsEntry("state", "ok");
        assertThat(this.<String>with(store -> store.audit().ofPlan(plan).stream()
                        .map(AuditEntry::body)
                        .collect(Collectors.joining("\n"))))
                .contains("\"approved_by\":\"operator alice and carol by passkey\"");
        assertThat(run("passkey", "list", "--config", config)).isZero();
        assertThat(run("passkey", "remove", code, "--config", config)).isZero();
        assertThat(run("audit", "verify", "--config", config)).isZero();

        sql(
                "update plan_approval set evidence = replace(evidence, 'A', 'B') where kind = 'passkey' and plan = ?",
                plan);
        assertThat(run("audit", "verify", "--config", config)).isEqualTo(1);
    }

    private static Passkey enrolled(Store store, SoftDevice device) {
        Passkeys passkeys = passkeys(store, PolicySettings.usual());
        return passkeys.enrol(
                "token:laptop", "session", PAGE, device.made("carol", PAGE.text(), passkeys.invitation("session")));
    }

    private static Passkeys passkeys(Store store, PolicySettings policy) {
        return new Passkeys(() -> store, policy, InstantSource.system(), new SecureRandom(), () -> new byte[32]);
    }

    private boolean approvedOnThePage(Store store, String id, SoftDevice device, Path config) {
        PolicySettings policy = new ConfigurationReader(Map.of("PROXMOX_MCP_CONFIG", config.toString()), folder)
                .read(CommandSettings.none())
                .policy();
        Plan plan = PlanDecisions.open(store, id, Instant.now());
        PlanApproval approval =
                passkeys(store, policy).approval(plan, PAGE, device.answer(PAGE.text(), Passkeys.challenge(plan)));
        return PlanDecisions.approve(store, policy, plan, approval, Instant.now())
                .isEmpty();
    }

    @Test
    void auditCommandsShowAndVerify() {
        planned(100);

        assertThat(run("audit", "list")).isZero();
        assertThat(run("audit", "verify")).isZero();
        assertThat(run("audit", "export")).isZero();
        assertThat(run("operator", "init", "--name", "alice")).isZero();
        assertThat(run("audit", "checkpoint")).isZero();
        assertThat(run("audit", "verify")).isZero();
        assertThat(this.<List<String>>with(store -> store.audit().checkpoints().stream()
                        .map(checkpoint -> checkpoint.signer())
                        .toList()))
                .containsExactly("alice");
        assertThat(run("plans", "--output", "json")).isZero();
    }

    @Test
    void auditVerifyComparesTheAnchorThatWasConfiguredOrIsGiven() throws IOException {
        planned(100);
        pinAlice();
        Path anchor = folder.resolve("anchor.log");
        Path config = Files.writeString(folder.resolve("anchored.yaml"), "audit:\n  anchor: " + anchor + "\n");
        assertThat(run("audit", "verify", "--config", config.toString())).isZero();
        assertThat(run("audit", "checkpoint", "--config", config.toString())).isZero();
        assertThat(Files.readAllLines(anchor)).singleElement().asString().contains("\"signer\":\"alice\"");
        assertThat(run("audit", "verify", "--config", config.toString())).isZero();

        Path kept = Files.writeString(
                folder.resolve("kept.log"), Files.readString(anchor).replaceFirst("\"hash\":\"..", "\"hash\":\"zz"));

        assertThat(run("audit", "verify", "--anchor", kept.toString())).isEqualTo(1);
        assertThat(run("audit", "verify", "--anchor", folder.resolve("none").toString()))
                .isEqualTo(1);
        Files.delete(anchor);
        assertThat(run("audit", "verify", "--config", config.toString())).isEqualTo(1);
    }

    private Action stopOf(int vmid) {
        return Calls.action("stop_guest", Effect.DESTRUCTIVE, cluster(), "stop guest " + vmid)
                .then(Calls.post("/nodes/pve1/qemu/" + vmid + "/status/stop", Map.of(), "stop"));
    }

    private String cluster() {
        return "127.0.0.1";
    }

    private String planned(int vmid) {
        return text(call("stop_guest", "guest", vmid, "dry_run", true), "plan");
    }

    private static String text(Result result, String key) {
        assertThat(result.failed()).describedAs(result.text()).isFalse();
        return Optional.ofNullable(result.structured().get(key)).orElseThrow().toString();
    }

    private RunningServer another() {
        return RunningServer.of(demo.orElseThrow(), TokenLevel.FULL, folder, "--access", "admin");
    }

    private Result call(String tool, Object... pairs) {
        return server.orElseThrow().call(tool, pairs);
    }

    private boolean isRunning(int vmid) {
        return "running"
                .equals(call("get_guest", "guest", vmid, "fresh", true)
                        .structured()
                        .get("status"));
    }

    private <T> T with(Function<Store, T> work) {
        try (Store store =
                Stores.open(StoreLocation.parse(folder.resolve("state.db").toString()), InstantSource.system())) {
            return work.apply(store);
        }
    }

    private static Plan plan(Store store, String id) {
        return store.plans().get(id).orElseThrow();
    }

    private void sql(String statement, String value) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("state.db"));
                PreparedStatement prepared = connection.prepareStatement(statement)) {
            prepared.setString(1, value);
            assertThat(prepared.executeUpdate()).isEqualTo(1);
        }
    }

    private void pinAlice() {
        try {
            Files.writeString(folder.resolve("operator.key"), ALICE.file());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        with(store -> {
            store.operators().add("alice", ALICE.publicKey(), Instant.now());
            return true;
        });
    }

    /// The command line as a person uses it, on the servers' store.
    private int run(String... arguments) {
        try {
            Path passphrase = Files.setPosixFilePermissions(
                    Files.writeString(folder.resolve("passphrase"), PASSPHRASE),
                    PosixFilePermissions.fromString("rw-------"));
            Map<String, String> environment = Map.of(
                    "PROXMOX_MCP_STATE", folder.resolve("state.db").toString(),
                    "PROXMOX_MCP_OPERATOR_KEY", folder.resolve("operator.key").toString(),
                    "PROXMOX_MCP_OPERATOR_PASSPHRASE_FILE", passphrase.toString());
            return new Program(environment).run(arguments);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
