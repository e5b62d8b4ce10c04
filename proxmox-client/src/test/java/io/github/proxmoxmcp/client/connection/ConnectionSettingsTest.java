package io.github.proxmoxmcp.client.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.proxmoxmcp.client.value.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionSettingsTest {

    private static final String SECRET = "5ec4e700-aaaa-bbbb-cccc-0123456789ab";
    private static final ApiToken TOKEN = ApiToken.parse("joe@pve!mcp=" + SECRET);

    @Test
    void readsATokenAndNeverShowsItsSecret() {
        assertThat(TOKEN.id()).isEqualTo("joe@pve!mcp");
        assertThat(TOKEN.authorization()).isEqualTo("PVEAPIToken=joe@pve!mcp=" + SECRET);
        assertThat(TOKEN).hasToString("joe@pve!mcp=***");
        assertThat(settings("https://pve1:8006").toString()).doesNotContain(SECRET);
        assertThat(ApiToken.parse(" PVEAPIToken=joe@pve!mcp=" + SECRET + "\n").id())
                .isEqualTo("joe@pve!mcp");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                SECRET,
                "joe@pve=" + SECRET,
                "joe!mcp=" + SECRET,
                "joe@pve!mcp",
                "joe@pve!mcp=",
                "joe@pve!mcp:" + SECRET,
                "joe@pve!mcp=" + SECRET + " x",
                "joe@pve!mcp=" + SECRET + "\nx: y"
            })
    void saysTheExpectedFormOfATokenWithoutRepeatingIt(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ApiToken.parse(text))
                .withMessageContaining("USER@REALM!ID=SECRET")
                .withMessageNotContaining(SECRET);
    }

    /// Realms of OpenID Connect may take e-mail addresses as user names.
    @Test
    void readsTheTokenOfAUserWhoseNameIsAnEMailAddress() {
        ApiToken token = ApiToken.parse("user.name@example.com@entra!auto=" + SECRET);
        UserPassword user = new UserPassword("user.name@example.com@entra", Secret.of("x"));

        assertThat(token.id()).isEqualTo("user.name@example.com@entra!auto");
        assertThat(user.id()).isEqualTo("user.name@example.com@entra");
    }

    @Test
    void takesEndpointsAsInTheBrowser() {
        assertThat(settings("https://pve1:8006/", "https://[fd00::1]:8006").endpoints())
                .containsExactly(URI.create("https://pve1:8006"), URI.create("https://[fd00::1]:8006"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pve1:8006",
                "pve1",
                "ftp://pve1",
                "https:///x",
                "https://joe:hunter2@pve1:8006",
                "https://pve1:8006?x=hunter2",
                "http://pve1:8006"
            })
    void refusesOtherEndpoints(String endpoint) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings(endpoint))
                .withMessageContaining("https")
                .withMessageNotContaining("hunter2");
    }

    @Test
    void wantsAnEndpointAndLimits() {
        assertThatIllegalArgumentException().isThrownBy(() -> settings()).withMessageContaining("no endpoint");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings("https://pve1").withLimits(0, 1))
                .withMessageContaining("greater than 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings("https://pve1").withTimeouts(Duration.ZERO, Duration.ofSeconds(1)))
                .withMessageContaining("greater than 0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "AB:CD", "zz", "AB:CD, "})
    void saysWhatAFingerprintLooksLike(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Trust.Fingerprint(text))
                .withMessageContaining("SHA-256")
                .withMessageContaining("AB:CD:");
    }

    @Test
    void readsAFingerprintInEveryForm() {
        String hex = "0a".repeat(32);
        String colons = String.join(":", java.util.Collections.nCopies(32, "0A"));

        assertThat(List.of(hex, colons, "SHA256:" + hex, "sha256 Fingerprint=" + colons))
                .allSatisfy(
                        text -> assertThat(new Trust.Fingerprint(text).sha256()).isEqualTo(colons));
    }

    private static ConnectionSettings settings(String... endpoints) {
        return ConnectionSettings.of(
                Arrays.stream(endpoints).map(URI::create).toList(), TOKEN, new Trust.SystemAuthorities());
    }
}
