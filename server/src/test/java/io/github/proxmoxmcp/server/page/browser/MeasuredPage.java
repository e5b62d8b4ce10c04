package io.github.proxmoxmcp.server.page.browser;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// Tells what the first view of a large cluster costs: bytes, and when the browser paints it, with nothing in its
/// cache.
public final class MeasuredPage {

    private static final int GUESTS = 10_000;
    private static final int WARM_UP = 10;
    private static final int ROUNDS = 31;

    private MeasuredPage() {}

    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createTempDirectory("measured");
        try (ServedPage server = new ServedPage(
                        folder, "--http-no-auth", "--access", "admin", "--demo=nodes=32,pace=0,guests=" + GUESTS);
                Driver driver = new Driver();
                Browser browser = new Browser(driver, server.address())) {
            server.call("list_nodes", Map.of("fresh", true));
            System.out.println(GUESTS + " guests on 32 nodes, " + ROUNDS + " rounds after " + WARM_UP
                    + "; median, nine of ten, longest; load "
                    + Files.readString(Path.of("/proc/loadavg")).strip());
            for (String room : List.of("/", "/time", "/problems", "/guests/demo/100")) {
                measure(browser, room);
            }
        }
    }

    private static void measure(Browser browser, String room) {
        List<Double> answered = new ArrayList<>();
        List<Double> painted = new ArrayList<>();
        long bytes = 0;
        for (int round = -WARM_UP; round < ROUNDS; round++) {
            browser.tools("Network.clearBrowserCache", Map.of());
            browser.network();
            browser.open(room);
            browser.settle();
            JsonNode times = browser.script("const here = performance.getEntriesByType('navigation')[0];"
                    + " const paint = performance.getEntriesByName('first-contentful-paint')[0];"
                    + " return [here.responseStart, paint?.startTime ?? -1]");
            if (round >= 0) {
                answered.add(times.get(0).asDouble());
                painted.add(times.get(1).asDouble());
                bytes = browser.network().getOrDefault("Network.loadingFinished", List.of()).stream()
                        .mapToLong(each -> each.path("encodedDataLength").asLong())
                        .sum();
            }
        }
        System.out.printf(
                Locale.ROOT,
                "%-18s %d bytes; first byte after %s ms; first paint after %s ms%n",
                room,
                bytes,
                spread(answered),
                spread(painted));
    }

    private static String spread(List<Double> all) {
        List<Double> sorted = all.stream().sorted().toList();
        return String.format(
                Locale.ROOT,
                "%.0f, %.0f, %.0f",
                sorted.get(sorted.size() / 2),
                sorted.get(sorted.size() * 9 / 10),
                sorted.getLast());
    }
}
