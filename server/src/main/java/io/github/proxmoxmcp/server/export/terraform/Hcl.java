package io.github.proxmoxmcp.server.export.terraform;

import io.github.proxmoxmcp.server.tool.Printable;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Values as HCL writes them. What others wrote is text in it, whatever it contains: nothing is interpolated, and no
/// value ends its quotes or its line.
final class Hcl {

    private Hcl() {}

    /// A name of the configuration itself, such as an argument that is ignored: written as it is.
    record Name(String text) {

        Name {
            if (!text.matches("[A-Za-z_][A-Za-z0-9_.]*")) {
                throw new IllegalArgumentException("no name: " + text);
            }
        }
    }

    /// Text, a number, a truth, a [Name], or a list or map of them.
    static String value(Object value) {
        return switch (value) {
            case String text -> quoted(text);
            case Name name -> name.text();
            case Boolean truth -> truth.toString();
            case BigDecimal number -> number.toPlainString();
            case Number number -> number.toString();
            case List<?> list -> list.stream().map(Hcl::value).collect(Collectors.joining(", ", "[", "]"));
            case Map<?, ?> map ->
                map.entrySet().stream()
                        .map(entry -> quoted(String.valueOf(entry.getKey())) + " = " + value(entry.getValue()))
                        .collect(Collectors.joining(", ", "{ ", " }"));
            default -> throw new IllegalArgumentException("HCL has no " + value.getClass());
        };
    }

    /// A string in its quotes: what begins an interpolation is doubled, what is not seen is spelled out.
    static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (int at = 0; at < text.length(); at += Character.charCount(text.codePointAt(at))) {
            int c = text.codePointAt(at);
            boolean opens = (c == '$' || c == '%') && at + 1 < text.length() && text.charAt(at + 1) == '{';
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> out.append(opens ? Character.toString(c).repeat(2) : seen(c));
            }
        }
        return out.append('"').toString();
    }

    private static String seen(int c) {
        if (Character.getType(c) == Character.SURROGATE) {
            // Half a character has no place in UTF-8; the provider reads it so, too.
            return "\ufffd";
        }
        String text = Character.toString(c);
        return Printable.spelled(text).equals(text)
                ? text
                : c > 0xffff ? "\\U%08x".formatted(c) : "\\u%04x".formatted(c);
    }

    /// A comment of one line.
    static String comment(String text) {
        return "# " + Printable.line(text, Integer.MAX_VALUE / 4);
    }
}
