package io.github.proxmoxmcp.server.page.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// What is true of every room of the page, whatever it shows.
@InBrowser
final class EveryRoomTest {

    private static final int PHONE_PIXELS = 360;

    private static final String MISSING = "/nothing-is-here";

    /// Rooms that the navigation does not have.
    private static final List<String> BESIDE =
            List.of("/guests/demo/100", "/guests/demo/100/life", "/time?at=1h+ago", MISSING);

    private final Browser browser;
    private final ServedPage server;

    EveryRoomTest(Browser browser, ServedPage server) {
        this.browser = browser;
        this.server = server;
    }

    private List<String> rooms() {
        browser.open("/");
        List<String> rooms = new ArrayList<>();
        browser.script("return [...document.querySelectorAll('header nav a')].map(link => link.getAttribute('href'))")
                .forEach(link -> rooms.add(link.asString()));
        assertThat(rooms).contains("/", "/time", "/diff");
        rooms.addAll(BESIDE);
        return rooms;
    }

    private void onlyTheMissingRoomIsMissing() {
        assertThat(browser.complaints()).allMatch(said -> said.contains(MISSING));
    }

    @Test
    void axeFindsNothingInLightAndDark() {
        Map<String, List<String>> found = new TreeMap<>();
        for (String room : rooms()) {
            for (boolean dark : new boolean[] {false, true}) {
                browser.open(room);
                browser.dark(dark);
                List<String> wrong = browser.inaccessible();
                if (!wrong.isEmpty()) {
                    found.put(room + (dark ? " dark" : " light"), wrong);
                }
            }
        }
        onlyTheMissingRoomIsMissing();

        assertThat(found).isEmpty();
    }

    @Test
    void nothingIsScrolledSidewaysOnAPhone() {
        Map<String, Integer> wide = new TreeMap<>();
        List<String> rooms = rooms();
        browser.width(PHONE_PIXELS);
        for (String room : rooms) {
            browser.open(room);
            int width = browser.script("return document.documentElement.scrollWidth")
                    .asInt();
            if (width > PHONE_PIXELS) {
                wide.put(room, width);
            }
        }
        onlyTheMissingRoomIsMissing();

        assertThat(wide).isEmpty();
    }

    @Test
    void everythingComesFromHereAndNothingElseMay() {
        for (String room : rooms()) {
            browser.open(room);
        }
        List<String> elsewhere = browser.network().getOrDefault("Network.requestWillBeSent", List.of()).stream()
                .map(event -> event.path("request").path("url").asString())
                .filter(url -> !url.startsWith(server.address() + "/"))
                .toList();
        onlyTheMissingRoomIsMissing();
        HttpResponse<String> document = server.get("/time");

        assertThat(elsewhere).isEmpty();
        assertThat(document.headers().firstValue("Content-Security-Policy").orElse(""))
                .contains("default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(document.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(document.headers().firstValue("Referrer-Policy")).contains("no-referrer");
        assertThat(document.headers().firstValue("Cache-Control").orElse("")).contains("no-store");
        assertThat(document.body())
                .doesNotContain(" style=")
                .doesNotContain("<style")
                .doesNotContain("onclick");
    }

    /// The policy is more than words: what a page of ours must not do, it cannot.
    @Test
    void thePolicyHoldsAgainstScriptsInTheDocument() {
        browser.open("/");
        JsonNode ran = browser.script("const made = document.createElement('div');"
                + " made.innerHTML = '<img src=\"/x\" onerror=\"window.broken = 1\">';"
                + " document.body.append(made);"
                + " const inline = document.createElement('script');"
                + " inline.textContent = 'window.broken = 2'; document.body.append(inline);"
                + " return window.broken ?? 0");

        assertThat(ran.asInt()).isZero();
        await().until(() -> String.join(" ", browser.complaints()).contains("refused by the policy: script-src-attr"));
        assertThat(browser.script("return window.broken ?? 0").asInt()).isZero();
        browser.complaints();
    }

    @Test
    void everyRoomIsReadWithoutScript() {
        List<String> rooms = rooms();
        browser.scripts(false);
        for (String room : rooms) {
            browser.open(room);
            assertThat(server.get(URI.create(room).toString()).body())
                    .contains("<h1>")
                    .contains("<main id=\"room\">");
        }
        onlyTheMissingRoomIsMissing();
    }

    @Test
    void theKeyboardReachesEveryLinkOfARoomAndShowsWhereItIs() {
        browser.open("/time");
        browser.press(Browser.TAB);
        String first = browser.script("return document.activeElement.innerText").asString();
        browser.tabTo("a[href='/diff']");
        String outline = browser.script("return getComputedStyle(document.activeElement).outlineStyle")
                .asString();
        browser.press(Browser.ENTER);
        browser.waitFor("h1", "Diff");

        assertThat(first).isEqualTo("Skip to the content");
        assertThat(outline).isNotEqualTo("none");
        assertThat(browser.path()).isEqualTo("/diff");
    }
}
