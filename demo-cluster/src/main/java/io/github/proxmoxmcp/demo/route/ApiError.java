package io.github.proxmoxmcp.demo.route;

import java.util.Map;
import java.util.TreeMap;

/// An answer that is not 200: its message becomes the reason phrase.
public final class ApiError extends RuntimeException {
    private final int status;
    private final String text;
    private final Map<String, String> errors;
    private final Body body;

    /// What the body holds beside the reason phrase.
    public enum Body {
        JSON,
        TEXT,
        NONE
    }

    private ApiError(int status, String text, Map<String, String> errors, Body body) {
        super(text);
        this.status = status;
        this.text = text;
        this.errors = new TreeMap<>(errors);
        this.body = body;
    }

    /// What Perl's `die` leaves: the message ends with a newline.
    public static ApiError failed(String message) {
        return new ApiError(500, message + "\n", Map.of(), Body.JSON);
    }

    public static ApiError parameters(Map<String, String> errors) {
        return new ApiError(400, "Parameter verification failed.\n", errors, Body.JSON);
    }

    public static ApiError parameter(String name, String problem) {
        return parameters(Map.of(name, problem));
    }

    public static ApiError forbidden(String detail) {
        return new ApiError(403, "Permission check failed (" + detail + ")\n", Map.of(), Body.JSON);
    }

    /// Some refusals name neither path nor privilege.
    public static ApiError forbidden() {
        return new ApiError(403, "Permission check failed\n", Map.of(), Body.JSON);
    }

    /// A refused login, unlike a refused ticket or token, has a body.
    public static ApiError unauthenticated(String message) {
        return new ApiError(401, message + "\n", Map.of(), Body.JSON);
    }

    public static ApiError notImplemented(String method, String path) {
        return new ApiError(501, "Method '" + method + " " + path + "' not implemented", Map.of(), Body.JSON);
    }

    /// An answer of the proxy itself, in plain text.
    public static ApiError plain(int status, String text) {
        return new ApiError(status, text, Map.of(), Body.TEXT);
    }

    /// An answer of the proxy itself, without a body.
    public static ApiError bare(int status, String reason) {
        return new ApiError(status, reason, Map.of(), Body.NONE);
    }

    public int status() {
        return status;
    }

    /// The whole message; the reason phrase is its first line.
    public String text() {
        return text;
    }

    /// What is wrong with which parameter.
    public Map<String, String> errors() {
        return errors;
    }

    public Body body() {
        return body;
    }
}
