package io.github.proxmoxmcp.server.setup;

import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;

/// Puts an entry into JSON with comments, of which nothing else is touched: editors' settings are written by hand.
final class CommentedJson {

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
            .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
            .build();

    private CommentedJson() {}

    /// Where an object begins, and whether nothing is in it.
    private record Place(int after, boolean empty) {}

    /// The entry becomes the first of its section, and a section that is not there the first of the file.
    static String insert(String text, String section, String name, String entry, String indent) {
        Place root = place(text, "");
        Place within = place(text, section);
        String named = "\"" + name + "\": " + entry;
        return within.after() >= 0
                ? put(text, within, named, indent, 1)
                : put(
                        text,
                        root,
                        "\"" + section + "\": {\n"
                                + named.indent(indent.length()).stripTrailing() + "\n}",
                        indent,
                        0);
    }

    private static String put(String text, Place place, String what, String indent, int depth) {
        String outer = indent.repeat(depth);
        String lines = "\n" + outer + indent + what.replace("\n", "\n" + outer + indent);
        String rest = text.substring(place.after());
        String end = !place.empty() ? "," : rest.stripLeading().length() < rest.length() ? "" : "\n" + outer;
        return text.substring(0, place.after()) + lines + end + rest;
    }

    /// Of the object under a key of the outermost one; of that itself where the key is empty.
    private static Place place(String text, String key) {
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), text)) {
            int depth = 0;
            String current = "";
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.PROPERTY_NAME && depth == 1) {
                    current = parser.currentName();
                }
                if (token == JsonToken.START_OBJECT
                        && (depth == 0 ? key.isEmpty() : depth == 1 && current.equals(key))) {
                    int after = Math.toIntExact(parser.currentTokenLocation().getCharOffset()) + 1;
                    return new Place(after, parser.nextToken() == JsonToken.END_OBJECT);
                }
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
            }
        }
        return new Place(-1, true);
    }
}
