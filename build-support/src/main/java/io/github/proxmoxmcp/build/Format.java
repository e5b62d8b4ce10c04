package io.github.proxmoxmcp.build;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.palantir.javaformat.java.Formatter;
import com.palantir.javaformat.java.FormatterException;
import com.palantir.javaformat.java.JavaFormatterOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
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

    /// What was found laid out before is not laid out again: a line for the formatter, and one for each content.
    private static final Path KNOWN = Path.of("build-support", "target", "laid-out.txt");

    /// `check|write|skip ROOT`: exit status 1 when a file is not laid out, or cannot be because it does not parse.
    public static void main(String[] arguments) throws IOException {
        boolean write = arguments[0].equals("write");
        boolean wrong = false;
        Path root = Path.of(arguments[1]);
        Set<String> known = known(root.resolve(KNOWN));
        for (Path source : arguments[0].equals("skip") ? List.<Path>of() : sources(root)) {
            String text = Files.readString(source);
            if (known.contains(digest(text))) {
                continue;
            }
            if (text.lines().anyMatch(Format::isLongDoc)) {
                System.err.println("a /// line is longer than " + WIDTH + ": " + source);
                wrong = true;
                continue;
            }
            try {
                String formatted = FORMATTER.formatSourceAndFixImports(text);
                known.add(digest(formatted));
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
        Files.write(root.resolve(KNOWN), known);
        if (wrong) {
            System.err.println("Run: ./mvnw -q process-classes -pl build-support -Dformat=write");
            System.exit(1);
        }
    }

    /// The formatter would break such a line in two and leave the second half as code.
    private static boolean isLongDoc(String line) {
        return line.length() > WIDTH && line.strip().startsWith("///");
    }

    private static Set<String> known(Path file) throws IOException {
        String formatter = String.valueOf(
                Formatter.class.getProtectionDomain().getCodeSource().getLocation());
        Set<String> known = new LinkedHashSet<>(Files.exists(file) ? Files.readAllLines(file) : List.of());
        return known.contains(formatter) ? known : new LinkedHashSet<>(List.of(formatter));
    }

    private static String digest(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
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
}
