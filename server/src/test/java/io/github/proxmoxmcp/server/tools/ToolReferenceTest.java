package io.github.proxmoxmcp.server.tools;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.server.Golden;
import io.github.proxmoxmcp.server.config.CommandSettings;
import io.github.proxmoxmcp.server.config.ConfigurationReader;
import io.github.proxmoxmcp.server.tool.ToolDefinition;
import io.github.proxmoxmcp.server.wiring.Wiring;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The reference page of the tools says what they are, and what they answer.
class ToolReferenceTest {

    @TempDir
    private Path folder;

    @Test
    void theReferenceIsWhatTheDeclarationsSayWithARealExampleOfEachTool() throws IOException {
        CommandSettings admin =
                new CommandSettings(Optional.of("admin"), Optional.empty(), Optional.empty(), Optional.empty());
        List<ToolDefinition> tools = Wiring.describe(new ConfigurationReader(Map.of(), folder).read(admin))
                .tools();
        Map<String, String> examples = ToolExamples.run(folder);

        assertThat(examples.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        tools.stream().map(ToolDefinition::name).toList());
        Golden.check(
                Path.of(System.getProperty("repository.root"), "docs", "reference", "tools.md"),
                ToolReference.of(tools, examples));
    }
}
