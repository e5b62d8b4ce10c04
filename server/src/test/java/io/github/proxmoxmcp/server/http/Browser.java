package io.github.proxmoxmcp.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A browser as far as the page needs one: a cookie, forms that carry what the page gave them, no redirect followed.
final class Browser {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final Pattern FORM_TOKEN = Pattern.compile("name=\"form\" value=\"([^\"]+)\"");

    private final String url;
    private Optional<String> cookie = Optional.empty();

    /// @param url of the page, without a path
    Browser(String url) {
        this.url = url;
    }

    Optional<String> cookie() {
        return cookie;
    }

    /// Somebody else who has this cookie.
    Browser with(String stolen) {
        Browser other = new Browser(url);
        other.cookie = Optional.of(stolen);
        return other;
    }

    /// The same somebody at another name of the server.
    Browser at(String otherUrl) {
        Browser other = new Browser(otherUrl);
        other.cookie = cookie;
        return other;
    }

    HttpResponse<String> get(String path) {
        return send(request(path));
    }

    HttpResponse<String> signIn(String token) {
        return send(form("/sign-in", Map.of("token", token)));
    }

    /// Sends a form of a room, with the token that the room gave.
    HttpResponse<String> submit(String room, Map<String, String> fields) {
        Matcher token = FORM_TOKEN.matcher(get(room).body());
        assertThat(token.find()).describedAs(room).isTrue();
        java.util.TreeMap<String, String> all = new java.util.TreeMap<>(fields);
        all.put("form", token.group(1));
        return send(form(room.replaceFirst("\\?.*", ""), all));
    }

    HttpRequest.Builder form(String path, Map<String, String> fields) {
        return request(path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Sec-Fetch-Site", "same-origin")
                .POST(HttpRequest.BodyPublishers.ofString(fields.entrySet().stream()
                        .map(field ->
                                field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&"))));
    }

    HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path))
                .timeout(Duration.ofSeconds(30))
                .header("Accept", "text/html");
        cookie.ifPresent(value -> request.header("Cookie", value));
        return request;
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> answer = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
            answer.headers()
                    .firstValue("Set-Cookie")
                    .map(header -> header.replaceFirst(";.*", ""))
                    .ifPresent(pair -> cookie = Optional.of(pair).filter(text -> !text.endsWith("=")));
            return answer;
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
