package io.github.proxmoxmcp.client.http;

import io.github.proxmoxmcp.client.call.Call;
import io.github.proxmoxmcp.client.call.ProxmoxException;
import io.github.proxmoxmcp.client.connection.Credentials;
import io.github.proxmoxmcp.client.json.Answers;
import io.github.proxmoxmcp.client.json.Secrets;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/// Tells from status and body what went wrong. Proxmox has no 404 and no 409: nearly everything is a 500, and only its
/// text says which; 401, 595 and 596 have no body at all.
final class ErrorAnswers {

    private static final int MAX_TEXT_CHARACTERS = 1000;
    private static final Pattern PERMISSION =
            Pattern.compile("\\((?<path>/[^\\s,]*)?,? ?(?<privilege>[A-Za-z.|]+)?\\)");
    private static final Pattern NODE = Pattern.compile("^/nodes/([^/]+)");
    private static final Pattern LOCKED = Pattern.compile("\\bis locked(?: \\(([^)]+)\\))?");
    private static final Pattern BUSY = Pattern.compile(
            "can't lock file '|can't acquire lock|got lock (request )?timeout|lock '[^']*' - got timeout");
    private static final Pattern NO_QUORUM =
            Pattern.compile("no quorum|cluster not ready|unable to open file '/etc/pve/[^']*' - Permission denied");
    private static final Pattern CONFLICT =
            Pattern.compile("checksum mismatch|file changed? by other user|detected modified configuration");
    private static final Pattern NO_SUCH =
            Pattern.compile("does not exist|^no such (user|group|role|realm|cluster node|file|resource|job|task)");
    private static final Pattern NO_SUCH_NODE = Pattern.compile("^hostname lookup '[^']*' failed");

    private final Credentials credentials;

    ErrorAnswers(Credentials credentials) {
        this.credentials = credentials;
    }

    ProxmoxException toException(Call call, int status, byte[] body) {
        // Error texts may be raw bytes of any encoding: what is no UTF-8 becomes a replacement character.
        String raw = Secrets.strikeOut(credentials.strikeOut(new String(body, StandardCharsets.UTF_8)));
        JsonNode json = parsed(raw);
        String text = text(status, raw, json);
        return switch (status) {
            case 400 -> invalid(call, text, byField(json));
            case 401 -> new ProxmoxException.NotAuthenticated(call, text);
            case 403 -> forbidden(call, text);
            case 595, 596 ->
                // 596 includes the proxy's own limit of 30 s, after which the call may go on.
                new ProxmoxException.NodeUnreachable(call, text, status, node(call), status == 596 && !call.isRead());
            default -> other(call, status, text);
        };
    }

    private static ProxmoxException other(Call call, int status, String text) {
        if (status < 400) {
            return new ProxmoxException.ProtocolError(call, text, false);
        }
        if (status < 500) {
            return new ProxmoxException.Refused(call, text, status);
        }
        return status == 500 ? byText(call, text) : new ProxmoxException.Failed(call, text, status);
    }

    private static ProxmoxException byText(Call call, String text) {
        Matcher locked = LOCKED.matcher(text);
        if (locked.find()) {
            return new ProxmoxException.Locked(call, text, Optional.ofNullable(locked.group(1)));
        }
        if (NO_QUORUM.matcher(text).find()) {
            return new ProxmoxException.NoQuorum(call, text);
        }
        if (BUSY.matcher(text).find()) {
            return new ProxmoxException.Busy(call, text);
        }
        if (CONFLICT.matcher(text).find()) {
            return new ProxmoxException.DigestConflict(call, text);
        }
        if (NO_SUCH_NODE.matcher(text).find()) {
            return new ProxmoxException.NodeUnreachable(call, text, 500, node(call), false);
        }
        return NO_SUCH.matcher(text).find()
                ? new ProxmoxException.NoSuchThing(call, text)
                : new ProxmoxException.Failed(call, text, 500);
    }

    private static ProxmoxException invalid(Call call, String text, Map<String, String> byField) {
        // A task that is gone is a wrong parameter to Proxmox, but no mistake of the caller's.
        return byField.getOrDefault("upid", "").equals("no such task")
                ? new ProxmoxException.NoSuchThing(call, "no such task")
                : new ProxmoxException.InvalidParameters(call, text, byField);
    }

    private ProxmoxException forbidden(Call call, String text) {
        Matcher named = PERMISSION.matcher(text);
        boolean found = named.find();
        return new ProxmoxException.Forbidden(
                call,
                text,
                found ? Optional.ofNullable(named.group("path")) : Optional.empty(),
                found ? Optional.ofNullable(named.group("privilege")) : Optional.empty(),
                credentials.id());
    }

    private static Optional<String> node(Call call) {
        return NODE.matcher(call.path()).results().map(match -> match.group(1)).findFirst();
    }

    private static String text(int status, String raw, JsonNode json) {
        String text = Stream.of(json.path("message").asString(""), json.isMissingNode() ? raw : "")
                .map(String::strip)
                .filter(candidate -> !candidate.isEmpty() && !candidate.startsWith("<"))
                .findFirst()
                .orElseGet(
                        () -> Answers.isWebPage(raw) ? Answers.WEB_PAGE + " (status " + status + ")" : spoken(status));
        return text.length() <= MAX_TEXT_CHARACTERS ? text : text.substring(0, MAX_TEXT_CHARACTERS) + "…";
    }

    private static String spoken(int status) {
        return switch (status) {
            case 401 -> "authentication failed";
            case 595 -> "the node cannot be reached from this endpoint (status 595)";
            case 596 -> "the connection to the node broke, or it took longer than 30 s (status 596)";
            case 301, 302, 307, 308 ->
                "the endpoint answers with a redirect; Proxmox VE is at https://HOST:8006 (status " + status + ")";
            default -> "Proxmox gave no reason (status " + status + ")";
        };
    }

    private static Map<String, String> byField(JsonNode json) {
        Map<String, String> byField = new TreeMap<>();
        json.path("errors")
                .properties()
                .forEach(error -> byField.put(
                        error.getKey(),
                        Secrets.isSecret(error.getKey())
                                ? "not accepted"
                                : error.getValue().asString("not accepted")));
        return byField;
    }

    private static JsonNode parsed(String raw) {
        try {
            JsonNode json = new JsonMapper().readTree(raw);
            return json.isObject() ? json : MissingNode.getInstance();
        } catch (JacksonException _) {
            return MissingNode.getInstance();
        }
    }
}
