package io.github.proxmoxmcp.server.tool;

import java.util.Collection;
import java.util.stream.Collectors;

/// Text that somebody else wrote: notes of a guest, a task's log, what an agent reports, an error of Proxmox. To the
/// model it is data, never an instruction, and it is marked as such in both forms of an answer.
///
/// @param text fit to be printed, with its line breaks; no `«` or `»` of its own, which would end the mark
public record UntrustedText(String text) {

    private static final int MAX_TEXT_CHARACTERS = 20_000;
    private static final int MAX_WORD_CHARACTERS = 200;

    public UntrustedText {
        text = unquoted(Printable.lines(text, MAX_TEXT_CHARACTERS));
    }

    /// What has one line wherever it is honest, such as the name of a host.
    public static UntrustedText oneLine(String text) {
        return new UntrustedText(Printable.line(text));
    }

    /// The text as one line, to be named in the program's own sentences.
    public static String line(String text) {
        return unquoted(Printable.line(text));
    }

    /// The text as one line of at most about `longest` characters.
    public static String line(String text, int longest) {
        return unquoted(Printable.line(text, longest));
    }

    /// The text as one line: a single word as it is, anything else in `«»`.
    public static String marked(String text) {
        return new UntrustedText(text).toString();
    }

    /// The texts, each marked, with commas.
    public static String list(Collection<String> texts) {
        return texts.stream().map(UntrustedText::marked).collect(Collectors.joining(", "));
    }

    /// Whether it is but a name, an address, a number: what has no blanks says nothing to anybody.
    boolean isWord() {
        return text.length() <= MAX_WORD_CHARACTERS && text.chars().noneMatch(Character::isWhitespace);
    }

    @Override
    public String toString() {
        return isWord() ? text : "«" + Printable.line(text) + "»";
    }

    private static String unquoted(String text) {
        return text.replace('«', '‹').replace('»', '›');
    }
}
