package io.github.proxmoxmcp.server.page.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// What somebody who was never here waits for on a telephone, when the cluster is large.
@InBrowser
final class FirstViewTest {

    private static final int MAX_BYTES = 150_000;

    private final Browser browser;

    FirstViewTest(Browser browser) {
        this.browser = browser;
    }

    @Test
    void theFirstViewOfTenThousandGuestsIsLight(@TempDir Path folder) {
        try (ServedPage large = new ServedPage(folder, "--http-no-auth", "--demo=nodes=32,guests=10000,pace=0")) {
            large.call("list_nodes", Map.of("fresh", true));
            browser.network();
            browser.visit(large.address(), "/");
            browser.settle();
            List<JsonNode> loaded = browser.network().getOrDefault("Network.loadingFinished", List.of());

            String containers = large.call("list_containers", Map.of("limit", 1))
                    .path("total")
                    .asString();
            assertThat(containers).hasSize(4);
            assertThat(browser.text("main")).contains("Containers, 50 of " + containers, "pve32");
            // The document, the style and two scripts; the picture beside the name.
            assertThat(loaded).hasSizeGreaterThanOrEqualTo(4);
            assertThat(loaded.stream()
                            .mapToLong(each -> each.path("encodedDataLength").asLong())
                            .sum())
                    .isBetween(10_000L, (long) MAX_BYTES);
        }
    }
}
