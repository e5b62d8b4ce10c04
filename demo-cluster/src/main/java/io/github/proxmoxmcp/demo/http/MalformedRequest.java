package io.github.proxmoxmcp.demo.http;

/// Something that is not an HTTP request, or one that is too large; it is answered with a status and ends the
/// connection.
final class MalformedRequest extends Exception {
    private final int status;

    MalformedRequest(int status, String reason) {
        super(reason);
        this.status = status;
    }

    HttpResponse response() {
        var reason = String.valueOf(getMessage());
        return HttpResponse.text(status, reason, "text/plain", reason);
    }
}
