package io.github.proxmoxmcp.server.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads what the server said, and finds what it did not say itself: forged lines, hidden characters, text of others
/// without its mark.
final class Voice {

    private static final Pattern HIDDEN = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Co}\\p{Zl}\\p{Zp}&&[^\\n\\t]]");
    private static final Pattern MARKED = Pattern.compile("«[^«»]*»");

    private static final Pattern MARKED_LINES = Pattern.compile("«[^«»]*»", Pattern.DOTALL);

    private final List<String> forged = new ArrayList<>();
    private final List<String> unmarked = new ArrayList<>();
    private int texts;
    private int attacked;

    /// All texts of a message of the protocol.
    ///
    /// @param where for the description
    void message(String where, JsonNode value) {
        if (value.isString()) {
            text(where, value.asString());
        }
        value.properties().forEach(entry -> {
            text(where, entry.getKey());
            // Under this key all is of others, its lines among it.
            message(
                    where + "/" + entry.getKey(),
                    entry.getKey().equals("untrusted_text")
                            ? JsonMapper.shared()
                                    .valueToTree(
                                            "«" + entry.getValue().asString().replace("\n", " ") + "»")
                            : entry.getValue());
        });
        if (value.isArray()) {
            value.forEach(one -> message(where, one));
        }
    }

    void text(String where, String text) {
        texts++;
        attacked += text.contains(HostileProxy.FORGED) ? 1 : 0;
        Matcher hidden = HIDDEN.matcher(text);
        if (hidden.find()) {
            forged.add(where + ": U+%04x in ".formatted(text.codePointAt(hidden.start())) + shown(text));
        }
        text.lines()
                .filter(line -> line.startsWith(HostileProxy.FORGED + " "))
                .forEach(line -> forged.add(where + ": " + shown(line)));
    }

    /// What a client shows its model of an answer or an error: text of others stands in its marks there, too. What the
    /// model itself said in its arguments may be said back to it.
    void answer(String tool, Map<String, Object> arguments, JsonNode result) {
        if (arguments.toString().contains(HostileProxy.FORGED)) {
            return;
        }
        String where = tool + arguments.keySet();
        for (JsonNode part : result.path("content")) {
            String ours = MARKED_LINES.matcher(part.path("text").asString("")).replaceAll("");
            if (ours.contains(HostileProxy.FORGED + " ")) {
                unmarked.add(where + "/text: " + shown(ours));
            }
        }
        structured(where, "", result.path("structuredContent"));
    }

    /// Text of others in structured content stands under its own key, or in its marks.
    private void structured(String where, String key, JsonNode value) {
        if (value.isString()
                && !key.equals("untrusted_text")
                && MARKED.matcher(value.asString()).replaceAll("").contains(HostileProxy.FORGED + " ")) {
            unmarked.add(where + "/" + key + ": " + shown(value.asString()));
        }
        value.properties().forEach(entry -> structured(where, entry.getKey(), entry.getValue()));
        if (value.isArray()) {
            value.forEach(one -> structured(where, key, one));
        }
    }

    List<String> unmarked() {
        return unmarked;
    }

    /// @param least how many texts must have been read, and how many of them held an attack
    void isOurs(int least, int leastAttacked) {
        assertThat(forged).isEmpty();
        assertThat(texts).isGreaterThan(least);
        assertThat(attacked).isGreaterThan(leastAttacked);
    }

    private static String shown(String text) {
        int at = Math.max(0, text.indexOf(HostileProxy.FORGED) - 60);
        return text.substring(at, Math.min(text.length(), at + 160)).replace("\n", "\\n");
    }
}
