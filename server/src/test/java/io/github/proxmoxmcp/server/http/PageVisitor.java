package io.github.proxmoxmcp.server.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Optional;

/// Looks at the page as a browser without JavaScript does: follows links, sends forms with what they were shown with.
final class PageVisitor implements AutoCloseable {

    private final HttpClient client = HttpClient.newHttpClient();
    private final String url;
    private final Optional<String> token;
    private final Browser browser;

    /// @param token sent as a bearer token; absent: nobody is asked
    PageVisitor(String url, Optional<String> token) {
        this.url = url;
        this.token = token;
        this.browser = new Browser(url);
    }

    HttpResponse<String> look(String path) {
        return send(request(path));
    }

    /// Sends a form of the page at `path` to `path`, signed in: a bearer of a token sends none.
    HttpResponse<String> submit(String path, Map<String, String> fields) {
        if (browser.cookie().isEmpty()) {
            token.ifPresent(browser::signIn);
        }
        return browser.submit(path, fields);
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
