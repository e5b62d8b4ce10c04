package io.github.proxmoxmcp.server.page.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Views as a client shows them that follows the extension, with answers about a cluster full of markup and scripts.
@InBrowser
final class ViewsInClientTest {

    private static final int PHONE_PIXELS = 360;

    private static final String THEIRS =
            "script ~ script, body script:not(main ~ script), style ~ style, iframe, img, [onerror], [onload],"
                    + " [onfocus], [href^='javascript:'], main style, main script";

    @TempDir
    private static Path folder;

    private static Optional<HostileDemo> demo = Optional.empty();
    private static Optional<ViewHost> host = Optional.empty();
    private static final Map<String, JsonNode> ANSWERS = new TreeMap<>();

    private final Browser browser;

    ViewsInClientTest(Browser browser) {
        this.browser = browser;
    }

    @BeforeAll
    static void start() throws IOException {
        Path file =
                Files.writeString(folder.resolve("config.yaml"), "http: {public_url: \"https://pve.example.org\"}\n");
        demo = Optional.of(new HostileDemo(folder, "--config", file.toString()));
        host = Optional.of(new ViewHost());
        server().call("power_guest", Map.of("guest", 101, "action", "shutdown"));
        server().call("power_guest", Map.of("guest", 100, "action", "shutdown"));
        answer("problems", "find_problems", Map.of());
        answer("changes", "get_changes", Map.of());
        answer("diff", "diff_snapshots", Map.of("from", "1h ago"));
        answer("plan", "delete_guest", Map.of("guest", 100));
    }

    @AfterAll
    static void stop() {
        host.ifPresent(ViewHost::close);
        demo.ifPresent(HostileDemo::close);
    }

    private static ServedPage server() {
        return demo.orElseThrow().server();
    }

    private static void answer(String view, String tool, Map<String, ?> arguments) {
        JsonNode result = server().ask("tools/call", tool, Map.of("name", tool, "arguments", arguments));
        assertThat(result.path("structuredContent").isObject())
                .as(tool + ": " + result)
                .isTrue();
        ANSWERS.put(view, result);
    }

    private static JsonNode answer(String view) {
        return Optional.ofNullable(ANSWERS.get(view)).orElseThrow();
    }

    private void show(String view, String theme) {
        host.orElseThrow().show(browser, server(), view, answer(view), theme, true);
    }

    /// What came out of the frame.
    private List<JsonNode> said() {
        browser.into();
        List<JsonNode> said = new ArrayList<>();
        browser.script("return JSON.parse(JSON.stringify(window.hostLog))").forEach(said::add);
        return said;
    }

    @Test
    void whatOthersWroteIsShownAndNeverRunAndNothingIsLoaded() {
        Map<String, String> wrong = new TreeMap<>();
        List<String> shown = new ArrayList<>();
        for (String view : ANSWERS.keySet()) {
            show(view, "light");
            String found = browser.script(
                            "return [window.ran ?? '', ...performance.getEntriesByType('resource').map(e => e.name),"
                                + " ...[...document.querySelectorAll(arguments[0])].map(e => e.outerHTML)].join(' ')",
                            THEIRS)
                    .asString();
            if (!found.isBlank()) {
                wrong.put(view, found);
            }
            if (browser.text("main").contains(HostileDemo.SCRIPT)) {
                shown.add(view);
            }
            said().stream().filter(message -> message.has("refused")).forEach(message -> wrong.put(view, "" + message));
        }

        assertThat(wrong).isEmpty();
        assertThat(shown).contains("changes", "diff", "plan");
        assertThat(host.orElseThrow().asked()).containsOnly("/", "/host.js", "/proxy", "/favicon.ico");
    }

    @Test
    void thePolicyHoldsAgainstMarkupThatWouldGetIn() {
        show("plan", "light");
        browser.script("const made = document.createElement('div');"
                + " made.innerHTML = '<img src=\"/leak\" onerror=\"window.ran=1\"><form action=\"/leak\"></form>';"
                + " document.body.append(made); const more = document.createElement('script');"
                + " more.textContent = 'window.ran=2'; document.body.append(more); made.querySelector('form').submit();"
                + " fetch('/leak').catch(() => {})");
        browser.into();
        browser.waitUntil("return window.hostLog.filter(message => message.refused).length >= 3");
        List<JsonNode> said = said();
        browser.into("iframe", "iframe");

        assertThat(browser.script("return window.ran ?? 0").asInt()).isZero();
        assertThat(said.toString()).contains("img-src", "script-src", "connect-src");
        assertThat(host.orElseThrow().asked()).isNotEmpty().doesNotContain("/leak");
        browser.complaints();
    }

    @Test
    void axeFindsNothingInLightAndDarkAndNothingIsScrolledSidewaysOnAPhone() {
        Map<String, Object> wrong = new TreeMap<>();
        for (String view : ANSWERS.keySet()) {
            for (String theme : List.of("light", "dark")) {
                show(view, theme);
                List<String> found = browser.inaccessible();
                if (!found.isEmpty()) {
                    wrong.put(view + " " + theme, found);
                }
                String back = browser.script("return getComputedStyle(document.documentElement).backgroundColor")
                        .asString();
                assertThat(back).isEqualTo(theme.equals("dark") ? "rgb(22, 24, 27)" : "rgb(251, 250, 248)");
            }
            browser.into();
            browser.width(PHONE_PIXELS);
            browser.into("iframe", "iframe");
            int wide = browser.script("return document.documentElement.scrollWidth")
                    .asInt();
            if (wide > PHONE_PIXELS) {
                wrong.put(view + " narrow", wide);
            }
            browser.into();
            browser.width(1280);
        }

        assertThat(wrong).isEmpty();
    }

    @Test
    void aPlanShowsAllOfItAndLeadsToThePageByTheKeyboard() {
        JsonNode plan = answer("plan").path("structuredContent");
        String url = "https://pve.example.org/plans/" + plan.path("plan").asString();
        show("plan", "light");
        String shown = browser.text("main");
        String undo = plan.path("undo").asString().replaceAll("T([0-9:]{8})Z", " $1 UTC");
        int ways = browser.script("return document.querySelectorAll('button, input, form, textarea, select').length")
                .asInt();
        browser.tabTo("a[href='" + url + "']");
        browser.press(Browser.ENTER);
        browser.into();
        browser.waitUntil("return window.hostLog.some(message => message.opened)");
        List<JsonNode> said = said();

        for (String part : List.of("steps", "losses", "dependents")) {
            plan.path(part).forEach(text -> assertThat(shown).contains(text.asString()));
        }
        assertThat(shown)
                .contains(undo, "needs approval", url, "Nothing here approves it")
                .contains("proxmox-mcp approve " + plan.path("plan").asString());
        assertThat(ways).isZero();
        assertThat(said.stream().filter(message -> message.has("opened")))
                .extracting(message -> message.path("opened").asString())
                .containsExactly(url);
        assertThat(said.stream().filter(message -> message.has("method")))
                .extracting(message -> message.path("method").asString())
                .containsOnly(
                        "ui/notifications/sandbox-proxy-ready",
                        "ui/initialize",
                        "ui/notifications/initialized",
                        "ui/notifications/size-changed",
                        "ui/open-link");
        assertThat(server().call("get_plan", Map.of("plan", plan.path("plan").asString()))
                        .path("state")
                        .asString())
                .isEqualTo("open");
    }

    @Test
    void aClientThatOpensNoLinksLeavesTheAddressToBeCopied() {
        host.orElseThrow().show(browser, server(), "plan", answer("plan"), "dark", false);
        browser.click("a[href^='https://pve.example.org/']");
        browser.waitFor("[role=status]", "does not open it from here");
        List<JsonNode> said = said();

        assertThat(said).isNotEmpty().noneMatch(message -> message.has("opened"));
        assertThat(said.toString()).doesNotContain("ui/open-link");
    }

    @Test
    void failuresCancellationAndAnotherThemeAreShown() {
        JsonNode failed = JsonMapper.shared()
                .readTree(
                        "{\"isError\":true,\"content\":[{\"type\":\"text\",\"text\":\"not_found: <b>no</b> guest\"}]}");
        host.orElseThrow().show(browser, server(), "plan", failed, "light", true);
        assertThat(browser.text(".warning.bad")).contains("not_found: <b>no</b> guest");

        browser.into();
        browser.script("window.bridge.sendHostContextChange({theme: 'dark'})");
        browser.into("iframe", "iframe");
        browser.waitUntil("return document.documentElement.dataset.theme === 'dark'");
        browser.into();
        browser.script("window.bridge.sendToolCancelled({reason: 'user'})");
        browser.into("iframe", "iframe");
        browser.waitFor("main", "The call was cancelled");
    }

    @Test
    void answersAboutTenThousandGuestsAreShown(@TempDir Path large) {
        try (ServedPage many = new ServedPage(large, "--http-no-auth", "--demo=nodes=32,guests=10000,pace=0")) {
            many.call("list_nodes", Map.of("fresh", true));
            JsonNode result = many.ask(
                    "tools/call", "find_problems", Map.of("name", "find_problems", "arguments", Map.of("limit", 200)));
            host.orElseThrow().show(browser, many, "problems", result, "light", true);

            int total = result.at("/structuredContent/total").asInt();
            assertThat(browser.texts("li.card"))
                    .hasSize(result.at("/structuredContent/rows").size());
            assertThat(browser.text("main")).contains(String.valueOf(total));
            assertThat(browser.texts("code")).isEmpty();
        }
    }
}
