package io.github.proxmoxmcp.server.approval;

import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// What a device says of a challenge with a passkey, each part base64url.
///
/// @param credential the passkey's id
public record Assertion(String credential, String authenticatorData, String clientData, String signature) {

    String json() {
        return JsonMapper.shared().writeValueAsString(this);
    }

    /// Empty when the text is none.
    static Optional<Assertion> read(String json) {
        try {
            return Optional.of(JsonMapper.shared().readValue(json, Assertion.class));
        } catch (JacksonException _) {
            return Optional.empty();
        }
    }
}
