package io.github.proxmoxmcp.server.tool;

import java.util.regex.Pattern;

/// The one place where text becomes fit to be printed: for a model, at a terminal, in a log. What is printed has no
/// control characters, none that hide or turn text round, and no line break that is not ours; what is too long is cut,
/// with its length.
public final class Printable {

    /// How long a line may be in characters: longer values are cut.
    static final int MAX_LINE_CHARACTERS = 2_000;

    /// What a terminal takes as an order, with its end: without the escape character its rest would stand as text.
    private static final Pattern ESCAPE_SEQUENCE = Pattern.compile(
            "(?:\u001b\\[|\u009b)[0-?]*[ -/]*[@-~]|\u001b\\][^\u0007\u001b]{0,300}(?:\u0007|\u001b\\\\)");

    private static final Pattern LINE_BREAKS = Pattern.compile("[ \t]*\n\\s*");
    private static final char LINE_BREAK = '\n';

    private Printable() {}

    /// The text as one line, without control characters.
    public static String line(String text) {
        return line(text, MAX_LINE_CHARACTERS);
    }

    /// The text as one line of at most about `longest` characters.
    public static String line(String text, int longest) {
        if (isPlain(text) && text.length() <= longest) {
            return text.strip();
        }
        String start = cut(text, 2 * longest);
        String line = LINE_BREAKS
                .matcher(clean(start))
                .replaceAll(" ")
                .replace('\t', ' ')
                .strip();
        return told(line, text.length(), longest, start.length() < text.length());
    }

    /// With its line breaks and tabs, and about `longest` characters at the most.
    static String lines(String text, int longest) {
        if (isPlain(text) && text.length() <= longest) {
            return text.strip();
        }
        String start = cut(text, 2 * longest);
        return told(clean(start).strip(), text.length(), longest, start.length() < text.length());
    }

    /// A message of ours, in which values of others may stand: only its first line begins at the margin.
    public static String message(String text) {
        return lines(text, 20 * MAX_LINE_CHARACTERS).replaceAll("\n(?! )", "\n  ");
    }

    /// A value exactly as it is, in the quotes and escapes of JSON: characters that are not seen are spelled out.
    public static String escaped(String value) {
        return '"'
                + spelled(value.replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("\n", "\\n")
                        .replace("\r", "\\r")
                        .replace("\t", "\\t"))
                + '"';
    }

    /// Characters that are not seen as JSON spells them, and blanks that are none of the keyboard; JSON stays the same
    /// JSON by it.
    public static String spelled(String text) {
        if (isPlain(text)) {
            return text;
        }
        StringBuilder spelled = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (c != ' ' && (isHidden(c) || Character.isSpaceChar(c))) {
                for (char unit : Character.toChars(c)) {
                    spelled.append("\\u%04x".formatted((int) unit));
                }
            } else {
                spelled.appendCodePoint(c);
            }
        });
        return spelled.toString();
    }

    private static String clean(String text) {
        String orders = ESCAPE_SEQUENCE.matcher(text).replaceAll("");
        StringBuilder clean = new StringBuilder(orders.length());
        int[] before = {0};
        orders.codePoints().forEach(c -> {
            if (breaksLine(c)) {
                if (c != LINE_BREAK || before[0] != '\r') {
                    clean.append(LINE_BREAK);
                }
            } else if (c == '\t' || !isHidden(c)) {
                clean.appendCodePoint(c);
            }
            before[0] = c;
        });
        return clean.toString();
    }

    private static String told(String text, int length, int longest, boolean cutBefore) {
        return text.length() <= longest && !cutBefore ? text : cut(text, longest) + "… (" + length + " characters)";
    }

    /// Not in the middle of a character of two units.
    private static String cut(String text, int longest) {
        if (text.length() <= longest) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(longest - 1)) ? longest - 1 : longest);
    }

    /// Most text is: letters, digits and signs of ASCII.
    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < ' ' || text.charAt(i) > '~') {
                return false;
            }
        }
        return true;
    }

    /// Whatever a terminal, an editor or a model may take for the end of a line.
    private static boolean breaksLine(int codePoint) {
        return switch (codePoint) {
            case '\n', '\r', 0x0b, 0x0c, 0x1c, 0x1d, 0x1e, 0x85, 0x2028, 0x2029 -> true;
            default -> false;
        };
    }

    /// What is not seen, or turns round what is: FORMAT holds the bidirectional overrides, zero-width characters and
    /// the invisible "tag" letters; the others are letters and marks by their class, and are not seen either.
    private static boolean isHidden(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.PRIVATE_USE,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.UNASSIGNED -> true;
            default ->
                switch (codePoint) {
                    case 0x034f, 0x115f, 0x1160, 0x17b4, 0x17b5, 0x2800, 0x3164, 0xffa0 -> true;
                    default ->
                        (codePoint >= 0x180b && codePoint <= 0x180f)
                                || (codePoint >= 0xfe00 && codePoint <= 0xfe0f)
                                || (codePoint >= 0xe0100 && codePoint <= 0xe01ef);
                };
        };
    }
}
