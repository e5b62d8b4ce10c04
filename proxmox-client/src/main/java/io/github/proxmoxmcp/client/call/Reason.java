package io.github.proxmoxmcp.client.call;

import java.util.regex.Pattern;

/// Why a call failed. Whoever makes one says whose words it is: those of Proxmox, or of whatever answered in its place,
/// stand in `«»`, so that no message of a [ProxmoxException] can pass them off as ours, wherever it is printed.
public final class Reason {

    private static final int MAX_WORD_CHARACTERS = 200;
    private static final Pattern BLANK = Pattern.compile("\\s");

    private final String text;

    private Reason(String text) {
        this.text = text;
    }

    /// Our own sentence; words of others in it are [#quoted].
    public static Reason ours(String sentence) {
        return new Reason(printable(sentence.strip()));
    }

    /// What somebody else said.
    public static Reason theirs(String words) {
        return new Reason(quoted(words));
    }

    /// Words of others on one line without control characters: a single word as it is, anything else in `«»`.
    public static String quoted(String words) {
        String line = printable(words.strip()).replace('«', '‹').replace('»', '›');
        return line.length() <= MAX_WORD_CHARACTERS && !BLANK.matcher(line).find() ? line : "«" + line + "»";
    }

    private static String printable(String text) {
        return text.replaceAll("\u001b\\[[0-?]*[ -/]*[@-~]", "")
                .replaceAll("\\s*\\R\\s*", "; ")
                .replaceAll("[\\p{Cc}\\p{Cf}]", " ");
    }

    @Override
    public String toString() {
        return text;
    }
}
