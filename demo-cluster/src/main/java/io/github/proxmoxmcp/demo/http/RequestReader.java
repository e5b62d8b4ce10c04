package io.github.proxmoxmcp.demo.http;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Reads HTTP/1.1 requests with bounds on everything.
final class RequestReader {
    private static final int MAX_LINE_BYTES = 16 * 1024;
    private static final int MAX_HEADERS = 64;
    private static final int MAX_BODY_BYTES = 512 * 1024;

    private final InputStream in;

    RequestReader(InputStream in) {
        this.in = in;
    }

    /// The next request, or nothing when the client has closed the connection.
    Optional<HttpRequest> next() throws IOException, MalformedRequest {
        var first = line();
        if (first.isEmpty()) {
            return Optional.empty();
        }
        var parts = first.get().split(" ");
        if (parts.length != 3 || !parts[2].startsWith("HTTP/1.") || !parts[1].startsWith("/")) {
            throw new MalformedRequest(400, "bad request");
        }
        var headers = headers();
        return Optional.of(new HttpRequest(parts[0], parts[1], headers, body(headers)));
    }

    private Map<String, String> headers() throws IOException, MalformedRequest {
        var headers = new HashMap<String, String>();
        while (true) {
            var line = line().orElseThrow(EOFException::new);
            if (line.isEmpty()) {
                return headers;
            }
            int colon = line.indexOf(':');
            if (colon <= 0 || headers.size() >= MAX_HEADERS) {
                throw new MalformedRequest(400, colon <= 0 ? "bad header" : "too many http header lines");
            }
            headers.put(
                    line.substring(0, colon).strip().toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
    }

    private String body(Map<String, String> headers) throws IOException, MalformedRequest {
        if (headers.containsKey("transfer-encoding")) {
            throw new MalformedRequest(501, "chunked transfer encoding not supported");
        }
        var declared = headers.getOrDefault("content-length", "0");
        if (!declared.matches("\\d{1,12}")) {
            throw new MalformedRequest(400, "bad content length");
        }
        long length = Long.parseLong(declared);
        if (length > MAX_BODY_BYTES) {
            in.skipNBytes(Math.min(length, 8L * MAX_BODY_BYTES));
            throw new MalformedRequest(501, "for data too large");
        }
        var body = in.readNBytes((int) length);
        if (body.length < length) {
            throw new EOFException("the client closed the connection within a body");
        }
        return new String(body, StandardCharsets.UTF_8);
    }

    /// A line without its end, or nothing at the end of the stream.
    private Optional<String> line() throws IOException, MalformedRequest {
        var line = new ByteArrayOutputStream();
        while (true) {
            int next = in.read();
            if (next < 0) {
                return line.size() == 0 ? Optional.empty() : Optional.of(line.toString(StandardCharsets.ISO_8859_1));
            }
            if (next == '\n') {
                var text = line.toString(StandardCharsets.ISO_8859_1);
                return Optional.of(text.endsWith("\r") ? text.substring(0, text.length() - 1) : text);
            }
            if (line.size() >= MAX_LINE_BYTES) {
                throw new MalformedRequest(400, "header line too long");
            }
            line.write(next);
        }
    }
}
