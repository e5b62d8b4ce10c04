package io.github.proxmoxmcp.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The page of error messages and the sources say the same.
class ErrorReferenceTest {

    private static final Path ROOT = Path.of(System.getProperty("repository.root"));
    private static final Pattern LITERAL = Pattern.compile("\"((?:\\\\.|[^\"\\\\])*+)\"");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    private static String sources = "";
    private static String page = "";

    @BeforeAll
    static void read() throws IOException {
        sources = Stream.of("server", "persistence", "proxmox-client")
                .flatMap(module -> javaFiles(ROOT.resolve(module).resolve("src/main/java")))
                .map(ErrorReferenceTest::text)
                // What is broken over lines is one text.
                .map(text -> text.replaceAll("\"\\s*\\+\\s*\"", ""))
                .collect(Collectors.joining("\n"));
        page = Files.readString(ROOT.resolve("docs/reference/errors.md"));
    }

    @Test
    void everyMessageOnThePageIsOneThatTheProgramHas() {
        List<String> unknown = new ArrayList<>();
        int parts = 0;
        for (String message : messages()) {
            for (String part : message.replaceFirst("WHERE(?:: )?", "…").split("…")) {
                parts++;
                String literal = part.replaceAll("^'+ ?|'+$", "");
                if (!sources.contains(literal)) {
                    unknown.add(message + " -> " + literal);
                }
            }
        }

        assertThat(parts).isGreaterThan(200);
        assertThat(unknown).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "new ConfigurationException",
                "new SetupException",
                "new StoreException.Unusable",
                "new (?:ToolException\\.)?Refused",
                "(?<!void )(?:refuse|bad|unauthorized)(?=\\(\\s*exchange)",
                "(?:return|->) refused",
                "new Verdict.(?:Refused|Insufficient|Unknown)"
            })
    void everyMessageThatPeopleMeetIsOnThePage(String thrown) {
        Pattern statement = Pattern.compile(thrown + "\\(((?:[^\";]++|\"(?:\\\\.|[^\"\\\\])*+\")*+)");
        List<String> said = statement
                .matcher(sources)
                .results()
                .flatMap(match -> told(thrown, match.group(1)))
                .toList();

        assertThat(said).hasSizeGreaterThan(1);
        assertThat(said.stream().filter(text -> !page.contains(text))).isEmpty();
    }

    @Test
    void everyMessageAboutASectionOfTheConfigurationIsOnThePage() {
        String readers = javaFiles(ROOT.resolve("server/src/main/java/io/github/proxmoxmcp/server/config"))
                .map(ErrorReferenceTest::text)
                .map(text -> text.replaceAll("\"\\s*\\+\\s*\"", ""))
                .collect(Collectors.joining("\n"));

        List<String> said = Pattern.compile("new IllegalArgumentException\\(((?:[^\";]++|\"(?:\\\\.|[^\"\\\\])*+\")*+)")
                .matcher(readers)
                .results()
                .flatMap(match -> told("", match.group(1)))
                .toList();

        assertThat(said).hasSizeGreaterThan(20);
        assertThat(said.stream().filter(text -> !page.contains(text))).isEmpty();
    }

    /// The part of a message by which it is known: its longest text, or the word before a refusal.
    private static Stream<String> told(String thrown, String arguments) {
        Stream<String> texts = LITERAL.matcher(arguments).results().map(literal -> literal.group(1));
        return thrown.endsWith("Refused") && !thrown.contains("Verdict")
                ? texts.limit(1).map(word -> "`" + word + "`")
                : texts.max(Comparator.comparingInt(String::length)).filter(text -> text.length() > 7).stream();
    }

    /// What stands between backquotes where a table's heading says `message`.
    private static List<String> messages() {
        List<String> messages = new ArrayList<>();
        int column = 0;
        for (String row : page.lines().filter(line -> line.startsWith("| ")).toList()) {
            List<String> cells = Arrays.asList(row.split("\\|"));
            if (row.contains("what to do |")) {
                column = cells.indexOf(" message ");
            } else if (column > 0) {
                CODE.matcher(cells.get(column))
                        .results()
                        .map(code -> code.group(1))
                        .forEach(messages::add);
            }
        }
        return messages;
    }

    private static Stream<Path> javaFiles(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
