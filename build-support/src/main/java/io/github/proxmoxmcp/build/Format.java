package io.github.proxmoxmcp.build;

import com.palantir.javaformat.java.Formatter;
import com.palantir.javaformat.java.FormatterException;
import com.palantir.javaformat.java.JavaFormatterOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Checks or rewrites the layout of every Java source of the repository in one run.
///
/// A program of its own because palantir-java-format parses with the JDK that runs it: as a Maven plugin it would run
/// on Maven's JDK 17 and could not read Java 25.
public final class Format {

    private static final Formatter FORMATTER = Formatter.createFormatter(JavaFormatterOptions.builder()
            .style(JavaFormatterOptions.Style.PALANTIR)
            .formatJavadoc(false)
            .build());

    private static final int WIDTH = 120;

    private Format() {}

    /// `check|write|skip ROOT`: exit status 1 when a file is not laid out, or cannot be because it does not parse.
    public static void main(String[] arguments) throws IOException {
        boolean write = arguments[0].equals("write");
        boolean wrong = false;
        for (Path source : arguments[0].equals("skip") ? List.<Path>of() : sources(Path.of(arguments[1]))) {
            String text = Files.readString(source);
            if (text.lines().anyMatch(Format::isLongDoc)) {
                System.err.println("a /// line is longer than " + WIDTH + ": " + source);
                wrong = true;
                continue;
            }
            try {
                String formatted = FORMATTER.formatSourceAndFixImports(text);
                if (!formatted.equals(text)) {
                    System.err.println((write ? "formatted " : "not formatted: ") + source);
                    wrong |= !write;
                    if (write) {
                        Files.writeString(source, formatted);
                    }
                }
            } catch (FormatterException e) {
                System.err.println("does not parse: " + source + ":" + e.getMessage());
                wrong = true;
            }
        }
        if (wrong) {
            System.err.println("Run: ./mvnw -q process-classes -pl build-support -Dformat=write");
            System.exit(1);
        }
    }

    /// The formatter would break such a line in two and leave the second half as code.
    private static boolean isLongDoc(String line) {
        return line.length() > WIDTH && line.strip().startsWith("///");
    }

    private static List<Path> sources(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !root.relativize(file).toString().contains("target/"))
                    .sorted()
                    .toList();
        }
    }
}
