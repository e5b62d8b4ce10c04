package io.github.proxmoxmcp.server.outbound;

import java.net.URI;
import java.util.Map;

/// A message of ours to a web address.
///
/// @param method POST or PUT
/// @param headers beside Content-Type; no value of others stands in them
/// @param body JSON
public record WebMessage(String method, URI address, Map<String, String> headers, String body) {

    public WebMessage {
        headers.forEach((name, value) -> {
            if (value.chars().anyMatch(c -> c < ' ' || c > '~')) {
                throw new IllegalArgumentException("the header " + name + " has a character that no header may have");
            }
        });
    }

    public static WebMessage post(URI address, String body) {
        return new WebMessage("POST", address, Map.of(), body);
    }
}
