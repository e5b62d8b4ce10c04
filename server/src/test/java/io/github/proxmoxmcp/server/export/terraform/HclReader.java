package io.github.proxmoxmcp.server.export.terraform;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads HCL back as its specification says, and nothing that would be computed: an interpolation is a failure.
final class HclReader {

    private final String text;
    private int at;

    private HclReader(String text) {
        this.text = text;
    }

    record Name(String text) {}

    record Body(String type, List<String> labels, Map<String, Object> arguments, List<Body> blocks) {

        List<Body> blocks(String name) {
            return blocks.stream().filter(one -> one.type().equals(name)).toList();
        }

        Body block(String name) {
            return blocks(name).getFirst();
        }
    }

    static List<Body> read(String text) {
        HclReader reader = new HclReader(text);
        return reader.body("", List.of(), false).blocks();
    }

    private Body body(String type, List<String> labels, boolean inner) {
        Body body = new Body(type, labels, new LinkedHashMap<>(), new ArrayList<>());
        while (true) {
            blanks();
            if (at == text.length() && !inner) {
                return body;
            }
            if (inner && next('}')) {
                return body;
            }
            String name = word();
            spaces();
            if (next('=')) {
                spaces();
                require(body.arguments().put(name, value()) == null, "twice: " + name);
                continue;
            }
            List<String> names = new ArrayList<>();
            while (peek() == '"') {
                names.add(string());
                spaces();
            }
            require(next('{'), "no {");
            body.blocks().add(body(name, names, true));
        }
    }

    private Object value() {
        if (peek() == '"') {
            return string();
        }
        if (next('[')) {
            List<Object> list = new ArrayList<>();
            while (!next(']')) {
                blanks();
                list.add(value());
                blanks();
                next(',');
                blanks();
            }
            return list;
        }
        if (next('{')) {
            Map<String, Object> map = new LinkedHashMap<>();
            blanks();
            while (!next('}')) {
                String key = peek() == '"' ? string() : word();
                spaces();
                require(next('='), "no =");
                spaces();
                map.put(key, value());
                blanks();
                next(',');
                blanks();
            }
            return map;
        }
        String word = word();
        return switch (word) {
            case "true" -> true;
            case "false" -> false;
            default -> word.matches("[0-9.]+") ? new BigDecimal(word) : new Name(word);
        };
    }

    private String string() {
        require(next('"'), "no quote");
        StringBuilder out = new StringBuilder();
        while (!next('"')) {
            char c = text.charAt(at++);
            require(c != '\n', "a line ends in quotes");
            if (c == '\\') {
                out.append(escape(text.charAt(at++)));
            } else if ((c == '$' || c == '%') && peek() == c && text.charAt(at + 1) == '{') {
                at += 2;
                out.append(c).append('{');
            } else {
                require(!((c == '$' || c == '%') && peek() == '{'), "an interpolation");
                out.append(c);
            }
        }
        return out.toString();
    }

    private String escape(char c) {
        return switch (c) {
            case 'n' -> "\n";
            case 'r' -> "\r";
            case 't' -> "\t";
            case '"' -> "\"";
            case '\\' -> "\\";
            case 'u' -> code(4);
            case 'U' -> code(8);
            default -> throw new IllegalStateException("escape " + c);
        };
    }

    private String code(int digits) {
        at += digits;
        return Character.toString(Integer.parseInt(text.substring(at - digits, at), 16));
    }

    private String word() {
        int from = at;
        while (at < text.length()
                && (Character.isLetterOrDigit(text.charAt(at)) || "_.-".indexOf(text.charAt(at)) >= 0)) {
            at++;
        }
        require(at > from, "no word");
        return text.substring(from, at);
    }

    private void blanks() {
        while (at < text.length()) {
            if (text.charAt(at) == '#') {
                while (at < text.length() && text.charAt(at) != '\n') {
                    at++;
                }
            } else if (Character.isWhitespace(text.charAt(at))) {
                at++;
            } else {
                return;
            }
        }
    }

    private void spaces() {
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
    }

    private char peek() {
        return at < text.length() ? text.charAt(at) : '\0';
    }

    private boolean next(char c) {
        if (peek() != c || at == text.length()) {
            return false;
        }
        at++;
        return true;
    }

    private void require(boolean holds, String what) {
        if (!holds) {
            throw new IllegalStateException(
                    what + " at " + text.substring(Math.max(0, at - 80), Math.min(text.length(), at + 20)));
        }
    }
}
