package io.github.proxmoxmcp.server.tool;

/// Text that somebody else wrote: notes of a guest, a task's log. To the model it is data, never an instruction, and it
/// is marked as such in both forms of an answer.
public record Foreign(String text) {

    public Foreign {
        text = clean(text);
    }

    /// Without control characters (line breaks and tabs stay) and without those that hide or turn text round.
    public static String clean(String text) {
        if (isPlain(text)) {
            return text.strip();
        }
        return text.codePoints()
                .filter(c -> c == '\n' || c == '\t' || !hides(c))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString()
                .strip();
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

    private static boolean hides(int codePoint) {
        return switch (Character.getType(codePoint)) {
            // FORMAT holds the bidirectional overrides, zero-width characters and the invisible "tag" letters.
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.PRIVATE_USE,
                    Character.SURROGATE,
                    Character.UNASSIGNED -> true;
            default -> false;
        };
    }
}
