package io.github.proxmoxmcp.server.export.ansible;

import io.github.proxmoxmcp.server.tool.Printable;
import java.util.List;
import java.util.Map;

/// YAML as Ansible reads it. Every text is in double quotes, and one that Ansible could take for a template is marked
/// `!unsafe`, so that it is printed and never run. Only a [Template] is one.
final class Yaml {

    private final StringBuilder out = new StringBuilder();

    private Yaml() {}

    /// Our own words with an expression in them.
    record Template(String text) {}

    /// A value with lines of comment before it.
    record Commented(List<String> comments, Object value) {}

    /// A list or map in lines of its own, or a value in one.
    static String document(Object value) {
        Yaml yaml = new Yaml();
        yaml.block(value, "");
        return "---\n" + yaml.out;
    }

    static String comment(String text) {
        return "# " + Printable.line(text, Integer.MAX_VALUE / 4);
    }

    private void block(Object value, String indent) {
        switch (value) {
            case Map<?, ?> map -> map.forEach((key, inner) -> entry(indent, key(String.valueOf(key)) + ":", inner));
            case List<?> list -> list.forEach(inner -> item(indent, inner));
            default -> out.append(indent).append(scalar(value)).append('\n');
        }
    }

    private void entry(String indent, String key, Object value) {
        Object inner = comments(indent, value);
        if (isNested(inner)) {
            out.append(indent).append(key).append('\n');
            block(inner, indent + "  ");
        } else {
            out.append(indent).append(key).append(' ').append(scalar(inner)).append('\n');
        }
    }

    /// A map in a list begins beside its dash.
    private void item(String indent, Object value) {
        Object inner = comments(indent, value);
        if (!isNested(inner)) {
            out.append(indent).append("- ").append(scalar(inner)).append('\n');
            return;
        }
        int from = out.length();
        block(inner, indent + "  ");
        out.replace(from, from + indent.length() + 2, indent + "- ");
    }

    private Object comments(String indent, Object value) {
        if (!(value instanceof Commented(List<String> comments, Object inner))) {
            return value;
        }
        comments.forEach(text -> out.append(indent).append(comment(text)).append('\n'));
        return inner;
    }

    private static boolean isNested(Object value) {
        return (value instanceof Map<?, ?> map && !map.isEmpty())
                || (value instanceof List<?> list
                        && list.stream().anyMatch(one -> one instanceof Map || one instanceof Commented));
    }

    private static String scalar(Object value) {
        return switch (value) {
            case String text -> (text.indexOf('{') >= 0 ? "!unsafe " : "") + quoted(text);
            case Template(String text) -> quoted(text);
            case Boolean truth -> truth.toString();
            case Number number -> number.toString();
            case Map<?, ?> _ -> "{}";
            case List<?> list -> list.stream().map(Yaml::scalar).toList().toString();
            default -> throw new IllegalArgumentException("YAML has no " + value.getClass());
        };
    }

    private static String key(String text) {
        if (text.indexOf('{') >= 0) {
            throw new IllegalArgumentException("a key may not look like a template: " + text);
        }
        return text.matches("[a-z][a-z0-9_.]*") && !text.matches("true|false|null|yes|no|on|off|y|n")
                ? text
                : quoted(text);
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.codePoints().forEach(c -> {
            switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                default -> quoted.append(seen(c));
            }
        });
        return quoted.append('"').toString();
    }

    private static String seen(int c) {
        if (Character.getType(c) == Character.SURROGATE) {
            // Half a character has no place in UTF-8.
            return "\ufffd";
        }
        String text = Character.toString(c);
        return Printable.spelled(text).equals(text)
                ? text
                : c > 0xffff ? "\\U%08x".formatted(c) : "\\u%04x".formatted(c);
    }
}
