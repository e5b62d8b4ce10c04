package io.github.proxmoxmcp.demo.http;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// A request as it came over the wire.
///
/// @param headers by lower-case name
/// @param body as UTF-8, which every body of this API is
public record HttpRequest(String method, String target, Map<String, String> headers, String body) {
    public HttpRequest {
        headers = Map.copyOf(headers);
    }

    /// The raw path, not decoded.
    public String path() {
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }

    /// The raw query, empty when there is none.
    public String query() {
        int query = target.indexOf('?');
        return query < 0 ? "" : target.substring(query + 1);
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    boolean wantsClose() {
        return header("connection")
                .filter(value -> value.equalsIgnoreCase("close"))
                .isPresent();
    }

    boolean acceptsGzip() {
        return header("accept-encoding").filter(value -> value.contains("gzip")).isPresent();
    }
}
