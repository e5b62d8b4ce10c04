package io.github.proxmoxmcp.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What is true of every address of the page: headers, what is kept by browsers, where forms may come from.
@Timeout(60)
class PageBasicsTest {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @TempDir
    private static Path folder;

    private static ServedDemo demo;

    @BeforeAll
    static void start() {
        demo = new ServedDemo(folder, "guests=5", "http:\n  listen: 127.0.0.1:0\n  no_auth: true\naccess: operate\n");
    }

    @AfterAll
    static void stop() {
        demo.close();
        CLIENT.close();
    }

    @Test
    void everyAnswerForPeopleHasStrictHeaders() {
        for (String path : List.of("/", "/nowhere", "/assets/none/page.css")) {
            HttpResponse<String> answer = send(request(path).header("Accept", "text/html"));

            assertThat(answer.headers().firstValue("Content-Security-Policy").orElseThrow())
                    .describedAs(path)
                    .startsWith("default-src 'none'; script-src 'self'; style-src 'self'")
                    .contains("form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'")
                    .doesNotContain("unsafe");
            assertThat(answer.headers().firstValue("Referrer-Policy")).contains("no-referrer");
            assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
            assertThat(answer.headers().firstValue("Cross-Origin-Opener-Policy"))
                    .contains("same-origin");
            assertThat(answer.headers().firstValue("Cross-Origin-Resource-Policy"))
                    .contains("same-origin");
            assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
            assertThat(answer.body())
                    .startsWith("<!doctype html>")
                    .doesNotContain("style=", "onclick", "<script>", "http://", "https://");
        }
    }

    @Test
    void whatIsLoadedIsKeptForeverUnderItsHashAndSmall() throws IOException {
        Matcher assets = Pattern.compile("(?:src|href)=\"(/assets/[0-9a-f]{16}/[^\"]+)\"")
                .matcher(send(request("/")).body());
        long transferred = 0;
        int found = 0;
        while (assets.find()) {
            found++;
            HttpResponse<byte[]> asset = bytes(request(assets.group(1)).header("Accept-Encoding", "gzip"));
            assertThat(asset.statusCode()).describedAs(assets.group(1)).isEqualTo(200);
            assertThat(asset.headers().firstValue("Cache-Control").orElse("")).contains("immutable");
            assertThat(new GZIPInputStream(new java.io.ByteArrayInputStream(asset.body())).readAllBytes())
                    .isNotEmpty();
            transferred += asset.body().length;
        }

        assertThat(found).isGreaterThan(3);
        assertThat(transferred).isLessThan(60_000);
        assertThat(send(request("/assets/0000000000000000/page.css")).statusCode())
                .isEqualTo(404);
    }

    @Test
    void whatIsNotThereIsToldToBrowsersInTheirWayAndToClientsInTheirs() {
        HttpResponse<String> browser = send(request("/nowhere").header("Accept", "text/html,*/*"));
        HttpResponse<String> client = send(request("/nowhere"));

        assertThat(browser.statusCode()).isEqualTo(404);
        assertThat(browser.body()).contains("There is no room at this address");
        assertThat(client.statusCode()).isEqualTo(404);
        assertThat(client.body()).contains("MCP is at /mcp");
        assertThat(send(request("/")
                                .header("Accept", "application/json, text/event-stream")
                                .POST(HttpRequest.BodyPublishers.ofString("{}")))
                        .body())
                .contains("MCP is at /mcp");
    }

    @Test
    void formsComeFromOurOwnPagesOnly() {
        assertThat(send(form("/", "form=x")).statusCode()).isEqualTo(403);
        assertThat(send(form("/", "form=x").header("Sec-Fetch-Site", "cross-site"))
                        .body())
                .contains("came from another site");
        assertThat(send(form("/", "form=x").header("Sec-Fetch-Site", "same-site"))
                        .body())
                .contains("came from another site");
        assertThat(send(form("/", "form=x").header("Origin", "https://evil.example"))
                        .body())
                .contains("came from another site");
        assertThat(send(form("/", "form=x").header("Sec-Fetch-Site", "same-origin"))
                        .body())
                .contains("not one that you were shown");
    }

    private static HttpRequest.Builder form(String path, String fields) {
        return request(path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(fields));
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(demo.url() + path));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static HttpResponse<byte[]> bytes(HttpRequest.Builder request) {
        try {
            return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
