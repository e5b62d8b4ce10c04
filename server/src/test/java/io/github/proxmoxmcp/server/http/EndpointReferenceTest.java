package io.github.proxmoxmcp.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.server.tool.Access;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What the reference says of paths, methods and who may is what the server does.
@Timeout(60)
class EndpointReferenceTest {

    private static final Path ROOT = Path.of(System.getProperty("repository.root"));
    private static final Pattern ENDPOINT = Pattern.compile("(?m)^\\| `(/[^`]*)` \\| ([^|]+) \\| ([^|]+) \\|");
    private static final Pattern DOCUMENTED = Pattern.compile("(?m)^\\| (\\d{3}) \\|");
    private static final Pattern ANSWERED =
            Pattern.compile("(?:json|answer|bad|refuse|setStatus)\\((?:exchange, |\\s)*(\\d{3})");

    private final String reference;

    EndpointReferenceTest() throws IOException {
        reference = Files.readString(ROOT.resolve("docs/reference/endpoints.md"));
    }

    @Test
    void pathsMethodsAndWhoMayAreAsTheServerHasThem(@TempDir Path folder) throws Exception {
        List<String> paths = new ArrayList<>();
        try (WebFixture web = new WebFixture(folder, WebFixture.settings())) {
            String token = web.token("a", Access.READ);
            for (MatchResult row : ENDPOINT.matcher(reference).results().toList()) {
                String path = row.group(1);
                paths.add(path);
                for (String method : List.of("GET", "POST", "DELETE", "PUT")) {
                    HttpRequest.Builder request = web.request(path).method(method, HttpRequest.BodyPublishers.noBody());
                    if (path.equals("/mcp")) {
                        request.header("Mcp-Session-Id", "none");
                    }
                    int stranger = status(web, request.copy());
                    int known = status(web, request.copy().header("Authorization", "Bearer " + token));

                    boolean may = Stream.of(row.group(2).split(", ")).anyMatch(List.of(method, "any")::contains);
                    assertThat(known != 405).describedAs(method + " " + path).isEqualTo(may);
                    assertThat(stranger == 401)
                            .describedAs(method + " " + path)
                            .isEqualTo(row.group(3).equals("a token"));
                }
            }
        }

        assertThat(paths).containsExactlyInAnyOrderElementsOf(WebServer.PATHS);
    }

    /// Without the body, which of a stream never ends.
    private static int status(WebFixture web, HttpRequest.Builder request) throws Exception {
        HttpResponse<InputStream> answer =
                web.client().send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        answer.body().close();
        return answer.statusCode();
    }

    @Test
    void everyStatusThatIsAnsweredIsInTheReference() throws IOException {
        TreeSet<String> answered = new TreeSet<>();
        try (Stream<Path> sources = Files.list(ROOT.resolve("server/src/main/java/io/github/proxmoxmcp/server/http"))) {
            for (Path source : sources.toList()) {
                ANSWERED.matcher(Files.readString(source))
                        .results()
                        .map(found -> found.group(1))
                        .forEach(answered::add);
            }
        }

        assertThat(answered).hasSizeGreaterThan(12);
        assertThat(DOCUMENTED.matcher(reference).results().map(row -> row.group(1)))
                .containsAll(answered);
    }
}
