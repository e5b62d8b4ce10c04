package io.github.proxmoxmcp.client.json;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/// The one list of fields in which Proxmox sends credentials. Their values become `***` at this border: that there is a
/// password is a fact, which one it is nobody here needs to know.
public final class Secrets {

    /// What stands in the place of a credential.
    public static final String STRUCK_OUT = "***";

    /// Cloud-init and user passwords, tickets of every kind (login, VNC, SPICE), TFA keys, storage and
    /// metric-server secrets.
    private static final Set<String> FIELDS = Set.of(
            "cipassword",
            "password",
            "ticket",
            "CSRFPreventionToken",
            "keys",
            "keyring",
            "encryption-key",
            "client-key",
            "secret",
            "token",
            "privkey",
            "recovery");

    /// Whatever else is named like one.
    private static final Pattern NAMED_LIKE_ONE =
            Pattern.compile("(?i).*(?:passw(?:or)?d|secret|private[-_]?key|api[-_]?key|[-_]token)");

    /// The cloud-init data of a guest come as one text of YAML.
    private static final Pattern PASSWORD_LINE =
            Pattern.compile("(?m)^([ -]*(?:hashed_|plain_text_|ci)?passw(?:or)?d:[ \\t]*)\\S.*$");

    private Secrets() {}

    /// Whether a field of this name holds a credential.
    public static boolean isSecret(String field) {
        return FIELDS.contains(field) || NAMED_LIKE_ONE.matcher(field).matches();
    }

    /// The same text of YAML with its passwords replaced.
    public static String strikeOut(String yaml) {
        return PASSWORD_LINE.matcher(yaml).replaceAll("$1" + STRUCK_OUT);
    }

    /// The same tree with every credential in it replaced.
    public static JsonNode strikeOut(JsonNode node) {
        switch (node) {
            case ObjectNode object -> List.copyOf(object.propertyNames()).forEach(name -> strikeOut(object, name));
            case ArrayNode array -> {
                for (int i = 0; i < array.size(); i++) {
                    array.set(i, strikeOut(array.path(i)));
                }
            }
            case StringNode text
            when text.stringValue().contains("passw") -> {
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
        } else {
            object.set(name, strikeOut(value));
        }
    }

    /// Some fields are secret by their neighbours: a new token's value, pending values of a secret option, what an
    /// ACME plugin knows of its DNS provider, …
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
