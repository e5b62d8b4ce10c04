package io.github.proxmoxmcp.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What the documents promise is there.
class DocumentationTest {

    private static final Path ROOT = Path.of(System.getProperty("repository.root"));
    private static final Pattern LINK =
            Pattern.compile("(?m)(?:\\]\\(|^\\[[^\\]]+\\]: )([^)#:\\s]*)(?:#([^)\\s]*))?(?:\\)|$)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} +(.+)$");

    @Test
    void everyLinkWithinTheRepositoryLeadsSomewhere() throws IOException {
        List<String> dead = new ArrayList<>();
        int links = 0;
        for (Path page : pages()) {
            for (MatchResult link :
                    LINK.matcher(Files.readString(page)).results().toList()) {
                links++;
                Path target = link.group(1).isEmpty() ? page : page.resolveSibling(link.group(1));
                boolean there = Files.exists(target);
                if (!there || (link.group(2) != null && !anchors(target).contains(link.group(2)))) {
                    dead.add(ROOT.relativize(page) + " -> " + link.group());
                }
            }
        }

        assertThat(links).isGreaterThan(80);
        assertThat(dead).isEmpty();
    }

    /// A citation is of something that a reader of the repository has.
    @Test
    void factsOfProxmoxAreCitedFromThePageThatIsHere() throws IOException {
        Path page = ROOT.resolve("docs/concepts/proxmox-behaviour.md");
        Pattern citation = Pattern.compile("docs/concepts/proxmox-behaviour\\.md`?, \"([^\"]+)\"");
        List<String> wrong = new ArrayList<>();
        int citations = 0;
        for (Path file : files("java", "md", "sql", "sh")) {
            String text = Files.readString(file);
            // Put together, or this file would be found.
            if (text.contains("PVE" + ".md")) {
                wrong.add(ROOT.relativize(file) + " cites notes that are not here");
            }
            for (MatchResult cited : citation.matcher(joined(text)).results().toList()) {
                citations++;
                String heading = cited.group(1).toLowerCase(Locale.ROOT).replace(' ', '-');
                if (!anchors(page).contains(heading)) {
                    wrong.add(ROOT.relativize(file) + " -> " + cited.group());
                }
            }
        }

        assertThat(citations).isGreaterThanOrEqualTo(5);
        assertThat(wrong).isEmpty();
    }

    /// Comments without the marks that begin their lines.
    private static String joined(String text) {
        return text.replaceAll("\\s+//[/]?\\s+", " ");
    }

    /// The anchors that forges make of headings.
    private static List<String> anchors(Path page) throws IOException {
        return HEADING.matcher(Files.readString(page))
                .results()
                .map(heading -> heading.group(1)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .replace(' ', '-'))
                .toList();
    }

    @Test
    void everyPageIsNamedInTheIndex() throws IOException {
        Path docs = ROOT.resolve("docs");
        String index = Files.readString(docs.resolve("README.md"));
        try (Stream<Path> files = Files.walk(docs)) {
            List<String> pages = files.map(file -> docs.relativize(file).toString())
                    .filter(name -> name.endsWith(".md") && !name.startsWith("adr/") && !name.equals("README.md"))
                    .toList();

            assertThat(pages).hasSizeGreaterThan(20).allMatch(name -> index.contains("(" + name + ")"));
        }
    }

    @Test
    void theReadmeNamesEveryToolThatThereIsAndNoOther() throws IOException {
        String readme = Files.readString(ROOT.resolve("README.md"));
        String section =
                readme.replaceFirst("(?s).*\n## What it can be asked", "").replaceFirst("(?s)\n## .*", "");
        List<String> tools = tools();

        assertThat(tools).hasSizeGreaterThan(40);
        assertThat(Pattern.compile("`(find|[a-z]+(?:_[a-z]+)+)`")
                        .matcher(section)
                        .results()
                        .map(named -> named.group(1)))
                .containsExactlyInAnyOrderElementsOf(tools);
    }

    @Test
    void whatTheExamplesNameAreTools() throws IOException {
        String prompts = Files.readString(ROOT.resolve("examples/prompts/README.md"));
        String cline = Files.readString(ROOT.resolve("examples/clients/cline_mcp_settings.json"));
        List<String> named = Stream.concat(
                        Pattern.compile("`([a-z]+_[a-z_]+)`").matcher(prompts).results(),
                        Pattern.compile("\"([a-z]+_[a-z_]+)\"").matcher(cline).results())
                .map(name -> name.group(1))
                .toList();

        assertThat(named).hasSizeGreaterThan(6).isSubsetOf(tools());
    }

    private static List<String> tools() throws IOException {
        return Pattern.compile("(?m)^## `(\\w+)`$")
                .matcher(Files.readString(ROOT.resolve("docs/reference/tools.md")))
                .results()
                .map(heading -> heading.group(1))
                .toList();
    }

    @Test
    void theReadmeStaysShort() throws IOException {
        assertThat(Files.readAllLines(ROOT.resolve("README.md"))).hasSizeBetween(50, 250);
    }

    private static List<Path> pages() throws IOException {
        return files("md");
    }

    static List<Path> files(String... endings) throws IOException {
        try (Stream<Path> files = Files.walk(ROOT)) {
            return files.filter(file -> Stream.of(endings)
                            .anyMatch(ending -> file.toString().endsWith("." + ending)))
                    .filter(file -> Stream.of("target", "node_modules", ".git")
                            .noneMatch(
                                    folder -> ROOT.relativize(file).toString().contains(folder + "/")))
                    .toList();
        }
    }
}
