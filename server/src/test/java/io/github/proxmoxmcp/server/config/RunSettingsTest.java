package io.github.proxmoxmcp.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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

        assertThat(settings.enabled()).isFalse();
        assertThat(settings.allows(300, List.of("sandbox"))).isFalse();
    }

    @Test
    void aVmidOrATagIsEnough() throws IOException {
        RunSettings settings = read("vmids: [300-399, 105]\ntags: [sandbox]\n");

        assertThat(settings.enabled()).isTrue();
        assertThat(settings.allows(105, List.of())).isTrue();
        assertThat(settings.allows(350, List.of("prod"))).isTrue();
        assertThat(settings.allows(100, List.of("linux", "sandbox"))).isTrue();
        assertThat(settings.allows(100, List.of("prod"))).isFalse();
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
