package io.github.proxmoxmcp.server.config;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.proxmoxmcp.server.tool.ToolException.Refused;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunSettingsTest {

    @Test
    void withoutAWordCommandsAreOffEverywhere() {
        RunSettings settings = read("");

        assertThatThrownBy(() -> settings.require(300, List.of("sandbox"), "guest 300"))
                .isInstanceOf(Refused.class)
                .hasMessageStartingWith("disabled: ");
    }

    @Test
    void aVmidOrATagIsEnough() {
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

    private static RunSettings read(String yaml) {
        return new ConfigurationYaml(Path::of).read("run.yaml", yaml, RunSettings.class);
    }
}
