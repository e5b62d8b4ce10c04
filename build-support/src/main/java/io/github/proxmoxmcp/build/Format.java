package io.github.proxmoxmcp.build;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.palantir.javaformat.java.Formatter;
import com.palantir.javaformat.java.FormatterException;
import com.palantir.javaformat.java.JavaFormatterOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Checks or rewrites the layout of every Java source of the repository in one run, comments included, and fills the
/// paragraphs of its Markdown.
///
/// A program of its own because palantir-java-format parses with the JDK that runs it: as a Maven plugin it would run
/// on Maven's JDK 17 and could not read Java 25.
public final class Format {

    private static final Formatter FORMATTER = Formatter.createFormatter(JavaFormatterOptions.builder()
            .style(JavaFormatterOptions.Style.PALANTIR)
            .formatJavadoc(false)
            .build());

    private static final int WIDTH = 120;
    private static final int NARROWEST = 96;

    /// Changes whenever this program lays out otherwise than before, so that nothing counts as laid out by then.
    private static final String VERSION = "2";

    /// Pages that the build writes, and texts that tests compare, are as long as they are. The changelog is merged line
    /// by line from both sides, so entries that were filled anew on one side would be there twice.
    private static final Pattern NOT_FILLED = Pattern.compile("docs/reference/(?!configuration|endpoints|errors).*"
            + "|docs/evaluation/.*|examples/skills/.*|.*src/test/.*|CHANGELOG.md");

    private Format() {}

    /// What was found laid out before is not laid out again: a line for the formatter, and one for each content.
    private static final Path KNOWN = Path.of("build-support", "target", "laid-out.txt");

    /// `check|write|skip ROOT`: exit status 1 when a file is not laid out, or cannot be because it does not parse.
    public static void main(String[] arguments) throws IOException {
        boolean write = arguments[0].equals("write");
        boolean wrong = false;
        Path root = Path.of(arguments[1]);
        Set<String> known = known(root.resolve(KNOWN));
        List<Path> sources = arguments[0].equals("skip") ? List.of() : sources(root);
        for (LaidOut source : sources.parallelStream()
                .flatMap(path -> LaidOut.of(path, known).stream())
                .toList()) {
            if (source.problem().isPresent()) {
                System.err.println("does not parse: " + source.path() + ":"
                        + source.problem().get());
                wrong = true;
                continue;
            }
            known.add(digest(source.formatted()));
            if (!source.formatted().equals(source.text())) {
                System.err.println((write ? "formatted " : "not formatted: ") + source.path());
                wrong |= !write;
                if (write) {
                    Files.writeString(source.path(), source.formatted());
                }
            }
        }
        Files.write(root.resolve(KNOWN), known);
        if (wrong) {
            System.err.println("Run: ./mvnw -q process-classes -pl build-support -Dformat=write");
            System.exit(1);
        }
    }

    /// A source as it is and as it should be.
    ///
    /// @param problem why that could not be found out
    private record LaidOut(Path path, String text, String formatted, Optional<String> problem) {

        /// Absent when it was found laid out before.
        static Optional<LaidOut> of(Path path, Set<String> known) {
            try {
                String text = Files.readString(path);
                return known.contains(digest(text)) ? Optional.empty() : Optional.of(of(path, text));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static LaidOut of(Path path, String text) {
            try {
                return new LaidOut(path, text, isMarkdown(path) ? prose(text) : code(text), Optional.empty());
            } catch (FormatterException e) {
                return new LaidOut(path, text, text, Optional.of(String.valueOf(e.getMessage())));
            }
        }
    }

    private static boolean isMarkdown(Path file) {
        return file.toString().endsWith(".md");
    }

    private static String prose(String text) {
        return String.join("\n", Paragraphs.fill(Arrays.asList(text.split("\n", -1)), WIDTH));
    }

    /// The formatter breaks some comment lines of less than its width in two and leaves the second half as code. A file
    /// where it does gets narrower comments.
    private static String code(String text) throws FormatterException {
        Optional<FormatterException> failure = Optional.empty();
        for (int width = WIDTH; width >= NARROWEST; width -= 4) {
            String filled = Comments.fill(text, width);
            try {
                String formatted = FORMATTER.formatSourceAndFixImports(filled);
                if (Comments.lines(formatted).equals(Comments.lines(filled))) {
                    return Comments.fill(formatted, width);
                }
            } catch (FormatterException e) {
                failure = failure.or(() -> Optional.of(e));
            }
        }
        throw failure.orElseGet(() -> new FormatterException("a line of a comment cannot be kept whole"));
    }

    private static Set<String> known(Path file) throws IOException {
        String formatter = Formatter.class.getProtectionDomain().getCodeSource().getLocation() + " " + VERSION;
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
            return files.filter(file -> file.toString().endsWith(".java") || isMarkdown(file))
                    .filter(file ->
                            !root.relativize(file).toString().matches("(?:.*/)?(?:target|node_modules|\\.git)/.*"))
                    .filter(file -> !NOT_FILLED
                                    .matcher(root.relativize(file).toString())
                                    .matches()
                            || !isMarkdown(file))
                    .sorted()
                    .toList();
        }
    }
}
