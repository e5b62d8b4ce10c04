package io.github.proxmoxmcp.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Paragraphs are filled; whatever means something by its lines stays.
class CommentsTest {

    @Test
    void anOrphanWordGoesBackToItsParagraph() {
        String source = """
            /// One two three
            /// four
            /// five six.
            ///
            /// Another paragraph.
            class A {
                /// Seven eight nine ten
                int x;
            }
            """;

        assertThat(Comments.fill(source, 24)).isEqualTo("""
            /// One two three four
            /// five six.
            ///
            /// Another paragraph.
            class A {
                /// Seven eight nine
                /// ten
                int x;
            }
            """);
    }

    @Test
    void whatIsFilledOnceStaysAsItIs() {
        String source = """
            /// Words that are - as they are - of several lengths, `some code`, and a [link to
            /// a page](docs/page.md).
            ///
            /// @param first what is
            /// told of it
            /// @param second too
            """;

        for (int width = 20; width < 100; width++) {
            String once = Comments.fill(source, width);

            assertThat(Comments.fill(once, width)).as("width %s", width).isEqualTo(once);
        }
    }

    @Test
    void aTextBlockIsNoComment() {
        String source = """
            String text = \"""
                /// one two
                \""";
            """;

        assertThat(Comments.fill(source, 80)).isEqualTo(source);
    }

    @Test
    void tagsAndItemsBeginTheirOwnParagraphsAndIndentTheRest() {
        assertThat(fill(
                        24,
                        "Before it",
                        "@param name what it is called",
                        "by others",
                        "@return it",
                        "- one item of a list of some",
                        "  length",
                        "1. first",
                        "2. second"))
                .containsExactly(
                        "Before it",
                        "@param name what it is",
                        "    called by others",
                        "@return it",
                        "- one item of a list of",
                        "  some length",
                        "1. first",
                        "2. second");
    }

    @Test
    void codeTablesHeadingsQuotesAndDefinitionsStay() {
        String[] lines = {
            "# A heading that is longer than the width",
            "```",
            "code    is",
            "  kept",
            "```",
            "| a | table |",
            "|---|---|",
            "> a quote",
            "[name]: a/definition/of/a/link.md",
            "",
            "    indented code",
            "a hard break  ",
            "<!-- html -->"
        };

        assertThat(fill(10, lines)).containsExactly(lines);
    }

    @Test
    void noLineBeginsWithAWordThatWouldBeginSomethingElse() {
        assertThat(fill(9, "one two - three")).containsExactly("one two -", "three");
        assertThat(fill(7, "one two - three")).containsExactly("one", "two -", "three");
        assertThat(fill(10, "see it [ADR 10](a.md)")).containsExactly("see it", "[ADR 10](a.md)");
    }

    @Test
    void aPieceOfCodeStaysOnOneLine() {
        assertThat(fill(12, "such as `GET /version` here")).containsExactly("such as", "`GET /version`", "here");
    }

    private static List<String> fill(int width, String... lines) {
        return Paragraphs.fill(Arrays.asList(lines), width);
    }
}
