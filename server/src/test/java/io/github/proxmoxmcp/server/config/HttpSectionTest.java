package io.github.proxmoxmcp.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.proxmoxmcp.server.tool.Access;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpSectionTest {

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
        assertThat(settings.limits().sessions()).isEqualTo(new HttpSettings.Sessions(5, Duration.ofMinutes(2)));
        assertThat(settings.limits().rate()).isEqualTo(new HttpSettings.Rate(3, 4));
    }

    @Test
    void servingOverHttpWithoutSayingWhereIsWhereTheFileSays() throws IOException {
        CommandSettings bare = new CommandSettings(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(""), false, false);
        Path file = file("http:\n  listen: 8777\n");
        Map<String, String> named = Map.of("PROXMOX_MCP_CONFIG", file.toString());

        assertThat(new ConfigurationReader(named, folder).read(bare).http())
                .map(HttpSettings::port)
                .contains(8777);
        assertThat(new ConfigurationReader(
                                Map.of("PROXMOX_MCP_CONFIG", file.toString(), "PROXMOX_MCP_HTTP", "8778"), folder)
                        .read(bare)
                        .http())
                .map(HttpSettings::port)
                .contains(8778);
        assertThat(new ConfigurationReader(Map.of(), folder).read(bare).http())
                .map(HttpSettings::port)
                .contains(8765);
    }

    @Test
    void theEnvironmentStandsAboveTheFile() throws IOException {
        Path file = file("http:\n  listen: 1\n");

        Optional<HttpSettings> settings = new ConfigurationReader(Map.of("PROXMOX_MCP_HTTP", "[::1]:2"), folder)
                .read(new CommandSettings(
                        Optional.empty(), Optional.of(file.toString()), Optional.empty(), Optional.empty()))
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
        assertWrong("listen: 80\n  tls: {certificate: /a.pem}", "http: tls: 'key' is missing");
        assertWrong("listen: nowhere", "[HOST:]PORT");
        assertWrong("listen: 70000", "port must be from 0 to 65535");
        assertWrong("listen: 80\n  no_auth: perhaps", "true or false");
        assertWrong("listen: 80\n  allowed_host: x", "did you mean 'allowed_hosts'?");
    }

    @Test
    void theIssuerOfTokensIsReadWithWhatIsUsual() throws IOException {
        HttpSettings.OAuth plain = oauth("").orElseThrow();
        HttpSettings.OAuth full = oauth("""
            , audience: api://mcp, jwks_uri: https://login.example/keys, ca_file: ~/ca.pem, scopes: {read: [r, s], admin: a}\
            """).orElseThrow();

        assertThat(plain.audience()).isEqualTo("https://mcp.example/mcp");
        assertThat(plain.scopes().keySet()).containsExactly("proxmox:read", "proxmox:operate", "proxmox:admin");
        assertThat(plain.jwks()).isEmpty();
        assertThat(full.audience()).isEqualTo("api://mcp");
        assertThat(full.jwks()).contains(URI.create("https://login.example/keys"));
        assertThat(full.caFile()).contains(folder.resolve("ca.pem"));
        assertThat(full.scopes())
                .containsOnly(Map.entry("r", Access.READ), Map.entry("s", Access.READ), Map.entry("a", Access.ADMIN));
    }

    private Optional<HttpSettings.OAuth> oauth(String more) throws IOException {
        return read("http:\n  listen: 1\n  oauth: {issuer: https://login.example, resource: https://mcp.example/mcp"
                        + more + "}\n")
                .flatMap(HttpSettings::oauth);
    }

    @Test
    void anIssuerThatIsWrongIsRefusedWithTheReason() throws IOException {
        String good = "issuer: https://login.example, resource: https://mcp.example/mcp";
        assertWrong("listen: 1\n  oauth: {isuer: https://login.example}", "http: oauth", "did you mean 'issuer'?");
        assertWrong("listen: 1\n  oauth: {resource: https://mcp.example/mcp}", "'issuer' is missing", "such as");
        assertWrong("listen: 1\n  oauth: {issuer: https://login.example}", "'resource' is missing", "such as");
        assertWrong("listen: 1\n  oauth: {issuer: http://login.example, resource: x}", "must be an https URL");
        assertWrong("listen: 1\n  oauth: {issuer: 'no url', resource: x}", "'issuer' is not a URL", "no url");
        assertWrong("listen: 1\n  oauth: {" + good + ", jwks_uri: ftp://x/y}", "'jwks_uri' must be an https URL");
        assertWrong("listen: 1\n  oauth: {" + good + ", scopes: {raed: [x]}}", "unknown key 'raed': it takes read");
        assertWrong(
                "listen: 1\n  oauth: {" + good + ", scopes: {read: [x], admin: [x]}}", "'x' is not a scope", "twice");
        assertWrong("listen: 1\n  no_auth: true\n  oauth: {" + good + "}", "contradict each other");
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
                .read(new CommandSettings(
                        Optional.empty(), Optional.of(file.toString()), Optional.empty(), Optional.empty()))
                .http();
    }

    private Path file(String yaml) throws IOException {
        return Files.writeString(folder.resolve("config.yaml"), yaml);
    }
}
