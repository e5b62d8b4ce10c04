package io.github.proxmoxmcp.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.server.approval.Assertion;
import io.github.proxmoxmcp.server.approval.OperatorKey;
import io.github.proxmoxmcp.server.approval.Passkeys;
import io.github.proxmoxmcp.server.approval.SoftDevice;
import io.github.proxmoxmcp.server.approval.Vouching;
import io.github.proxmoxmcp.server.tool.Access;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Plans on the page, from what an assistant plans to what is done, and whatever else could pass for a person's yes.
@Timeout(60)
class PagePlansTest {

    private static final OperatorKey.Made ALICE = OperatorKey.makePlain();
    private static final Pattern CODE = Pattern.compile("\\?made=([0-9a-f-]{23})");

    @TempDir
    private static Path folder;

    private static ServedDemo demo;
    private static HttpSession assistant;
    private static String token;

    @BeforeAll
    static void start() {
        demo = new ServedDemo(
                folder,
                "nodes=3,guests=40,seed=1,pace=0.1",
                "access: admin\napproval:\n  operators:\n    alice: " + ALICE.publicKey() + "\nhttp:\n  listen: 0\n");
        token = demo.token("assistant", Access.ADMIN);
        assistant = HttpSession.open(demo.url() + "/mcp", Optional.of(token));
    }

    @AfterAll
    static void stop() {
        assistant.close();
        demo.close();
    }

    @Test
    void aPersonMakesAPasskeyAnOperatorApprovesItAndItApprovesAPlan() {
        Browser carol = signedIn();
        SoftDevice device = new SoftDevice(1);
        String plan = planned(100);
        assertThat(carol.get("/plans/" + plan).body()).contains("What: stop guest 100", "open");

        String code = enrolled(carol, "carol", device);
        assertThat(carol.get("/passkeys?made=" + code).body())
                .contains("<code>proxmox-mcp passkey approve " + code + "</code>", "waits for an operator");
        assertThat(carol.get("/passkeys?made=11111-22222-33333-44444").body()).doesNotContain("11111");
        assertThat(approve(carol, plan, device).body()).contains("no operator has approved it yet");
        vouched(code);

        assertThat(carol.get("/plans").body()).contains("<a href=\"/plans/" + plan + "\">stop guest 100");
        HttpResponse<String> approved = approve(carol, plan, device);
        assertThat(approved.statusCode()).describedAs(approved.body()).isEqualTo(303);
        assertThat(carol.get("/plans/" + plan).body())
                .contains("approved", "apply_plan plan=" + plan, "carol by passkey")
                .doesNotContain("Your answer");
        assertThat(assistant
                        .call("apply_plan", Map.of("plan", plan))
                        .path("state")
                        .asString())
                .isEqualTo("ok");
        assertThat(carol.get("/plans/" + plan).body()).contains("It is done.");
        assertThat(carol.get("/plans").body()).doesNotContain("<h3><a href=\"/plans/" + plan);
        assertThat(ofPlan(plan)).contains("approved by carol", "done by token:assistant");
    }

    @Test
    void aStolenSessionAloneApprovesNothing() {
        Browser thief = signedIn().with(signedIn().cookie().orElseThrow());
        SoftDevice known = vouchedFor("dave");
        String plan = planned(102);
        String other = planned(104);
        Assertion forOther = known.answer(localhost(), challenge(thief, other));

        for (Map<String, String> fields : java.util.List.of(
                Map.of("action", "approve"),
                fields(new SoftDevice(1).answer(localhost(), challenge(thief, plan))),
                fields(forOther),
                fields(known.answer("http://localhost:1", challenge(thief, plan))))) {
            HttpResponse<String> answer = thief.submit("/plans/" + plan, fields);
            assertThat(answer.statusCode()).isEqualTo(403);
            assertThat(answer.body()).contains("the passkey was not accepted");
        }

        JsonNode applied = assistant.call("apply_plan", Map.of("plan", plan));
        assertThat(applied.path("state").asString()).isEqualTo("needs_approval");
        assertThat(ofPlan(plan)).contains("refused by token:assistant").doesNotContain("approved by");
    }

    @Test
    void whatABearerOfTheTokenSendsWithoutASessionIsNoForm() {
        SoftDevice device = vouchedFor("erin");
        String plan = planned(105);
        Browser script = new Browser("http://localhost:" + demo.port());
        Map<String, String> fields =
                new LinkedHashMap<>(fields(device.answer(localhost(), challenge(signedIn(), plan))));

        HttpResponse<String> sent =
                script.send(script.form("/plans/" + plan, fields).header("Authorization", "Bearer " + token));

        assertThat(sent.statusCode()).isEqualTo(401);
        assertThat(ofPlan(plan)).doesNotContain("approved by");
    }

    @Test
    void atAnIpAddressThePageLeadsToLocalhost() {
        Browser there = new Browser(demo.url());
        there.signIn(token);
        String plan = planned(106);

        assertThat(there.get("/passkeys").body())
                .contains("for names only", "href=\"http://localhost:" + demo.port() + "/passkeys\"")
                .doesNotContain("data-challenge");
        assertThat(there.get("/plans/" + plan).body())
                .contains("href=\"http://localhost:" + demo.port() + "/plans/" + plan + "\"");
        assertThat(there.submit("/plans/" + plan, Map.of("action", "approve")).statusCode())
                .isEqualTo(403);
    }

    @Test
    void whoReadsIsToldWhatHappenedMeanwhile() {
        Browser carol = signedIn();
        SoftDevice device = vouchedFor("frank");
        String plan = planned(107);
        assertThat(carol.get("/plans/" + plan).body()).contains("Your answer").doesNotContain("Drifted");
        Assertion ready = device.answer(localhost(), challenge(carol, plan));

        demo.deny(plan);

        assertThat(carol.submit("/plans/" + plan, fields(ready)).body())
                .contains("can no longer be decided: it is denied");
        assertThat(carol.get("/plans/" + plan).body())
                .contains("denied by somebody at the terminal")
                .doesNotContain("Your answer");

        String drifting = planned(103);
        assistant.call("power_guest", Map.of("guest", "103", "action", "shutdown"));
        assertThat(carol.get("/plans/" + drifting).body()).contains("Drifted.", "plan_drifted");
    }

    @Test
    void denyingTakesTheAccessThatThePlanTakes() {
        String plan = planned(109);
        Browser reader = new Browser("http://localhost:" + demo.port());
        reader.signIn(demo.token("reader", Access.READ));

        HttpResponse<String> refused = reader.submit("/plans/" + plan, Map.of("action", "deny"));
        HttpResponse<String> denied = signedIn().submit("/plans/" + plan, Map.of("action", "deny"));

        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).contains("no_access");
        assertThat(denied.statusCode()).isEqualTo(303);
        assertThat(ofPlan(plan)).contains("denied by token:assistant on the page");
    }

    private static String localhost() {
        return "http://localhost:" + demo.port();
    }

    private static Browser signedIn() {
        Browser browser = new Browser(localhost());
        assertThat(browser.signIn(token).statusCode()).isEqualTo(303);
        return browser;
    }

    private static String planned(int vmid) {
        JsonNode plan = assistant.call("stop_guest", Map.of("guest", String.valueOf(vmid), "dry_run", true));
        return plan.path("plan").asString();
    }

    /// Makes a passkey as a person does; its code.
    private static String enrolled(Browser browser, String person, SoftDevice device) {
        Passkeys.NewPasskey made =
                device.made(person, localhost(), data(browser.get("/passkeys").body(), "challenge"));
        HttpResponse<String> answer = browser.submit(
                "/passkeys",
                Map.of(
                        "person", person,
                        "challenge", made.challenge(),
                        "attestation", made.attestation(),
                        "client_data", made.clientData()));
        assertThat(answer.statusCode()).describedAs(answer.body()).isEqualTo(303);
        Matcher code = CODE.matcher(answer.headers().firstValue("Location").orElseThrow());
        assertThat(code.find()).isTrue();
        return code.group(1);
    }

    private static void vouched(String code) {
        demo.onStore(store -> Vouching.vouch(
                store,
                Vouching.find(store, code),
                "alice",
                OperatorKey.openPlain(ALICE.file()).orElseThrow(),
                Instant.now()));
    }

    private static SoftDevice vouchedFor(String person) {
        SoftDevice device = new SoftDevice(1);
        vouched(enrolled(signedIn(), person, device));
        return device;
    }

    private static HttpResponse<String> approve(Browser browser, String plan, SoftDevice device) {
        String challenge = demo.challenge(plan);
        return browser.submit("/plans/" + plan, fields(device.answer(localhost(), challenge)));
    }

    private static String challenge(Browser browser, String plan) {
        return data(browser.get("/plans/" + plan).body(), "challenge");
    }

    private static String data(String body, String name) {
        Matcher data = Pattern.compile("data-" + name + "=\"([^\"]+)\"").matcher(body);
        assertThat(data.find()).describedAs(body).isTrue();
        return data.group(1);
    }

    private static Map<String, String> fields(Assertion assertion) {
        return Map.of(
                "action", "approve",
                "credential", assertion.credential(),
                "authenticator_data", assertion.authenticatorData(),
                "client_data", assertion.clientData(),
                "signature", assertion.signature());
    }

    /// Each entry of the audit about a plan, as `outcome by principal`.
    private static java.util.List<String> ofPlan(String plan) {
        return demo.audit().stream()
                .filter(entry -> entry.plan().equals(Optional.of(plan)))
                .map(entry -> entry.outcome() + " by " + entry.principal())
                .toList();
    }
}
