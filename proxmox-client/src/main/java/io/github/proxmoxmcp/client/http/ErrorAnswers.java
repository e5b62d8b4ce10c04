package io.github.proxmoxmcp.client.http;

import io.github.proxmoxmcp.client.call.Call;
import io.github.proxmoxmcp.client.call.ProxmoxException;
import io.github.proxmoxmcp.client.call.Reason;
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
        Optional<String> said = said(raw, json);
        Reason reason = said.map(Reason::theirs).orElseGet(() -> silence(status, raw));
        return switch (status) {
            case 400 -> invalid(call, reason, json);
            case 401 -> new ProxmoxException.NotAuthenticated(call, reason);
            case 403 -> forbidden(call, said.orElse(""), reason);
            case 595, 596 ->
                // 596 includes the proxy's own limit of 30 s, after which the call may go on.
                new ProxmoxException.NodeUnreachable(call, reason, status, node(call), status == 596 && !call.isRead());
            default -> other(call, status, said.orElse(""), reason);
        };
    }

    private static ProxmoxException other(Call call, int status, String said, Reason reason) {
        if (status < 400) {
            return new ProxmoxException.ProtocolError(call, reason, false);
        }
        if (status < 500) {
            return new ProxmoxException.Refused(call, reason, status);
        }
        return status == 500 ? byText(call, said, reason) : new ProxmoxException.Failed(call, reason, status);
    }

    private static ProxmoxException byText(Call call, String said, Reason reason) {
        Matcher locked = LOCKED.matcher(said);
        if (locked.find()) {
            return new ProxmoxException.Locked(call, reason, Optional.ofNullable(locked.group(1)));
        }
        if (NO_QUORUM.matcher(said).find()) {
            return new ProxmoxException.NoQuorum(call, reason);
        }
        if (BUSY.matcher(said).find()) {
            return new ProxmoxException.Busy(call, reason);
        }
        if (CONFLICT.matcher(said).find()) {
            return new ProxmoxException.DigestConflict(call, reason);
        }
        if (NO_SUCH_NODE.matcher(said).find()) {
            return new ProxmoxException.NodeUnreachable(call, reason, 500, node(call), false);
        }
        return NO_SUCH.matcher(said).find()
                ? new ProxmoxException.NoSuchThing(call, reason)
                : new ProxmoxException.Failed(call, reason, 500);
    }

    private static ProxmoxException invalid(Call call, Reason reason, JsonNode json) {
        // A task that is gone is a wrong parameter to Proxmox, but no mistake of the caller's.
        return json.path("errors").path("upid").asString("").equals("no such task")
                ? new ProxmoxException.NoSuchThing(call, Reason.ours("no such task"))
                : new ProxmoxException.InvalidParameters(call, reason, byField(json));
    }

    private ProxmoxException forbidden(Call call, String said, Reason reason) {
        Matcher named = PERMISSION.matcher(said);
        boolean found = named.find();
        return new ProxmoxException.Forbidden(
                call,
                reason,
                found ? Optional.ofNullable(named.group("path")) : Optional.empty(),
                found ? Optional.ofNullable(named.group("privilege")) : Optional.empty(),
                credentials.id());
    }

    private static Optional<String> node(Call call) {
        return NODE.matcher(call.path()).results().map(match -> match.group(1)).findFirst();
    }

    private static Optional<String> said(String raw, JsonNode json) {
        return Stream.of(json.path("message").asString(""), json.isMissingNode() ? raw : "")
                .map(String::strip)
                .filter(candidate -> !candidate.isEmpty() && !candidate.startsWith("<"))
                .findFirst()
                .map(text ->
                        text.length() <= MAX_TEXT_CHARACTERS ? text : text.substring(0, MAX_TEXT_CHARACTERS) + "…");
    }

    private static Reason silence(int status, String raw) {
        return Reason.ours(Answers.isWebPage(raw) ? Answers.WEB_PAGE + " (status " + status + ")" : spoken(status));
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

    private static Map<String, Reason> byField(JsonNode json) {
        Map<String, Reason> byField = new TreeMap<>();
        json.path("errors")
                .properties()
                .forEach(error -> byField.put(
                        error.getKey(),
                        Reason.theirs(
                                Secrets.isSecret(error.getKey())
                                        ? "not accepted"
                                        : error.getValue().asString("not accepted"))));
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
