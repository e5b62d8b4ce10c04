package io.github.proxmoxmcp.server.page.browser;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Debian's chromedriver in a process of its own: W3C WebDriver, which is JSON over HTTP, and the few commands that it
/// has beside (ADR 33 says why this is no library).
final class Driver implements AutoCloseable {

    private static final Pattern STARTED = Pattern.compile("started successfully on port (\\d+)");
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final HttpClient client = HttpClient.newHttpClient();
    private final Process process;
    private final URI address;

    Driver() {
        try {
            process = new ProcessBuilder(System.getProperty("page.chromedriver", "chromedriver"), "--port=0")
                    .redirectErrorStream(true)
                    .start();
            BufferedReader lines = process.inputReader();
            int port = lines.lines()
                    .map(STARTED::matcher)
                    .filter(Matcher::find)
                    .mapToInt(found -> Integer.parseInt(found.group(1)))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("chromedriver did not start"));
            address = URI.create("http://127.0.0.1:" + port + "/");
            // What it says later is not kept, but must not fill the pipe.
            Thread.ofVirtual().start(() -> drain(lines));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void drain(BufferedReader lines) {
        try {
            lines.transferTo(Writer.nullWriter());
        } catch (IOException _) {
            // The process has ended.
        }
    }

    /// Sends a command; the value that answers it.
    JsonNode command(String method, String path, Map<String, ?> body) {
        HttpRequest.BodyPublisher sent = method.equals("POST")
                ? HttpRequest.BodyPublishers.ofString(JsonMapper.shared().writeValueAsString(body))
                : HttpRequest.BodyPublishers.noBody();
        HttpRequest request = HttpRequest.newBuilder(address.resolve(path))
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .method(method, sent)
                .build();
        try {
            JsonNode value = JsonMapper.shared()
                    .readTree(client.send(request, HttpResponse.BodyHandlers.ofString())
                            .body())
                    .path("value");
            if (value.has("error")) {
                throw new Refused(
                        value.path("error").asString(), value.path("message").asString());
            }
            return value;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// What the driver answers when it does not do it.
    static final class Refused extends RuntimeException {

        private static final long serialVersionUID = 1;

        final String error;

        Refused(String error, @Nullable String message) {
            super(error + ": " + message);
            this.error = error;
        }
    }

    @Override
    public void close() {
        client.close();
        process.destroy();
    }
}
