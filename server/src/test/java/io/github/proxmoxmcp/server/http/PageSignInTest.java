package io.github.proxmoxmcp.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.server.tool.Access;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A token is exchanged for a cookie, and every way to be signed in without one, or longer than it is good, that we
/// could think of.
@Timeout(60)
class PageSignInTest {

    private static final String ROOM = "/plans";

    @TempDir
    private Path folder;

    private Optional<WebFixture> opened = Optional.empty();

    @BeforeEach
    void start() {
        opened = Optional.of(new WebFixture(folder, WebFixture.settings()));
    }

    @AfterEach
    void stop() {
        opened.ifPresent(WebFixture::close);
    }

    @Test
    void aTokenIsExchangedForACookieThatNoScriptAndNoOtherSiteHas() throws SQLException {
        Browser browser = browser();
        HttpResponse<String> asked = browser.get(ROOM);
        assertThat(asked.statusCode()).isEqualTo(401);
        assertThat(asked.body())
                .contains("name=\"token\"", "name=\"to\" value=\"/plans\"")
                .doesNotContain("<nav><ul><li>");

        String token = web().token("laptop", Access.READ);
        HttpResponse<String> signedIn = browser.send(browser.form("/sign-in", Map.of("token", token, "to", ROOM)));

        assertThat(signedIn.statusCode()).isEqualTo(303);
        assertThat(signedIn.headers().firstValue("Location")).contains(ROOM);
        String cookie = signedIn.headers().firstValue("Set-Cookie").orElseThrow();
        assertThat(cookie).matches("proxmox-mcp-[0-9]+=[A-Za-z0-9_-]{43}; Path=/; HttpOnly; SameSite=Strict");
        assertThat(browser.get(ROOM).statusCode()).isEqualTo(200);
        assertThat(browser.get(ROOM).body())
                .contains("<strong>token:laptop</strong>, with access <strong>read</strong>");
        assertThat(everything()).doesNotContain(cookie.substring(cookie.indexOf('=') + 1, cookie.indexOf(';')));
    }

    @Test
    void noValueThatABrowserBringsIsTakenUp() {
        String token = web().token("laptop", Access.READ);
        Browser victim = browser().with(cookieName() + "=planted-by-somebody");

        victim.signIn(token);

        assertThat(victim.cookie().orElseThrow()).doesNotContain("planted");
        assertThat(victim.get(ROOM).statusCode()).isEqualTo(200);
        assertThat(browser()
                        .with(cookieName() + "=planted-by-somebody")
                        .get(ROOM)
                        .statusCode())
                .isEqualTo(401);
        String first = victim.cookie().orElseThrow();
        victim.signIn(token);
        assertThat(browser().with(first).get(ROOM).statusCode()).isEqualTo(401);
    }

    @Test
    void aSessionEndsUnusedAndInAnyCase() {
        Browser idle = signedIn("idle");
        web().pass(Duration.ofMinutes(59));
        assertThat(idle.get(ROOM).statusCode()).isEqualTo(200);
        web().pass(Duration.ofMinutes(61));
        assertThat(idle.get(ROOM).statusCode()).isEqualTo(401);

        Browser busy = signedIn("busy");
        int hours = 0;
        while (busy.get(ROOM).statusCode() == 200 && hours < 20) {
            web().pass(Duration.ofMinutes(50));
            hours++;
        }
        assertThat(hours * 50).isBetween(11 * 60, 13 * 60);
    }

    @Test
    void itsValueChangesAndAnOldOneEndsIt() {
        Browser browser = signedIn("laptop");
        String first = browser.cookie().orElseThrow();
        web().pass(Duration.ofMinutes(16));

        assertThat(browser.get(ROOM).statusCode()).isEqualTo(200);

        assertThat(browser.cookie().orElseThrow()).isNotEqualTo(first);
        assertThat(browser().with(first).get(ROOM).statusCode()).isEqualTo(200);
        web().pass(Duration.ofMinutes(2));
        assertThat(browser.get(ROOM).statusCode()).isEqualTo(200);
        assertThat(browser().with(first).get(ROOM).statusCode()).isEqualTo(401);
        assertThat(browser.get(ROOM).statusCode()).isEqualTo(401);
    }

    @Test
    void itEndsWithItsTokenAndHasItsAccess() {
        Browser browser = signedIn("laptop");
        assertThat(browser.get(ROOM).statusCode()).isEqualTo(200);

        web().store.accessTokens().revoke("laptop", web().now());

        assertThat(browser.get(ROOM).statusCode()).isEqualTo(401);
        String short1 = web().token("short", Access.READ);
        Browser other = browser();
        other.signIn(short1);
        web().pass(Duration.ofMinutes(50));
        assertThat(other.get(ROOM).statusCode()).isEqualTo(200);
        web().pass(Duration.ofMinutes(11));
        assertThat(other.get(ROOM).statusCode()).isEqualTo(401);
    }

    @Test
    void signingOutTakesAFormAndEndsItHereOrEverywhere() {
        String token = web().token("laptop", Access.READ);
        Browser one = browser();
        Browser two = browser();
        Browser three = browser();
        one.signIn(token);
        two.signIn(token);
        three.signIn(token);
        String cookie = one.cookie().orElseThrow();

        assertThat(one.get("/sign-out").statusCode()).isEqualTo(303);
        assertThat(one.send(one.form("/sign-out", Map.of())).statusCode()).isEqualTo(403);
        assertThat(one.get(ROOM).statusCode()).isEqualTo(200);
        HttpResponse<String> out = one.send(one.form("/sign-out", Map.of("form", formToken(one))));

        assertThat(out.headers().firstValue("Set-Cookie").orElseThrow()).contains("=; ", "Max-Age=0");
        assertThat(browser().with(cookie).get(ROOM).statusCode()).isEqualTo(401);
        assertThat(two.get(ROOM).statusCode()).isEqualTo(200);
        two.send(two.form("/sign-out", Map.of("form", formToken(two), "everywhere", "yes")));
        assertThat(three.get(ROOM).statusCode()).isEqualTo(401);
    }

    @Test
    void aFormOfAnotherSessionIsNone() {
        Browser attacker = signedIn("attacker");
        Browser victim = signedIn("victim");

        HttpResponse<String> forged = victim.send(victim.form("/sign-out", Map.of("form", formToken(attacker))));

        assertThat(forged.statusCode()).isEqualTo(403);
        assertThat(forged.body()).contains("not one that you were shown");
    }

    @Test
    void guessingIsBoundedAndAGoodTokenStillGetsIn() {
        Browser browser = browser();
        int refused = 0;
        for (int i = 0; i < 12; i++) {
            HttpResponse<String> guess = browser.signIn("pmcp_0123456789abcdef_" + "x".repeat(43));
            assertThat(guess.headers().firstValue("Set-Cookie")).isEmpty();
            refused += guess.statusCode() == 429 ? 1 : 0;
        }

        assertThat(refused).isEqualTo(2);
        assertThat(browser.signIn("").statusCode()).isEqualTo(429);
        assertThat(browser.signIn(web().token("good", Access.READ)).statusCode())
                .isEqualTo(303);
    }

    @Test
    void oneIsLedToAPathOfOursOnly() {
        String token = web().token("laptop", Access.READ);
        for (String to :
                new String[] {"//evil.example/", "/\\evil.example", "https://evil.example", "/a\r\nX: y", ""}) {
            Browser browser = browser();
            HttpResponse<String> answer = browser.send(browser.form("/sign-in", Map.of("token", token, "to", to)));
            assertThat(answer.headers().firstValue("Location")).describedAs(to).contains("/");
        }
    }

    @Test
    void aTokenInAHeaderReadsAndSendsNoForm() {
        String token = web().token("script", Access.OPERATE);
        Browser script = browser();

        HttpResponse<String> read = script.send(script.request(ROOM).header("Authorization", "Bearer " + token));
        HttpResponse<String> sent =
                script.send(script.form(ROOM, Map.of("form", "x")).header("Authorization", "Bearer " + token));

        assertThat(read.statusCode()).isEqualTo(200);
        assertThat(read.body()).doesNotContain("Sign out");
        assertThat(sent.statusCode()).isEqualTo(401);
        assertThat(sent.body()).contains("nothing was done");
    }

    @Test
    void aLinkFromElsewhereIsAskedForAgainByThePageItself() {
        Browser browser = browser();
        HttpResponse<String> linked =
                browser.send(browser.request("/plans/abc?x=1").header("Sec-Fetch-Site", "cross-site"));

        assertThat(linked.headers().firstValue("Refresh")).contains("0");
        assertThat(linked.body()).contains("value=\"/plans/abc?x=1\"");
        assertThat(browser.get(ROOM).headers().firstValue("Refresh")).isEmpty();
    }

    private WebFixture web() {
        return opened.orElseThrow();
    }

    private Browser browser() {
        return new Browser("http://127.0.0.1:" + web().server.port());
    }

    private Browser signedIn(String name) {
        Browser browser = browser();
        assertThat(browser.signIn(web().token(name, Access.READ, Duration.ofDays(2)))
                        .statusCode())
                .isEqualTo(303);
        return browser;
    }

    private String cookieName() {
        return "proxmox-mcp-" + web().server.port();
    }

    private static String formToken(Browser browser) {
        return browser.get(ROOM).body().replaceFirst("(?s).*name=\"form\" value=\"([^\"]+)\".*", "$1");
    }

    /// All that the store has of sessions.
    private String everything() throws SQLException {
        StringBuilder text = new StringBuilder();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("state.db"));
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select * from page_session")) {
            while (rows.next()) {
                for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
                    text.append(rows.getString(column)).append('\n');
                }
            }
        }
        assertThat(text).isNotEmpty();
        return text.toString();
    }
}
