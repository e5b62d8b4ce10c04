package io.github.proxmoxmcp.server.approval;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.server.config.CommandSettings;
import io.github.proxmoxmcp.server.config.ConfigurationReader;
import io.github.proxmoxmcp.server.config.HttpSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Where passkeys work.
class PageOriginTest {

    @TempDir
    private Path folder;

    @Test
    void onLoopbackByTheNameLocalhostOnlyWithItsPort() throws IOException {
        HttpSettings settings = settings("listen: 127.0.0.1:8765");

        assertThat(PageOrigin.of(settings, "localhost:8765"))
                .contains(new PageOrigin("http://localhost:8765", "localhost"));
        assertThat(PageOrigin.of(settings, "localhost:8765").orElseThrow().isOf("LOCALHOST:8765"))
                .isTrue();
        for (String other : new String[] {"127.0.0.1:8765", "[::1]:8765", "pve1.lan:8765", "a b", ""}) {
            assertThat(PageOrigin.of(settings, other)).describedAs(other).isEmpty();
        }
    }

    @Test
    void behindAProxyAtThePublicAddressOnly() throws IOException {
        assertThat(PageOrigin.of(settings("listen: 127.0.0.1:8765\n  behind_proxy: true"), "mcp.example.org"))
                .isEmpty();

        HttpSettings named = settings(
                "listen: 127.0.0.1:8765\n  behind_proxy: true\n  public_url: https://MCP.example.org:443/proxmox");

        Optional<PageOrigin> origin = PageOrigin.of(named, "evil.example");
        assertThat(origin).contains(new PageOrigin("https://mcp.example.org", "mcp.example.org"));
        assertThat(origin.orElseThrow().isOf("evil.example")).isFalse();
        assertThat(PageOrigin.of(settings("listen: 1\n  public_url: https://192.0.2.7/"), "localhost:1"))
                .isEmpty();
    }

    @Test
    void whereAnyNameIsGoodNoneIsTaken() throws IOException {
        assertThat(PageOrigin.of(settings("listen: 8765\n  allowed_hosts: ['*']"), "localhost:8765"))
                .isEmpty();
    }

    private HttpSettings settings(String http) throws IOException {
        Path file = Files.writeString(folder.resolve("config.yaml"), "http:\n  " + http + "\n");
        return new ConfigurationReader(Map.of(), folder)
                .read(new CommandSettings(
                        Optional.empty(), Optional.of(file.toString()), Optional.empty(), Optional.empty()))
                .http()
                .orElseThrow();
    }
}
