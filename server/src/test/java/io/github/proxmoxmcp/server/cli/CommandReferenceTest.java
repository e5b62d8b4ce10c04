package io.github.proxmoxmcp.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.server.Golden;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
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
