package io.github.proxmoxmcp.server.cli.screen;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Help.Ansi;

class GridTest {

    private static final List<String> HEADING = List.of("vmid", "name", "notes");

    @Test
    void linesUpAndPutsNumbersRight() {
        List<String> lines = new Grid(HEADING, List.of(List.of(7, "a", "x"), List.of(1000, "web01"))).lines(80);

        assertThat(lines).containsExactly("vmid  name   notes", "   7  a      x", "1000  web01");
    }

    @Test
    void fitsTheTerminalByCuttingTheWidestColumn() {
        List<String> lines = new Grid(HEADING, List.of(List.of(100, "web01", "n".repeat(200)))).lines(40);

        assertThat(lines).allMatch(line -> line.length() <= 40);
        assertThat(lines.get(1)).startsWith(" 100  web01  nnn").endsWith("…");
    }

    @Test
    void keepsARowInOneLineWhateverTheTextHolds() {
        List<String> lines = new Grid(HEADING, List.of(List.of(100, "a\nb", "c\td"))).lines(80);

        assertThat(lines).hasSize(2);
        assertThat(lines.get(1)).isEqualTo(" 100  a b   c d");
    }

    @Test
    void showsARowBelowItselfWhereItsColumnsHaveNoRoomBesideEachOther() {
        List<String> lines = new Grid(HEADING, List.of(List.of(100, "a-long-name", "some notes"))).lines(16);

        assertThat(lines).containsExactly("vmid: 100", "name:", "  a-long-name", "notes: some", "  notes", "");
    }

    @Test
    void breaksNoWordOnANarrowTerminal() {
        String text = "plan7  open  demo  by local\n    call: POST /nodes/pve1/qemu/100/status/stop and more words";

        assertThat(Screen.fitted(text, 30))
                .isEqualTo("plan7  open  demo  by local\n    call: POST\n      /nodes/pve1/qemu/100/status/stop\n"
                        + "      and more words");
        assertThat(new Grid(List.of("a", "b"), List.of(List.of("first", "some words that go on"))).lines(10))
                .containsExactly("a: first", "b: some", "  words", "  that go", "  on", "");
    }

    @Test
    void foldsASentenceBetweenWords() {
        assertThat(Screen.folded("a  sentence of some words", 12)).containsExactly("a  sentence", "of some", "words");
        assertThat(Screen.folded("https://longer.than.a.line x", 10))
                .containsExactly("https://longer.than.a.line", "x");
    }

    @Test
    void coloursOnlyWhereColoursAre() {
        assertThat(ScreenForm.styled(Ansi.OFF, "bold", "@|red x|@")).isEqualTo("@|red x|@");
        assertThat(ScreenForm.styled(Ansi.ON, "bold", "@|red x|@"))
                .startsWith("\u001b[1m@|red x|@")
                .endsWith("m");
    }
}
