package io.github.proxmoxmcp.server.page.browser;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Takes the pictures of the page that the documentation shows, of the demo cluster.
public final class Screenshots {

    private static final int WIDE = 1000;
    private static final int HIGH = 760;

    private Screenshots() {}

    public static void main(String[] arguments) throws IOException {
        Path images = Path.of(arguments[0]);
        Path folder = Files.createTempDirectory("screenshots");
        try (ServedPage server = new ServedPage(
                        folder, "--http-no-auth", "--access", "admin", "--demo=nodes=3,guests=40,pace=0");
                Driver driver = new Driver();
                Browser browser = new Browser(driver, server.address())) {
            for (String action : List.of("shutdown", "start", "reboot")) {
                server.call("power_guest", Map.of("guest", 109, "action", action));
            }
            String plan = server.call("stop_guest", Map.of("guest", 100, "dry_run", true))
                    .path("plan")
                    .asString();
            browser.width(WIDE);
            browser.withoutScrollBars();
            for (Map.Entry<String, String> room : Map.of(
                            "now", "/",
                            "problems", "/problems",
                            "time", "/time?span=hour",
                            "plan", "/plans/" + plan)
                    .entrySet()) {
                browser.open(room.getValue());
                Path file = images.resolve("page-" + room.getKey() + ".webp");
                browser.screenshot(file, HIGH);
                System.out.println(file + " " + Files.size(file) + " bytes");
            }
        }
    }
}
