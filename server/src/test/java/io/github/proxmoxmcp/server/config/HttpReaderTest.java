package io.github.proxmoxmcp.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpReaderTest {

    @TempDir
    private Path folder;

    @Test
    void withoutAnAddressNothingIsServedOverHttp() throws IOException {
        assertThat(read("http:\n  max_body_bytes: 5000\n")).isEmpty();
    }

    @Test
    void aPortAloneIsOneOfLoopback() throws IOException {
        HttpSettings settings = read("http:\n  listen: 8765\n").orElseThrow();

        assertThat(settings.host()).isEqualTo("127.0.0.1");
        assertThat(settings.port()).isEqualTo(8765);
        assertThat(settings.noAuth()).isFalse();
    }

    @Test
    void theFileSaysAllThereIs() throws IOException {
        HttpSettings settings = read("""
            http:
              listen: 0.0.0.0:443
              tls: {certificate: /a.pem, key: /b.pem}
              allowed_hosts: [mcp.example.org]
              sessions: {most: 5, idle_minutes: 2}
              rate: {per_second: 3, burst: 4}
            """).orElseThrow();

        assertThat(settings.tls()).contains(new HttpSettings.Tls(Path.of("/a.pem"), Path.of("/b.pem")));
        assertThat(settings.sessions()).isEqualTo(new HttpSettings.Sessions(5, Duration.ofMinutes(2)));
        assertThat(settings.rate()).isEqualTo(new HttpSettings.Rate(3, 4));
    }

    @Test
    void theEnvironmentStandsAboveTheFile() throws IOException {
        Path file = file("http:\n  listen: 1\n");

        Optional<HttpSettings> settings = new ConfigurationReader(Map.of("PROXMOX_MCP_HTTP", "[::1]:2"), folder)
                .read(new Settings(Optional.empty(), Optional.of(file.toString()), Optional.empty(), Optional.empty()))
                .http();

        assertThat(settings.map(HttpSettings::host)).contains("::1");
        assertThat(settings.map(HttpSettings::port)).contains(2);
    }

    @Test
    void whatWouldBeUnsafeIsRefusedWithTheReason() throws IOException {
        assertWrong("listen: 192.0.2.1:80", "tokens would travel unencrypted");
        assertWrong("listen: 192.0.2.1:80\n  no_auth: true", "loopback only", "token add");
        assertWrong("listen: 127.0.0.1:80\n  no_auth: true\n  behind_proxy: true", "everybody who reaches the proxy");
        assertWrong("listen: 0.0.0.0:80\n  behind_proxy: true", "allowed_hosts");
        assertWrong("listen: 80\n  tls: {certificate: /a.pem}", "go together");
        assertWrong("listen: nowhere", "[HOST:]PORT");
        assertWrong("listen: 70000", "port must be from 0 to 65535");
        assertWrong("listen: 80\n  no_auth: perhaps", "true or false");
        assertWrong("listen: 80\n  allowed_host: x", "did you mean 'allowed_hosts'?");
    }

    private void assertWrong(String section, String... reasons) throws IOException {
        Path file = file("http:\n  " + section + "\n");

        assertThatThrownBy(() -> read(file))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll(reasons);
    }

    private Optional<HttpSettings> read(String yaml) throws IOException {
        return read(file(yaml));
    }

    private Optional<HttpSettings> read(Path file) {
        return new ConfigurationReader(Map.of(), folder)
                .read(new Settings(Optional.empty(), Optional.of(file.toString()), Optional.empty(), Optional.empty()))
                .http();
    }

    private Path file(String yaml) throws IOException {
        return Files.writeString(folder.resolve("config.yaml"), yaml);
    }
}
