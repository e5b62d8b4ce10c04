package io.github.proxmoxmcp.server.approval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.proxmoxmcp.persistence.Store;
import io.github.proxmoxmcp.persistence.StoreLocation;
import io.github.proxmoxmcp.persistence.acting.Passkey;
import io.github.proxmoxmcp.persistence.acting.Plan;
import io.github.proxmoxmcp.persistence.acting.PlanApproval;
import io.github.proxmoxmcp.persistence.sql.Stores;
import io.github.proxmoxmcp.server.config.PolicySettings;
import io.github.proxmoxmcp.server.tool.ToolException.BadArgument;
import io.github.proxmoxmcp.server.tool.ToolException.Refused;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every way to have a plan count as approved by a passkey without its owner's finger that we could think of; and the
/// right way.
class PasskeysTest {

    private static final PageOrigin PAGE = new PageOrigin("http://localhost:8765", "localhost");
    private static final String SESSION = "session 1";
    private static final OperatorKey.Made ALICE = OperatorKey.makePlain();
    private static final OperatorKey.Made BOB = OperatorKey.makePlain();
    private static final PolicySettings POLICY = policy(Map.of("alice", ALICE.publicKey(), "bob", BOB.publicKey()));

    private final SoftDevice device = new SoftDevice(7);
    private Instant now = Instant.parse("2026-12-01T10:00:00Z");

    @TempDir
    private Path folder;

    private Optional<Store> opened = Optional.empty();

    @BeforeEach
    void open() {
        opened = Optional.of(Stores.open(new StoreLocation.File(folder.resolve("state.db")), InstantSource.system()));
    }

    @AfterEach
    void close() {
        opened.ifPresent(Store::close);
    }

    @Test
    void aPasskeyCountsOnlyOnceAnOperatorApprovedIt() {
        Passkey enrolled = enrolled("carol", device);

        assertThat(Vouching.code(enrolled)).matches("[0-9a-f]{5}(-[0-9a-f]{5}){3}");
        assertThat(Passkeys.list(store(), POLICY))
                .extracting(Passkeys.Listed::standing)
                .containsExactly("waits for an operator");
        assertRefused(() -> approved("h1", device), "bad_passkey", "no operator has approved it yet");

        vouch(enrolled, "alice", ALICE);

        assertThat(Passkeys.list(store(), POLICY))
                .extracting(Passkeys.Listed::standing)
                .containsExactly("approved by alice");
        approved("h1", device);
        assertThat(given("h1")).isEqualTo("carol by passkey");
        assertThat(given("h2")).isEmpty();
    }

    @Test
    void anAssertionIsWorthNothingForAnotherPlanOrASecondTime() {
        vouch(enrolled("carol", device), "alice", ALICE);
        Assertion forOther = device.answer(PAGE.text(), Passkeys.challenge(plan("h2")));

        assertRefused(() -> approve(plan("h1"), forOther), "bad_passkey", "it is not over what was asked");
        Assertion once = device.answer(PAGE.text(), Passkeys.challenge(plan("h1")));
        approve(plan("h1"), once);
        approved("h3", device);
        approve(plan("h1"), once);
        assertThat(Passkeys.list(store(), POLICY))
                .extracting(Passkeys.Listed::standing)
                .containsExactly("approved by alice");
        store().operators().approve(new PlanApproval("h2", "carol", PlanApproval.Kind.PASSKEY, once.json()));
        assertThat(given("h2")).isEmpty();
    }

    @Test
    void anotherPageAndADeviceThatVerifiesNobodyApproveNothing() {
        vouch(enrolled("carol", device), "alice", ALICE);
        String challenge = Passkeys.challenge(plan("h1"));

        for (String origin : List.of("http://localhost:3000", "https://localhost:8765", "https://evil.example")) {
            Assertion elsewhere = device.answer(origin, challenge);
            assertRefused(() -> approve(plan("h1"), elsewhere), "bad_passkey", "it was made on another page");
        }
        device.verifiesNobody();
        Assertion unverified = device.answer(PAGE.text(), challenge);
        assertRefused(() -> approve(plan("h1"), unverified), "bad_passkey", "it needs a PIN, a finger or a face");
        assertThat(Passkeys.list(store(), POLICY))
                .extracting(Passkeys.Listed::standing)
                .containsExactly("approved by alice");
    }

    @Test
    void whatWasSignedByAnotherKeyOrChangedOnItsWayApprovesNothing() {
        vouch(enrolled("carol", device), "alice", ALICE);
        String challenge = Passkeys.challenge(plan("h1"));
        Assertion good = device.answer(PAGE.text(), challenge);
        Assertion others = new SoftDevice(99).answer(PAGE.text(), challenge);

        assertRefused(() -> approve(plan("h1"), others), "bad_passkey", "it is not known here");
        for (Assertion forged : List.of(
                new Assertion(good.credential(), others.authenticatorData(), good.clientData(), good.signature()),
                new Assertion(good.credential(), good.authenticatorData(), good.clientData(), others.signature()))) {
            assertRefused(() -> approve(plan("h1"), forged), "bad_passkey", "it is not signed by this passkey");
        }
        SoftDevice early = new SoftDevice(1);
        assertRefused(
                () -> approve(
                        plan("h1"),
                        new Assertion(
                                good.credential(),
                                early.answer(PAGE.text(), challenge).authenticatorData(),
                                good.clientData(),
                                good.signature())),
                "bad_passkey",
                "it is not signed by this passkey");
        for (String odd : List.of("", "!", "AAAA", "e30")) {
            assertRefused(
                    () -> approve(
                            plan("h1"), new Assertion(good.credential(), odd, good.clientData(), good.signature())),
                    "bad_passkey",
                    "it cannot be read");
        }
        assertThat(Passkeys.list(store(), POLICY))
                .extracting(Passkeys.Listed::standing)
                .containsExactly("approved by alice");
    }

    @Test
    void aPasskeyThatWasCopiedEndsForBothAndSoDoesWhatItApproved() {
        vouch(enrolled("carol", device), "alice", ALICE);
        SoftDevice copy = device.copy();
        approved("h1", device);
        approved("h2", device);
        assertThat(given("h2")).isEqualTo("carol by passkey");

        assertRefused(() -> approved("h3", copy), "bad_passkey", "its counter went backwards");

        assertRefused(() -> approved("h4", device), "bad_passkey", "no operator has approved it yet");
        assertThat(given("h2")).isEmpty();
        assertThat(Passkeys.list(store(), POLICY))
                .extracting(Passkeys.Listed::standing)
                .containsExactly("ended: its counter went backwards, so there is a copy of it");
        assertThat(store().audit().list(Optional.empty(), Optional.empty(), 1).getFirst())
                .matches(entry -> entry.action().equals("passkey")
                        && entry.outcome().equals("ended")
                        && entry.principal().equals("server"));
    }

    @Test
    void aFormThatIsSentTwiceAtOnceIsNoCopy() {
        vouch(enrolled("carol", device), "alice", ALICE);
        Assertion twice = device.answer(PAGE.text(), Passkeys.challenge(plan("h1")));

        passkeys().approval(plan("h1"), PAGE, twice);

        assertRefused(() -> passkeys().approval(plan("h1"), PAGE, twice), "bad_passkey", "it was used before");
        approved("h2", device);
        assertThat(given("h2")).isEqualTo("carol by passkey");
    }

    @Test
    void aDeviceThatDoesNotCountIsGoodAgainAndAgain() {
        SoftDevice synced = new SoftDevice(0);
        vouch(enrolled("carol", synced), "alice", ALICE);

        approved("h1", synced);
        approved("h2", synced);

        assertThat(given("h1") + given("h2")).isEqualTo("carol by passkeycarol by passkey");
    }

    @Test
    void whoeverCanWriteToTheStoreCannotMakeAPasskeyThatCounts() {
        Passkey enrolled = enrolled("carol", device);
        OperatorKey mallory =
                OperatorKey.openPlain(OperatorKey.makePlain().file()).orElseThrow();
        Vouching.vouch(store(), enrolled, "alice", mallory, now);

        assertRefused(() -> approved("h1", device), "bad_passkey", "no operator has approved it yet");
        assertThat(Passkeys.list(store(), POLICY).getFirst().standing()).startsWith("counts no more: ");

        // Of a good one every part is signed.
        SoftDevice second = new SoftDevice(1);
        Passkey good = enrolled("dave", second);
        vouch(good, "alice", ALICE);
        Passkey kept = store().passkeys().get(good.id()).orElseThrow();
        Map<String, String> operators = Operators.known(POLICY, store());
        assertThat(Vouching.voucher(kept, operators)).contains("alice");
        assertThat(List.of(
                        changed(kept, "erin", kept.origin(), kept.credential()),
                        changed(kept, "dave", "http://localhost:1", kept.credential()),
                        changed(kept, "dave", kept.origin(), enrolled.credential())))
                .allMatch(passkey -> Vouching.voucher(passkey, operators).isEmpty());
        assertThat(Vouching.voucher(kept, Map.of("bob", BOB.publicKey()))).isEmpty();
    }

    @Test
    void aPasskeyOfWhoHasAKeyIsApprovedWithThatKeyOnly() {
        Passkey enrolled = enrolled("bob", device);

        assertRefused(
                () -> Vouching.requireTheirs(enrolled, "alice", Operators.known(POLICY, store())),
                "passkey_of_another",
                "bob is an operator with a key");
        vouch(enrolled, "alice", ALICE);
        assertRefused(() -> approved("h1", device), "bad_passkey", "no operator has approved it yet");
    }

    @Test
    void twoPeopleAreTwoNamesThatRestOnTwoKeys() {
        SoftDevice ofCarol = new SoftDevice(1);
        SoftDevice ofDave = new SoftDevice(1);
        vouch(enrolled("carol", ofCarol), "alice", ALICE);
        vouch(enrolled("dave", ofDave), "bob", BOB);

        approved("h1", ofCarol);
        signed("h1", "alice", ALICE);
        assertThat(approvals("h1").names()).isEqualTo("alice and carol by passkey");
        assertThat(approvals("h1").areOf(1)).isTrue();
        assertThat(approvals("h1").areOf(2)).isFalse();

        approved("h1", ofDave);
        assertThat(approvals("h1").areOf(2)).isTrue();

        signed("h2", "alice", ALICE);
        signed("h2", "alice", BOB);
        assertThat(approvals("h2").areOf(2)).isFalse();
        signed("h2", "bob", BOB);
        assertThat(approvals("h2").areOf(2)).isTrue();
    }

    @Test
    void anInvitationIsOfOneSessionAndOfAWhile() {
        String invitation = passkeys().invitation(SESSION);
        Passkeys.NewPasskey made = device.made("carol", PAGE.text(), invitation);

        assertRefused(
                () -> passkeys().enrol("token:x", "session 2", PAGE, made), "bad_passkey", "not made for this sign-in");
        now = now.plus(Duration.ofMinutes(11));
        assertRefused(
                () -> passkeys().enrol("token:x", SESSION, PAGE, made), "bad_passkey", "not made for this sign-in");
        now = now.minus(Duration.ofMinutes(2));
        assertRefused(
                () -> passkeys()
                        .enrol(
                                "token:x",
                                SESSION,
                                PAGE,
                                device.made(
                                        "carol",
                                        "http://localhost:3000",
                                        passkeys().invitation(SESSION))),
                "bad_passkey",
                "it was made on another page");
        passkeys().enrol("token:x", SESSION, PAGE, made);
        assertRefused(() -> passkeys().enrol("token:x", SESSION, PAGE, made), "bad_passkey", "it is known already");
    }

    @Test
    void aNameIsANameAndOnlySoManyPasskeysWait() {
        assertThatThrownBy(() -> enrolled("carol\u202e", device)).isInstanceOf(BadArgument.class);
        for (int i = 0; i < 20; i++) {
            enrolled("carol" + i, new SoftDevice(0));
        }

        assertRefused(() -> enrolled("carol", device), "passkeys_waiting", "20 passkeys wait for an operator");

        now = now.plus(Duration.ofDays(2));
        enrolled("carol", device);
        assertThat(store().passkeys().list()).hasSize(1);
    }

    private Store store() {
        return opened.orElseThrow();
    }

    private Passkeys passkeys() {
        return new Passkeys(
                this::store, POLICY, () -> now, new SecureRandom(), () -> "key".getBytes(StandardCharsets.UTF_8));
    }

    private Passkey enrolled(String person, SoftDevice made) {
        return passkeys()
                .enrol(
                        "token:laptop",
                        SESSION,
                        PAGE,
                        made.made(person, PAGE.text(), passkeys().invitation(SESSION)));
    }

    private void vouch(Passkey passkey, String operator, OperatorKey.Made key) {
        Vouching.vouch(
                store(), passkey, operator, OperatorKey.openPlain(key.file()).orElseThrow(), now);
    }

    private void approved(String hash, SoftDevice with) {
        approve(plan(hash), with.answer(PAGE.text(), Passkeys.challenge(plan(hash))));
    }

    private void approve(Plan plan, Assertion assertion) {
        store().operators().approve(passkeys().approval(plan, PAGE, assertion));
    }

    private void signed(String hash, String operator, OperatorKey.Made key) {
        String signature = OperatorKey.openPlain(key.file()).orElseThrow().sign(hash);
        store().operators().approve(new PlanApproval(hash, operator, PlanApproval.Kind.KEY, signature));
    }

    private Approvals approvals(String hash) {
        return Approvals.of(store(), POLICY, hash, hash);
    }

    private String given(String hash) {
        return approvals(hash).names();
    }

    private static Passkey changed(Passkey from, String person, String origin, String credential) {
        return new Passkey(
                from.id(),
                person,
                origin,
                credential,
                from.backedUp(),
                from.counter(),
                from.enrolledBy(),
                from.enrolledAt(),
                from.vouch(),
                from.end());
    }

    /// One whose id is its hash, too.
    private Plan plan(String hash) {
        return new Plan(
                hash,
                "lab",
                "stop_guest",
                "me",
                hash,
                "{}",
                Plan.Status.OPEN,
                now,
                now.plusSeconds(600),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static PolicySettings policy(Map<String, String> operators) {
        PolicySettings usual = PolicySettings.usual();
        return new PolicySettings(
                usual.operate(),
                usual.destructive(),
                usual.twoPeople(),
                usual.undoableOnly(),
                operators,
                usual.planLife(),
                usual.scope(),
                usual.scopes(),
                usual.runInGuest(),
                usual.downloadFrom());
    }

    private static void assertRefused(
            org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String code, String why) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.getMessage())
                                .startsWith(code + ": ")
                                .contains(why));
    }
}
