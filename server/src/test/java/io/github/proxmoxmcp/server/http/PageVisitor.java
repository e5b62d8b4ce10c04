package io.github.proxmoxmcp.server.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Looks at the page as a browser without JavaScript does: follows links, sends forms with what they were shown with.
final class PageVisitor implements AutoCloseable {

    private static final Pattern TOKEN = Pattern.compile("name=\"form\" value=\"([^\"]+)\"");

    private final HttpClient client = HttpClient.newHttpClient();
    private final String url;
    private final Optional<String> token;

    /// @param token sent as a bearer token; absent: nobody is asked
    PageVisitor(String url, Optional<String> token) {
        this.url = url;
        this.token = token;
    }

    HttpResponse<String> look(String path) {
        return send(request(path));
    }

    /// Sends a form of the page at `path` to `path`.
    HttpResponse<String> submit(String path, Map<String, String> fields) {
        Matcher form = TOKEN.matcher(look(path).body());
        List<String> pairs = new ArrayList<>();
        if (form.find()) {
            pairs.add("form=" + form.group(1));
        }
        fields.forEach((name, value) -> pairs.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8)));
        return send(request(path.replaceFirst("\\?.*", ""))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Sec-Fetch-Site", "same-origin")
                .POST(HttpRequest.BodyPublishers.ofString(String.join("&", pairs))));
    }

    /// An answer that does not end.
    HttpResponse<InputStream> open(String path) {
        try {
            return client.send(request(path).build(), HttpResponse.BodyHandlers.ofInputStream());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url + path)).header("Accept", "text/html");
        token.ifPresent(bearer -> request.header("Authorization", "Bearer " + bearer));
        return request;
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
