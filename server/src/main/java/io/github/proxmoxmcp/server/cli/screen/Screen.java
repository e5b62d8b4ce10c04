package io.github.proxmoxmcp.server.cli.screen;

import java.io.Console;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The terminal that a person looks at, if there is one.
public final class Screen {

    private static final int DEFAULT_COLUMNS = 100;
    private static final Pattern SIZE = Pattern.compile("\\d+ (\\d+)\\s*");

    private Screen() {}

    /// How many characters fit into a line; absent: what is printed goes to a file or a program.
    public static Optional<Integer> width() {
        return Optional.ofNullable(System.console())
                .filter(Console::isTerminal)
                .map(_ -> asked().filter(columns -> columns > 0).orElse(DEFAULT_COLUMNS));
    }

    /// A sentence in lines of no more than that, words whole.
    public static List<String> folded(String text, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ")) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }

    /// Lines that fit the terminal, words whole and what goes on indented more; as they are where there is none.
    public static String fitted(String text) {
        return width().map(width -> fitted(text, width)).orElse(text);
    }

    public static String fitted(String text, int width) {
        return text.lines().map(line -> fittedLine(line, width)).collect(Collectors.joining("\n"));
    }

    private static String fittedLine(String line, int width) {
        String margin = line.substring(0, line.length() - line.stripLeading().length());
        String further = margin + "  ";
        return margin + String.join("\n" + further, folded(line.strip(), width - further.length()));
    }

    /// The size is the terminal's to tell; Java has no way to ask it.
    private static Optional<Integer> asked() {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(ProcessBuilder.Redirect.INHERIT)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String answer = new String(stty.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!stty.waitFor(1, TimeUnit.SECONDS)) {
                stty.destroyForcibly();
            }
            Matcher size = SIZE.matcher(answer);
            return size.matches() ? Optional.of(Integer.valueOf(size.group(1))) : Optional.empty();
        } catch (IOException _) {
            return Optional.empty();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
