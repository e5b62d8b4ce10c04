package io.github.proxmoxmcp.demo.http;

import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;

/// A response; the reason phrase is what Proxmox puts its messages into.
public final class HttpResponse {
    private static final String JSON = "application/json;charset=UTF-8";

    private final int status;
    private final String reason;
    private final String contentType;
    private final byte[] body;

    private HttpResponse(int status, String reason, String contentType, byte[] body) {
        this.status = status;
        this.reason = reason;
        this.contentType = contentType;
        this.body = body;
    }

    public static HttpResponse json(byte[] body) {
        return new HttpResponse(200, "OK", JSON, body);
    }

    public static HttpResponse error(int status, String reason, byte[] json) {
        return new HttpResponse(status, reason, JSON, json);
    }

    public static HttpResponse text(int status, String reason, String contentType, String body) {
        return new HttpResponse(status, reason, contentType, body.getBytes(StandardCharsets.UTF_8));
    }

    public static HttpResponse bare(int status, String reason) {
        return new HttpResponse(status, reason, "", new byte[0]);
    }

    /// This response with another body.
    public HttpResponse with(UnaryOperator<String> change) {
        var changed = change.apply(new String(body, StandardCharsets.UTF_8));
        return new HttpResponse(status, reason, contentType, changed.getBytes(StandardCharsets.UTF_8));
    }

    int status() {
        return status;
    }

    String reason() {
        return reason;
    }

    /// Empty when there is none.
    String contentType() {
        return contentType;
    }

    byte[] body() {
        return body;
    }

    /// Whether the connection ends with it, as Proxmox ends it after every error.
    boolean close() {
        return status != 200;
    }
}
