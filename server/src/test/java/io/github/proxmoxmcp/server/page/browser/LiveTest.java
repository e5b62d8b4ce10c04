package io.github.proxmoxmcp.server.page.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What changes in the cluster changes on the page, by itself.
@InBrowser
final class LiveTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Browser browser;
    private final ServedPage server;

    LiveTest(Browser browser, ServedPage server) {
        this.browser = browser;
        this.server = server;
    }

    @Test
    void aPageThatIsOpenHearsOfAChange() {
        browser.open("/diff?from=1h+ago");
        browser.script("window.here = true");
        browser.network();

        server.call("power_guest", Map.of("guest", 117, "action", "shutdown"));

        await().atMost(PATIENCE).until(() -> browser.network().containsKey("Network.eventSourceMessageReceived"));
        browser.waitFor("tbody th", "guest 117");
        assertThat(browser.script("return window.here").asBoolean()).isTrue();
    }

    @Test
    void aTabThatNobodySeesIsReadAgainWhenSomebodyDoes() {
        browser.open("/diff?from=1h+ago");
        browser.script("window.here = true");
        String first = browser.newTab();
        browser.open("/diff?from=1h+ago");

        server.call("power_guest", Map.of("guest", 118, "action", "shutdown"));
        browser.waitFor("tbody th", "guest 118");
        browser.go(first);

        browser.waitFor("tbody th", "guest 118");
        assertThat(browser.script("return window.here").asBoolean()).isTrue();
    }
}
