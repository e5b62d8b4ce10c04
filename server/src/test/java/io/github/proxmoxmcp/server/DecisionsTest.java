package io.github.proxmoxmcp.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The decisions (ADRs) have one form, are numbered without holes, and are listed as they call themselves.
class DecisionsTest {

    private static final Path FOLDER =
            Path.of(System.getProperty("repository.root")).resolve("docs/adr");
    private static final Pattern TITLE = Pattern.compile("\\A# (\\d{4}) (\\S.*)\n\n\\*\\*Decided\\.\\*\\* ");
    private static final Pattern PART = Pattern.compile("(?m)^\\*\\*(.+?)\\*\\*");
    private static final List<String> PARTS = List.of("Decided.", "Why.", "What it costs.", "Instead of.");

    @Test
    void numbersHaveNoHoles() throws IOException {
        List<String> numbers = files().stream().map(DecisionsTest::number).toList();

        assertThat(numbers).hasSizeGreaterThan(20);
        assertThat(numbers)
                .isEqualTo(IntStream.rangeClosed(1, numbers.size())
                        .mapToObj("%04d"::formatted)
                        .toList());
    }

    @Test
    void eachHasItsNumberAndTheFourParts() throws IOException {
        for (Path file : files()) {
            String text = Files.readString(file);
            List<String> parts =
                    PART.matcher(text).results().map(part -> part.group(1)).toList();

            assertThat(TITLE.matcher(text).results().map(title -> title.group(1)))
                    .as("%s begins with its number, its title and what was decided", file)
                    .containsExactly(number(file));
            assertThat(parts)
                    .as("the parts of %s; only the last may be missing", file)
                    .isIn(PARTS, PARTS.subList(0, 3));
        }
    }

    @Test
    void theTableListsThemInOrderWithTheirTitles() throws IOException {
        List<String> rows = new ArrayList<>();
        for (Path file : files()) {
            String title = Files.readAllLines(file).getFirst().substring("# 0000 ".length());
            rows.add("| [" + number(file) + "](" + file.getFileName() + ") | " + title + " |");
        }

        assertThat(Files.readAllLines(FOLDER.resolve("README.md")).stream().filter(line -> line.startsWith("| [")))
                .containsExactlyElementsOf(rows);
    }

    /// `ADR 9`, `decision 9` and `0009`, as the text of a link to a decision.
    @Test
    void aLinkSaysTheNumberThatItLeadsTo() throws IOException {
        Pattern link = Pattern.compile("\\[(?:ADR|decision)? ?(\\d+)]\\((?:[^)]*/)?(\\d{4})-[^)]*\\.md\\)");
        List<String> wrong = new ArrayList<>();
        int links = 0;
        for (Path file : DocumentationTest.files("md", "java")) {
            for (MatchResult found :
                    link.matcher(Files.readString(file)).results().toList()) {
                links++;
                if (Integer.parseInt(found.group(1)) != Integer.parseInt(found.group(2))) {
                    wrong.add(file + ": " + found.group());
                }
            }
        }

        assertThat(links).isGreaterThan(30);
        assertThat(wrong).isEmpty();
    }

    private static String number(Path file) {
        return file.getFileName().toString().substring(0, 4);
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> !file.endsWith("README.md")).sorted().toList();
        }
    }
}
