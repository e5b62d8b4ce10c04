package io.github.proxmoxmcp.server;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Draws a conversation as an SVG: what was asked, the call that a model makes of it, and what the server answered.
final class ConversationPicture {

    private static final int WIDTH = 960;
    private static final int LINE = 18;
    private static final int MARGIN = 24;
    private static final int MAX_LINE_CHARACTERS = 112;

    private ConversationPicture() {}

    /// A question, its call and the lines of the answer.
    record Exchange(String question, String call, List<String> answer) {}

    static String of(List<Exchange> exchanges) {
        List<String> shapes = new ArrayList<>();
        int y = MARGIN + LINE;
        for (Exchange exchange : exchanges) {
            shapes.add(text(MARGIN, y, "question", "» " + exchange.question()));
            y += LINE + 4;
            for (String line : filled(exchange.call())) {
                shapes.add(text(MARGIN + 20, y, "call", line));
                y += LINE;
            }
            y -= LINE;
            for (String line : exchange.answer()) {
                y += LINE;
                shapes.add(text(MARGIN + 40, y, "answer", cut(line)));
            }
            y += 2 * LINE;
        }
        int height = y - LINE;
        return """
            <svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" role="img">
            <title>A conversation with a Proxmox cluster</title>
            <style>
            text { font: 13px ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; white-space: pre; }
            .question { font: bold 15px system-ui, sans-serif; fill: #f0f3f6; }
            .call { fill: #7ee0ff; }
            .answer { fill: #c9d1d9; }
            </style>
            <rect width="%d" height="%d" rx="10" fill="#161b22"/>
            %s
            </svg>
            """.formatted(
                WIDTH, height, WIDTH, height, WIDTH, height, shapes.stream().collect(Collectors.joining("\n")));
    }

    private static String text(int x, int y, String kind, String words) {
        String escaped = words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
        return "<text x=\"" + x + "\" y=\"" + y + "\" class=\"" + kind + "\" xml:space=\"preserve\">" + escaped
                + "</text>";
    }

    private static List<String> filled(String line) {
        int end = line.length() <= MAX_LINE_CHARACTERS ? line.length() : line.lastIndexOf(' ', MAX_LINE_CHARACTERS);
        return end == line.length()
                ? List.of(line)
                : Stream.concat(Stream.of(line.substring(0, end)), filled("    " + line.substring(end + 1)).stream())
                        .toList();
    }

    private static String cut(String line) {
        return line.length() <= MAX_LINE_CHARACTERS ? line : line.substring(0, MAX_LINE_CHARACTERS - 1) + "…";
    }
}
