package io.github.proxmoxmcp.server.page.browser;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A Chromium without a window and with an empty profile, used as a person uses it: by what it shows, the mouse and the
/// keyboard.
public final class Browser implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int WIDE = 1280;
    private static final int HIGH = 900;

    private static final String AXE = axe();

    /// Keeps what the page's policy refused, over all documents of a tab.
    private static final String WATCH = "document.addEventListener('securitypolicyviolation', refused =>"
            + " sessionStorage.setItem('refused', (sessionStorage.getItem('refused') ?? '')"
            + " + refused.violatedDirective + ' ' + refused.blockedURI + '\\n'))";

    private static final String ELEMENT = "element-6066-11e4-a52e-4f735466cecf";

    /// How the driver is told the keys that are no letters.
    public static final String TAB = "\uE004";

    public static final String ENTER = "\uE007";
    public static final String LEFT = "\uE012";

    private final Driver driver;
    private final String session;
    private String address;

    /// @param address of the server, without a slash at its end
    Browser(Driver driver, String address, String... arguments) {
        this.driver = driver;
        this.address = address;
        List<String> all = Stream.concat(
                        Stream.of(
                                "--headless=new",
                                // As root, as continuous integration runs, there is no sandbox.
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-quic",
                                "--no-first-run",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync",
                                "--window-size=" + WIDE + "," + HIGH),
                        Arrays.stream(arguments))
                .toList();
        JsonNode made = driver.command(
                "POST",
                "session",
                Map.of(
                        "capabilities",
                        Map.of(
                                "alwaysMatch",
                                Map.of(
                                        "browserName",
                                        "chrome",
                                        "pageLoadStrategy",
                                        "normal",
                                        "goog:loggingPrefs",
                                        Map.of("browser", "ALL", "performance", "ALL"),
                                        "goog:chromeOptions",
                                        Map.of(
                                                "binary",
                                                System.getProperty("page.chromium", "/usr/bin/chromium"),
                                                "args",
                                                all)))));
        session = "session/" + made.path("sessionId").asString() + "/";
        tools("Page.addScriptToEvaluateOnNewDocument", Map.of("source", WATCH));
    }

    private static String axe() {
        try {
            return Files.readString(Path.of(System.getProperty("page.axe", "axe.min.js")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public JsonNode post(String command, Map<String, ?> body) {
        return driver.command("POST", session + command, body);
    }

    private JsonNode get(String command) {
        return driver.command("GET", session + command, Map.of());
    }

    /// Opens an address of the server, or another one.
    public void open(String path) {
        post("url", Map.of("url", path.startsWith("/") ? address + path : path));
    }

    /// Goes to another server; paths are its own from now on.
    public void visit(String server, String path) {
        address = server;
        open(path);
    }

    /// The address that is shown, without the server's.
    public String path() {
        String url = get("url").asString();
        return url.startsWith(address) ? url.substring(address.length()) : url;
    }

    public String title() {
        return get("title").asString();
    }

    /// What a script in the page returns; it is not bound by the page's policy.
    public JsonNode script(String body, Object... arguments) {
        return post("execute/sync", Map.of("script", body, "args", List.of(arguments)));
    }

    /// The visible text of everything that a selector finds.
    public List<String> texts(String css) {
        List<String> texts = new ArrayList<>();
        script("return [...document.querySelectorAll(arguments[0])].map(found => found.innerText)", css)
                .forEach(text -> texts.add(text.asString()));
        return texts;
    }

    public String text(String css) {
        return texts(css).getFirst();
    }

    public void click(String css) {
        post("element/" + id(css) + "/click", Map.of());
    }

    /// Puts a text in the place of what a field has.
    public void fill(String css, String text) {
        String field = "element/" + id(css);
        post(field + "/clear", Map.of());
        post(field + "/value", Map.of("text", text));
    }

    /// Presses and releases keys, wherever the focus is.
    public void press(String... keys) {
        List<Map<String, String>> actions = Arrays.stream(keys)
                .flatMap(key ->
                        Stream.of(Map.of("type", "keyDown", "value", key), Map.of("type", "keyUp", "value", key)))
                .toList();
        post("actions", Map.of("actions", List.of(Map.of("type", "key", "id", "keyboard", "actions", actions))));
    }

    /// Presses Tab until what a selector finds has the focus, as somebody without a mouse does.
    public void tabTo(String css) {
        for (int i = 0; i < 200; i++) {
            if (script("return !!document.activeElement?.matches(arguments[0])", css)
                    .asBoolean()) {
                return;
            }
            press(TAB);
        }
        throw new AssertionError("the keyboard does not reach " + css + " at " + path());
    }

    /// Waits until the page shows something.
    public void waitFor(String css, String text) {
        await().atMost(PATIENCE).until(() -> texts(css).stream().anyMatch(shown -> shown.contains(text)));
    }

    /// Waits until a script of the page returns true.
    public void waitUntil(String script) {
        await().atMost(PATIENCE).until(() -> script(script).asBoolean());
    }

    /// Waits until nothing of the page is being read again.
    public void settle() {
        waitUntil("return !document.querySelector('.htmx-request, .htmx-swapping, .htmx-settling')");
    }

    /// From now on the frame inside of these frames is meant, each named by a selector in the one before; none: the
    /// page.
    public void into(String... frames) {
        post("frame", Collections.singletonMap("id", null));
        for (String frame : frames) {
            post("frame", Map.of("id", Map.of(ELEMENT, id(frame))));
        }
    }

    private String id(String css) {
        return post("element", Map.of("using", "css selector", "value", css))
                .path(ELEMENT)
                .asString();
    }

    /// A command of the protocol of Chromium's own tools.
    public JsonNode tools(String command, Map<String, ?> parameters) {
        return post("goog/cdp/execute", Map.of("cmd", command, "params", parameters));
    }

    public void width(int pixels) {
        tools(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", pixels, "height", HIGH, "deviceScaleFactor", 1, "mobile", false));
    }

    /// Pictures have no use for them.
    public void withoutScrollBars() {
        tools("Emulation.setScrollbarsHidden", Map.of("hidden", true));
    }

    public void dark(boolean dark) {
        tools(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
    }

    public void scripts(boolean run) {
        tools("Emulation.setScriptExecutionDisabled", Map.of("value", !run));
    }

    /// As slow as a telephone far from everything: 400 ms for an answer to begin, 50 kB a second.
    public void slow() {
        tools("Network.enable", Map.of());
        tools(
                "Network.emulateNetworkConditions",
                Map.of("offline", false, "latency", 400, "downloadThroughput", 50_000, "uploadThroughput", 20_000));
    }

    /// What the page or the browser complained of since it was asked last: errors of scripts, what the policy refused,
    /// what could not be loaded.
    public List<String> complaints() {
        List<String> complaints = new ArrayList<>();
        log("browser").forEach(entry -> complaints.add(entry.path("message").asString()));
        script("const refused = sessionStorage.getItem('refused'); sessionStorage.removeItem('refused');"
                        + " return refused ?? ''")
                .asString()
                .lines()
                .map(refused -> "refused by the policy: " + refused)
                .forEach(complaints::add);
        return complaints;
    }

    /// What happened on the network since it was asked last, as Chromium's own tools tell it, by the name of the event.
    public Map<String, List<JsonNode>> network() {
        Map<String, List<JsonNode>> events = new LinkedHashMap<>();
        log("performance").forEach(entry -> {
            JsonNode message = JsonMapper.shared()
                    .readTree(entry.path("message").asString())
                    .path("message");
            events.computeIfAbsent(message.path("method").asString(), _ -> new ArrayList<>())
                    .add(message.path("params"));
        });
        return events;
    }

    private JsonNode log(String type) {
        return post("se/log", Map.of("type", type));
    }

    /// What axe-core finds wrong with what is shown: the rule, and the element that breaks it. Style sheets are not
    /// loaded once more for it, which only its rule about locked orientation wants.
    public List<String> inaccessible() {
        script(AXE);
        script("axe.run({preload: false})"
                + ".then(found => window.axeFound = found.violations, failed => window.axeFound = String(failed))");
        await().atMost(PATIENCE)
                .until(() -> !script("return window.axeFound ?? null").isNull());
        JsonNode violations = script("return window.axeFound");
        if (!violations.isArray()) {
            throw new IllegalStateException(violations.toString());
        }
        List<String> found = new ArrayList<>();
        violations.forEach(violation -> violation
                .path("nodes")
                .forEach(node -> found.add(violation.path("id").asString() + ": "
                        + node.path("html").asString() + " "
                        + node.path("failureSummary").asString())));
        return found;
    }

    /// Opens one more tab and goes there; the handle of the one before.
    public String newTab() {
        String before = get("window").asString();
        go(post("window/new", Map.of("type", "tab")).path("handle").asString());
        return before;
    }

    /// Goes to another tab.
    public void go(String handle) {
        post("window", Map.of("handle", handle));
    }

    /// A picture of the upper part of the page as it is shown, as PNG.
    public void screenshot(Path file, int high) {
        int wide = script("return document.documentElement.clientWidth").asInt();
        JsonNode picture = tools(
                "Page.captureScreenshot",
                Map.of(
                        "format",
                        "webp",
                        "quality",
                        85,
                        "captureBeyondViewport",
                        true,
                        "clip",
                        Map.of("x", 0, "y", 0, "width", wide, "height", high, "scale", 1)));
        try {
            Files.write(file, Base64.getDecoder().decode(picture.path("data").asString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        driver.command("DELETE", session.substring(0, session.length() - 1), Map.of());
    }
}
