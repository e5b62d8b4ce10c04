package io.github.proxmoxmcp.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.server.Golden;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/// What is written about the command line, from the command line.
class CommandReferenceTest {

    private final CommandSpec root = ProxmoxMcp.line(new Program(Map.of())).getCommandSpec();

    @Test
    void theReferencePageIsTheCommandLine() {
        Golden.check(
                Path.of(System.getProperty("repository.root"), "docs", "reference", "command-line.md"),
                CommandReference.of(root));
    }

    @Test
    void everyCommandHasAHelpThatShowsWhatItTakesAndNoMore() {
        List<CommandSpec> all = new ArrayList<>();
        CommandWords.commands(root).forEach(command -> {
            all.add(command);
            all.addAll(CommandWords.commands(command));
        });

        assertThat(all).hasSizeGreaterThan(20).allSatisfy(command -> {
            StringWriter out = new StringWriter();
            CommandLine line = ProxmoxMcp.line(new Program(Map.of())).setOut(new PrintWriter(out));
            String[] words = (command.qualifiedName().replaceFirst("^\\S+ ", "") + " --help").split(" ");

            assertThat(line.execute(words)).describedAs(command.qualifiedName()).isZero();
            assertThat(out.toString()).startsWith("Usage: " + command.qualifiedName());
            assertThat(SharedOptions.names(command))
                    .allSatisfy(name -> assertThat(out.toString()).contains(name));
            if (!command.name().equals("serve")) {
                assertThat(out.toString()).doesNotContain("--http", "--behind-proxy");
            }
        });
        assertThat(SharedOptions.names(command("serve"))).hasSize(7);
        assertThat(SharedOptions.names(command("freeze"))).containsExactlyInAnyOrder("--config", "--state");
        assertThat(SharedOptions.names(command("demo"))).isEmpty();
    }

    @Test
    void theSchemaOfManifestsIsPrintedAsItIsPublished() {
        StringWriter out = new StringWriter();
        CommandLine line = ProxmoxMcp.line(new Program(Map.of())).setOut(new PrintWriter(out));

        assertThat(line.execute("generate", "manifest-schema")).isZero();
        assertThat(Path.of(System.getProperty("repository.root"), "docs/reference/manifests.schema.json"))
                .hasContent(out.toString());
    }

    private CommandSpec command(String name) {
        return CommandWords.commands(root).stream()
                .filter(command -> command.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void everyCommandAndOptionIsDescribedEverywhere() {
        List<CommandSpec> commands = CommandWords.commands(root);
        String man = ManualPage.of(root);
        String fish = FishCompletion.of(root);

        assertThat(commands).hasSizeGreaterThan(6).allSatisfy(command -> {
            assertThat(CommandWords.described(command)).isNotBlank();
            assertThat(fish).contains("-a " + command.name() + " -d");
            assertThat(man).contains(".SS proxmox\\-mcp " + command.name());
            assertThat(CommandWords.options(command))
                    .allSatisfy(option -> assertThat(CommandWords.described(option))
                            .describedAs(option.longestName())
                            .isNotBlank());
        });
        assertThat(man).startsWith(".TH PROXMOX-MCP 1").contains("\\-\\-fingerprint");
    }
}
