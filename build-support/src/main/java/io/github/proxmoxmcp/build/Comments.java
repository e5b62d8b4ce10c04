package io.github.proxmoxmcp.build;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Fills the paragraphs of a Java source's `///` comments, which the formatter leaves as they are.
final class Comments {

    private static final Pattern DOC = Pattern.compile("( *)///(?: (.*))?");
    private static final String TEXT_BLOCK = "\"\"\"";

    private Comments() {}

    /// The source with its comments filled up to the width.
    static String fill(String source, int width) {
        List<String> filled = new ArrayList<>();
        List<String> comment = new ArrayList<>();
        String indent = "";
        boolean inTextBlock = false;
        for (String line : source.split("\n", -1)) {
            Matcher doc = DOC.matcher(line);
            boolean isDoc = !inTextBlock && doc.matches();
            if (!comment.isEmpty() && !(isDoc && doc.group(1).equals(indent))) {
                filled.addAll(written(comment, indent, width));
                comment.clear();
            }
            if (isDoc) {
                indent = doc.group(1);
                comment.add(doc.group(2) == null ? "" : doc.group(2));
            } else {
                filled.add(line);
                inTextBlock ^= (line.split(TEXT_BLOCK, -1).length - 1) % 2 == 1;
            }
        }
        filled.addAll(written(comment, indent, width));
        return String.join("\n", filled);
    }

    /// The lines of all `///` comments without their indentation.
    static List<String> lines(String source) {
        return source.lines()
                .filter(line -> DOC.matcher(line).matches())
                .map(String::strip)
                .toList();
    }

    private static List<String> written(List<String> comment, String indent, int width) {
        String mark = indent + "///";
        return Paragraphs.fill(comment, width - mark.length() - 1).stream()
                .map(line -> line.isEmpty() ? mark : mark + " " + line)
                .toList();
    }
}
