package io.github.proxmoxmcp.client.json;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/// The one list of what is secret, for what Proxmox sends and for what it is sent. Credentials become `***` at this
/// border: that there is a password is a fact, which one it is nobody here needs to know.
public final class Secrets {

    /// What stands in the place of a credential.
    public static final String STRUCK_OUT = "***";

    /// Tickets of every kind (login, VNC, SPICE), TFA keys, storage and metric-server secrets, what programs in
    /// containers are given.
    private static final Set<String> FIELDS = Set.of(
            "CSRFPreventionToken",
            "keys",
            "keyring",
            "encryption-key",
            "client-key",
            "certkey",
            "eab-hmac-key",
            "otel-headers",
            "env",
            "token",
            "otp",
            "totp",
            "recovery");

    /// Whatever else is named like one.
    private static final Pattern NAMED_LIKE_ONE = Pattern.compile(
            "(?i)passw(?:or)?d$|passphrase|secret$|priv(?:ate)?[-_]?key|api[-_]?key|[-_]token$|ticket$");

    /// Parameters that are secret where they stand: a certificate's key, a subscription's, that of the DNS server which
    /// SDN updates, what an ACME plugin knows of its DNS provider, what a webhook logs in with.
    private static final Pattern SECRET_THERE = Pattern.compile(".*/certificates/custom key|.*/subscription key"
            + "|/cluster/sdn/dns.* key|/cluster/acme/plugins.* data|/cluster/notifications/endpoints/webhook.* header");

    private static final Pattern ADDRESS = Pattern.compile("^(\\w+://[^/?#]+).+$");

    private Secrets() {}

    /// Another text whenever the list is another one, for those who have applied it to something that they keep.
    public static String version() {
        String list = FIELDS.stream().sorted().toList() + " " + NAMED_LIKE_ONE + " " + SecretText.PATTERNS;
        return Integer.toHexString(list.hashCode());
    }

    /// Whether a field of this name holds a credential.
    public static boolean isSecret(String field) {
        return FIELDS.contains(field) || NAMED_LIKE_ONE.matcher(field).find();
    }

    /// Whether a parameter of this name of a call to this path is a credential.
    public static boolean isSecret(String path, String parameter) {
        return isSecret(parameter)
                || SECRET_THERE.matcher(path + " " + parameter).matches();
    }

    /// Whether a credential stands in this text, or `***` in the place of one.
    public static boolean isIn(String text) {
        return text.contains("=" + STRUCK_OUT)
                || text.contains(":" + STRUCK_OUT + "@")
                || !strikeOut(text).equals(text);
    }

    /// The text with every credential in it replaced.
    public static String strikeOut(String text) {
        return SecretText.strikeOut(text);
    }

    /// The tree with every credential in it replaced.
    public static JsonNode strikeOut(JsonNode node) {
        switch (node) {
            case ObjectNode object -> List.copyOf(object.propertyNames()).forEach(name -> strikeOut(object, name));
            case ArrayNode array -> {
                for (int i = 0; i < array.size(); i++) {
                    array.set(i, strikeOut(array.path(i)));
                }
            }
            case StringNode text -> {
                return StringNode.valueOf(strikeOut(text.stringValue()));
            }
            default -> {}
        }
        return node;
    }

    private static void strikeOut(ObjectNode object, String name) {
        JsonNode value = object.path(name);
        if (!value.isNull() && holdsSecret(object, name)) {
            object.put(name, STRUCK_OUT);
        } else if (name.equals("url") && object.has("method")) {
            // Of a webhook: what is behind the host is often all that is needed to use it.
            object.put(name, ADDRESS.matcher(value.asString("")).replaceFirst("$1/" + STRUCK_OUT));
        } else {
            object.set(name, strikeOut(value));
        }
    }

    /// Some fields are secret by their neighbours: a new token's value, pending values of a secret option, what an ACME
    /// plugin knows of its DNS provider, …
    private static boolean holdsSecret(ObjectNode object, String name) {
        return switch (name) {
            case "value" ->
                object.has("full-tokenid") || isSecret(object.path("key").asString(""));
            case "pending" -> isSecret(object.path("key").asString(""));
            case "data" -> object.has("plugin");
            // Of a subscription, and of the DNS server that SDN updates.
            case "key" -> object.has("serverid") || object.has("dns");
            // A webhook logs in with them.
            case "header" -> object.has("url");
            default -> isSecret(name);
        };
    }
}
