package io.github.proxmoxmcp.server.config;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.proxmoxmcp.server.tool.ToolException.Refused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunSettingsTest {

    @TempDir
    private Path folder;

    @Test
    void withoutAWordCommandsAreOffEverywhere() {
        RunSettings settings = RunSettings.read(YamlFile.empty());

        assertThatThrownBy(() -> settings.require(300, List.of("sandbox"), "guest 300"))
                .isInstanceOf(Refused.class)
                .hasMessageStartingWith("disabled: ");
    }

    @Test
    void aVmidOrATagIsEnough() throws IOException {
        RunSettings settings = read("vmids: [300-399, 105]\ntags: [sandbox]\n");

        settings.require(105, List.of(), "guest 105");
        settings.require(350, List.of("prod"), "guest 350");
        settings.require(100, List.of("linux", "sandbox"), "guest 100");
        assertThatThrownBy(() -> settings.require(100, List.of("prod"), "guest 100"))
                .isInstanceOf(Refused.class)
                .hasMessageStartingWith("not_allowed: guest 100");
    }

    @Test
    void whatIsNoVmidIsSaid() {
        assertThatThrownBy(() -> read("vmids: [web01]\n"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("not 'web01'");
        assertThatThrownBy(() -> read("guests: [100]\n"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("unknown key 'guests'");
    }

    private RunSettings read(String yaml) throws IOException {
        return RunSettings.read(YamlFile.read(Files.writeString(folder.resolve("run.yaml"), yaml)));
    }
}
