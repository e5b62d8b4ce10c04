package io.github.proxmoxmcp.server.page.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The past on the page: a timeline that is scrubbed, the steps from change to change, two moments compared, a life.
@InBrowser
final class TimeTest {

    private static final int GUEST = 109;

    private final Browser browser;
    private final ServedPage server;

    TimeTest(Browser browser, ServedPage server) {
        this.browser = browser;
        this.server = server;
    }

    /// A name for a moment at which the guest was stopped; it runs before and after.
    private String past() {
        server.call("power_guest", Map.of("guest", GUEST, "action", "shutdown"));
        String name = server.call("take_snapshot", Map.of()).path("name").asString();
        server.call("power_guest", Map.of("guest", GUEST, "action", "start"));
        return name;
    }

    private String state() {
        return browser.script(
                        "return [...document.querySelectorAll('#live tbody tr')]"
                                + ".filter(row => row.querySelector('th')?.innerText === arguments[0])"
                                + ".map(row => row.querySelector('.mark').innerText).join()",
                        String.valueOf(GUEST))
                .asString();
    }

    @Test
    void theStateIsShownAsItWas() {
        String stopped = past();

        browser.open("/time?at=" + stopped);
        String then = state();
        browser.open("/time");

        assertThat(then).isEqualTo("stopped");
        assertThat(state()).isEqualTo("running");
        assertThat(browser.texts("#live caption").getFirst())
                .contains(" of "
                        + server.call("get_changes", Map.of("from", "1d ago"))
                                .path("total")
                                .asInt());
    }

    @Test
    void theSliderMovesThroughTimeByKeyboard() {
        past();
        browser.open("/time?span=hour");
        browser.script("window.here = true");
        String before = browser.text("#live h2");

        browser.tabTo("#position");
        browser.press(Browser.LEFT, Browser.LEFT, Browser.LEFT);
        await().until(() -> !browser.text("#live h2").equals(before));
        String said = browser.script("return document.getElementById('position').getAttribute('aria-valuetext')")
                .asString();

        await().until(() -> browser.text("#live h2").contains(said));
        assertThat(browser.path()).contains("at=").doesNotContain("position");
        assertThat(browser.script("return window.here").asBoolean()).isTrue();
        browser.open(browser.path());
        assertThat(browser.text("#live h2")).contains(said);
    }

    @Test
    void theSliderIsAFormWithoutScript() {
        browser.scripts(false);
        browser.open("/time?span=hour");

        browser.click(".timeline form button");
        await().until(() -> browser.path().contains("at="));

        assertThat(browser.text("h1")).isEqualTo("Time");
    }

    @Test
    void oneStepsFromChangeToChange() {
        past();
        browser.open("/time");

        browser.click("a.button[href*='/time']");
        String after = state();
        browser.click("a.button[href*='/time']");

        assertThat(after).isEqualTo("running");
        assertThat(state()).isEqualTo("stopped");
    }

    @Test
    void twoMomentsAreComparedByAForm() {
        String stopped = past();

        browser.open("/diff");
        browser.fill("input[name=from]", "1h ago");
        browser.fill("input[name=to]", stopped);
        browser.tabTo("form.filter button");
        browser.press(Browser.ENTER);
        browser.waitFor("del", "running");

        assertThat(browser.texts("tbody th")).anyMatch(what -> what.contains("guest " + GUEST));
        assertThat(browser.texts("ins")).contains("stopped");
        assertThat(browser.texts("caption").getFirst())
                .startsWith(server.call("diff_snapshots", Map.of("from", "1h ago", "to", stopped))
                                .path("total")
                                .asString()
                        + " differences");
    }

    @Test
    void aLifeIsDrawnAndTold() {
        past();

        browser.open("/guests/demo/" + GUEST + "/life");

        List<String> lanes = List.of("State", "Node", "Configuration", "Snapshots", "Backups");
        lanes.forEach(lane -> assertThat(browser.script("return document.querySelector('.picture').textContent")
                        .asString())
                .contains(lane));
        assertThat(browser.script("return document.querySelectorAll('.picture .bar.stopped').length")
                        .asInt())
                .isPositive();
        browser.click(".picture summary");
        assertThat(browser.text(".picture figcaption p")).contains("States:", "stopped from", "Nodes: ");
    }

    @Test
    void aSlowNetworkIsWaitedFor() {
        past();
        browser.slow();
        browser.open("/time?span=hour");
        String before = browser.text("#live h2");

        browser.tabTo("#position");
        for (int i = 0; i < 12; i++) {
            browser.press(Browser.LEFT);
        }
        String said = browser.script("return document.getElementById('position').getAttribute('aria-valuetext')")
                .asString();

        await().atMost(Duration.ofSeconds(60))
                .until(() -> browser.text("#live h2").contains(said));
        assertThat(browser.text("#live h2")).isNotEqualTo(before);
    }
}
