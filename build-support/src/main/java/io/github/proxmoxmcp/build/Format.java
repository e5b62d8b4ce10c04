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

    private Format() {}

    /// `check|write|skip ROOT`: exit status 1 when `check` found a file that is laid out otherwise.
    public static void main(String[] arguments) throws IOException {
        String mode = arguments[0];
        if (mode.equals("skip")) {
            return;
        }
        List<Path> wrong = sources(Path.of(arguments[1])).stream()
                .filter(source -> !isFormatted(source, mode.equals("write")))
                .toList();
        wrong.forEach(source -> System.err.println((mode.equals("write") ? "formatted " : "not formatted: ") + source));
        if (!wrong.isEmpty() && !mode.equals("write")) {
            System.err.println("Run: ./mvnw -q process-classes -pl build-support -Dformat=write");
            System.exit(1);
        }
    }

    private static List<Path> sources(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !root.relativize(file).toString().contains("target/"))
                    .sorted()
                    .toList();
        }
    }

    private static boolean isFormatted(Path source, boolean write) {
        try {
            String text = Files.readString(source);
            String formatted = FORMATTER.formatSourceAndFixImports(text);
            if (write && !formatted.equals(text)) {
                Files.writeString(source, formatted);
            }
            return formatted.equals(text);
        } catch (IOException | FormatterException e) {
            throw new IllegalStateException("cannot format " + source + ": " + e.getMessage(), e);
        }
    }
}
