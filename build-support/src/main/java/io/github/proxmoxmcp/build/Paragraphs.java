package io.github.proxmoxmcp.build;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Fills paragraphs of Markdown up to a width. Lines whose breaks mean something (code, tables, headings, quotes, HTML,
/// definitions of links, hard breaks) stay as they are.
final class Paragraphs {

    private static final Pattern FENCE = Pattern.compile("\\s*(?:```|~~~).*");
    private static final Pattern KEPT = Pattern.compile("\\s*(?:[|>#<]|\\[[^]]+]: |---|===).*|.*(?:\\\\| {2})");
    private static final Pattern ITEM = Pattern.compile("(\\s*)((?:[-*+]|\\d{1,3}\\.) +)(\\S.*)");
    private static final Pattern TAG = Pattern.compile("\\s*@(?:param|return|throws|see|since)\\b.*");

    /// At the beginning of a line these words would begin something else than the next line of a paragraph.
    private static final Pattern NEVER_FIRST = Pattern.compile(
            "[-*+]|\\d{1,3}\\.|[|>#<].*|```.*|~~~.*|---.*|===.*|@(?:param|return|throws|see|since)|\\d+](?:\\(.*)?");

    /// How far a tag's text is indented from its second line on.
    private static final String TAG_INDENT = "    ";

    private final int width;
    private final List<String> filled = new ArrayList<>();

    /// The lines of the paragraph so far; the indentations of its first and of its other lines.
    private final List<String> open = new ArrayList<>();

    private String first = "";
    private String next = "";
    private boolean inCode;
    private boolean inFrontMatter;
    private boolean inList;

    private Paragraphs(int width) {
        this.width = width;
    }

    /// The lines, with each paragraph filled up to the width.
    static List<String> fill(List<String> lines, int width) {
        Paragraphs paragraphs = new Paragraphs(width);
        for (int i = 0; i < lines.size(); i++) {
            paragraphs.inFrontMatter = i == 0
                    ? lines.get(i).equals("---")
                    : paragraphs.inFrontMatter && !lines.get(i).equals("---");
            paragraphs.take(lines.get(i));
        }
        paragraphs.close();
        return paragraphs.filled;
    }

    private void take(String line) {
        if (inFrontMatter) {
            keep(line);
        } else if (FENCE.matcher(line).matches()) {
            keep(line);
            inCode = !inCode;
        } else if (inCode || KEPT.matcher(line).matches()) {
            keep(line);
        } else if (line.isBlank()) {
            keep("");
        } else {
            prose(line);
        }
    }

    private void prose(String line) {
        Matcher item = ITEM.matcher(line);
        String indent = line.substring(0, line.length() - line.stripLeading().length());
        if (item.matches()) {
            begin(
                    item.group(1) + item.group(2),
                    item.group(1) + " ".repeat(item.group(2).length()),
                    item.group(3));
            inList = true;
        } else if (TAG.matcher(line).matches()) {
            begin(indent, indent + TAG_INDENT, line.strip());
        } else if (!open.isEmpty()) {
            open.add(line.strip());
        } else if (indent.length() >= TAG_INDENT.length() && !inList) {
            keep(line);
        } else {
            inList &= !indent.isEmpty();
            begin(indent, indent, line.strip());
        }
    }

    private void begin(String firstIndent, String nextIndent, String text) {
        close();
        first = firstIndent;
        next = nextIndent;
        open.add(text);
    }

    private void keep(String line) {
        close();
        filled.add(line);
    }

    private void close() {
        if (open.isEmpty()) {
            return;
        }
        StringBuilder line = new StringBuilder(first);
        boolean empty = true;
        for (String word : words()) {
            if (!empty && line.length() + 1 + word.length() > width) {
                filled.add(line.toString());
                line = new StringBuilder(next);
                empty = true;
            }
            line.append(empty ? "" : " ").append(word);
            empty = false;
        }
        filled.add(line.toString());
        open.clear();
    }

    /// The words of the paragraph, each together with those after it that no line may begin with, and a piece of code
    /// (between backticks) as one word.
    private List<String> words() {
        List<String> words = new ArrayList<>();
        boolean inSpan = false;
        for (String word : String.join(" ", open).split("\\s+")) {
            if (!words.isEmpty() && (inSpan || NEVER_FIRST.matcher(word).matches())) {
                words.set(words.size() - 1, words.getLast() + " " + word);
            } else {
                words.add(word);
            }
            inSpan ^= word.chars().filter(letter -> letter == '`').count() % 2 == 1;
        }
        return words;
    }
}
