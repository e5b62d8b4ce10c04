package io.github.proxmoxmcp.client.catalogue;

import io.github.proxmoxmcp.client.call.Call;
import io.github.proxmoxmcp.client.call.ProxmoxException.ProtocolError;
import io.github.proxmoxmcp.client.call.Reason;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The script `apidoc.js`, of which only the array behind `apiSchema =` is read: it is cut out by matching brackets and
/// read as JSON. Nothing of it is ever run.
final class ApiDocument {

    private static final int LARGEST = 16 << 20;
    private static final byte[] NAME = "apiSchema".getBytes(StandardCharsets.US_ASCII);

    private ApiDocument() {}

    static JsonNode read(Call call, byte[] script) {
        if (script.length > LARGEST) {
            throw problem(call, "is larger than " + LARGEST + " bytes");
        }
        int begin = begin(call, script);
        int end = end(call, script, begin);
        try {
            return new JsonMapper().readTree(script, begin, end - begin);
        } catch (JacksonException e) {
            throw problem(call, "is not JSON: " + e.getClass().getSimpleName());
        }
    }

    /// Where the array begins: the first bracket after the name, with nothing but an equals sign between.
    private static int begin(Call call, byte[] script) {
        for (int at = 0; at <= script.length - NAME.length; at++) {
            int next = at + NAME.length;
            if (Arrays.equals(script, at, next, NAME, 0, NAME.length)) {
                while (next < script.length && (Character.isWhitespace(script[next]) || script[next] == '=')) {
                    next++;
                }
                if (next < script.length && script[next] == '[') {
                    return next;
                }
            }
        }
        throw problem(call, "has no array 'apiSchema'");
    }

    private static int end(Call call, byte[] script, int begin) {
        int depth = 0;
        boolean quoted = false;
        for (int at = begin; at < script.length; at++) {
            byte character = script[at];
            if (quoted) {
                if (character == '\\') {
                    at++;
                } else if (character == '"') {
                    quoted = false;
                }
            } else if (character == '"') {
                quoted = true;
            } else if (character == '[' || character == '{') {
                depth++;
            } else if ((character == ']' || character == '}') && --depth == 0) {
                return at + 1;
            }
        }
        throw problem(call, "is cut off: the array 'apiSchema' does not end");
    }

    static ProtocolError problem(Call call, String text) {
        return new ProtocolError(call, Reason.ours("the description of the API " + text), false);
    }
}
