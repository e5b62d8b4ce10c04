package io.github.proxmoxmcp.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What the documents show stands in files that are tested: a block after `<!-- file: … -->` is that file.
class SnippetsTest {

    private static final Path ROOT = Path.of(System.getProperty("repository.root"));
    private static final Pattern SNIPPET =
            Pattern.compile("<!-- file: (\\S+) -->\\n *```(\\w*)\\n(.*?)```", Pattern.DOTALL);

    @Test
    void everyBlockIsTheFileThatItNames() throws IOException {
        int blocks = 0;
        for (Path page : pages()) {
            String text = Files.readString(page);
            blocks += (int) SNIPPET.matcher(text).results().count();
            Golden.check(page, SNIPPET.matcher(text).replaceAll(SnippetsTest::filled));
        }

        assertThat(blocks).isGreaterThan(8);
    }

    @Test
    void everyClientsExampleIsShownSomewhere() throws IOException {
        List<String> shown = new ArrayList<>();
        for (Path page : pages()) {
            SNIPPET.matcher(Files.readString(page))
                    .results()
                    .map(match -> match.group(1))
                    .forEach(shown::add);
        }
        for (String folder : List.of("examples/clients", "examples/deploy")) {
            try (Stream<Path> files = Files.list(ROOT.resolve(folder))) {
                assertThat(files.map(file -> folder + "/" + file.getFileName()).toList())
                        .isNotEmpty()
                        .allMatch(shown::contains);
            }
        }
    }

    private static String filled(MatchResult block) {
        try {
            String file = Files.readString(ROOT.resolve(block.group(1)));
            return Matcher.quoteReplacement(
                    "<!-- file: " + block.group(1) + " -->\n```" + block.group(2) + "\n" + file + "```");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT.resolve("docs"))) {
            return files.filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        }
    }
}
