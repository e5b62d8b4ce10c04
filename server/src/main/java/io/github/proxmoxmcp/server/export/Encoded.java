package io.github.proxmoxmcp.server.export;

import io.github.proxmoxmcp.client.value.PropertyString;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Texts that Proxmox keeps encoded in a configuration: public keys as in an address, words of the SMBIOS in base64.
public final class Encoded {

    private Encoded() {}

    /// What stands behind a value, for whoever looks for something in it.
    static Stream<String> of(String key, String value) {
        return switch (key) {
            case "sshkeys" -> Stream.of(fromAddress(value));
            case "smbios1" ->
                PropertyString.parse(value).properties().stream().flatMap(part -> fromBase64(part.value()).stream());
            default -> Stream.empty();
        };
    }

    /// The keys in Proxmox's order; a text that is not encoded is taken as it is.
    public static List<String> sshKeys(String encoded) {
        String keys = fromAddress(encoded).strip();
        return keys.isEmpty() ? List.of() : List.of(keys.split("\n"));
    }

    private static String fromAddress(String encoded) {
        try {
            // A plus is one there: only forms write blanks so.
            return URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            return encoded;
        }
    }

    /// Absent where it is not base64, or no text.
    public static Optional<String> fromBase64(String encoded) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Base64.getDecoder().decode(encoded)))
                    .toString());
        } catch (IllegalArgumentException | CharacterCodingException _) {
            return Optional.empty();
        }
    }
}
