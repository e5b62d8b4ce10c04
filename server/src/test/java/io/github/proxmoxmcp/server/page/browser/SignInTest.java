package io.github.proxmoxmcp.server.page.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who may see the page, and who may say yes on it: a token, a session, and a passkey of a device that Chromium plays.
@InBrowser
final class SignInTest {

    private static final Pattern CODE = Pattern.compile("made=([0-9a-f-]+)");

    @TempDir
    private static Path folder;

    private static String token = "";
    private static Map<String, String> operator = Map.of();
    private static Optional<ServedPage> opened = Optional.empty();

    private final Browser browser;

    SignInTest(Browser browser) {
        this.browser = browser;
    }

    @BeforeAll
    static void start() throws IOException {
        operator = Map.of(
                "PROXMOX_MCP_OPERATOR_KEY",
                folder.resolve("operator.key").toString(),
                "PROXMOX_MCP_OPERATOR_PASSPHRASE_FILE",
                Files.setPosixFilePermissions(
                                Files.writeString(folder.resolve("passphrase"), "correct horse battery"),
                                PosixFilePermissions.fromString("rw-------"))
                        .toString());
        token = ServedPage.run(folder, operator, "token", "add", "--name", "carol", "--access", "admin");
        ServedPage.run(folder, operator, "operator", "init");
        opened = Optional.of(new ServedPage(
                folder, Optional.of(token), Map.of(), "--access", "admin", "--demo=nodes=3,guests=40,pace=0"));
    }

    @AfterAll
    static void stop() {
        opened.ifPresent(ServedPage::close);
    }

    private static ServedPage server() {
        return opened.orElseThrow();
    }

    private void signIn(String path) {
        browser.visit(server().localhost(), path);
        browser.fill("input[name=token]", token);
        browser.click("main form button");
        browser.waitFor("footer", "carol");
        onlyTheDoorIsRemarked();
    }

    @Test
    void aTokenIsExchangedForASessionThatNoScriptSeesAndThatEnds() {
        browser.visit(server().localhost(), "/problems");
        assertThat(browser.text("h1")).isEqualTo("Sign in");
        browser.fill("input[name=token]", "pmcp_wrong");
        browser.click("main form button");
        browser.waitFor("[role=alert]", "token");
        browser.fill("input[name=token]", token);
        browser.press(Browser.ENTER);
        browser.waitFor("footer", "carol");
        assertThat(browser.path()).isEqualTo("/problems");
        assertThat(browser.script("return document.cookie").asString()).isEmpty();

        browser.click("footer form button");
        browser.waitFor("h1", "Sign in");
        browser.post("back", Map.of());
        browser.waitFor("h1", "Sign in");
        browser.open("/problems");

        assertThat(browser.text("h1")).isEqualTo("Sign in");
        onlyTheDoorIsRemarked();
    }

    @Test
    void aPasskeyIsMadeApprovedAtTheTerminalAndApprovesAPlanThatIsDone() {
        signIn("/passkeys");
        browser.post(
                "webauthn/authenticator",
                Map.of(
                        "protocol", "ctap2",
                        "transport", "internal",
                        "hasResidentKey", true,
                        "hasUserVerification", true,
                        "isUserConsenting", true,
                        "isUserVerified", true));
        browser.fill("input[name=person]", "carol");
        browser.click("button[data-passkey]");
        browser.waitFor("main", "counts for nothing yet");
        String code = CODE.matcher(browser.path())
                .results()
                .findFirst()
                .map((MatchResult found) -> found.group(1))
                .orElseThrow();
        String plan = server().call("stop_guest", Map.of("guest", 100, "dry_run", true))
                .path("plan")
                .asString();

        browser.open("/plans/" + plan);
        String before = browser.text("main");
        String said = ServedPage.run(folder, operator, "passkey", "approve", code);
        browser.open("/plans/" + plan);
        browser.click("button[data-passkey]");
        browser.waitFor("main", "Nothing is done yet");
        String applied =
                server().call("apply_plan", Map.of("plan", plan)).path("state").asString();
        browser.open("/plans/" + plan);

        assertThat(before).contains("No passkey counts at this address yet");
        assertThat(said).contains("carol can approve plans");
        assertThat(applied).isEqualTo("ok");
        assertThat(browser.text("main"))
                .contains("It is done.", "carol by passkey")
                .doesNotContain("Your answer");
    }

    /// What asks for a token answers 401, which the browser remarks; and that a password has no name beside it.
    private void onlyTheDoorIsRemarked() {
        assertThat(browser.complaints())
                .allMatch(said -> said.contains("a status of 401") || said.contains("Password forms should have"));
    }
}
