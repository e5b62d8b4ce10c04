package io.github.proxmoxmcp.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.client.guest.ConfigChange;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class SecretsTest {

    @RegisterExtension
    static final FakeProxmox PROXMOX = new FakeProxmox();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"cipassword\":\"hunter2\"}",
                "{\"ticket\":\"hunter2\",\"CSRFPreventionToken\":\"hunter2\"}",
                "{\"keys\":\"hunter2\"}",
                "[{\"keyring\":\"hunter2\"},{\"encryption-key\":\"hunter2\"}]",
                "{\"deep\":[[{\"password\":\"hunter2\"}]]}",
                "{\"secret\":[\"name=a,value=hunter2\"]}",
                "{\"plugin\":\"dns\",\"data\":\"hunter2\"}",
                "\"hostname: db01\\npassword: hunter2\\nchpasswd:\\n  expire: False\\n\"",
                "[\"users:\\n  - hashed_passwd: hunter2\"]",
                "[{\"key\":\"cipassword\",\"value\":\"hunter2\",\"pending\":\"hunter2\"}]"
            })
    void strikesCredentialsOutOfGenericCalls(String data) {
        PROXMOX.answer(200, "{\"data\":" + data + "}");

        assertThat(call().toString()).contains("***").doesNotContain("hunter2");
    }

    @Test
    void strikesOutTheValueOfANewToken() {
        PROXMOX.answer(200, Recording.of("380").body());

        JsonNode token = call();

        assertThat(token.path("value").stringValue()).isEqualTo("***");
        assertThat(token.path("full-tokenid").stringValue()).isEqualTo("joe@pve!new1");
    }

    @Test
    void strikesOutWhatOpensAConsole() {
        PROXMOX.answer(200, Recording.of("205").body());

        JsonNode console = call();

        assertThat(console.path("ticket").stringValue()).isEqualTo("***");
        assertThat(console.path("password").stringValue()).isEqualTo("***");
        assertThat(console.path("port").stringValue()).isEqualTo("5900");
    }

    @Test
    void leavesOtherValuesAsTheyAre() {
        PROXMOX.answer(200, "{\"data\":[{\"key\":\"memory\",\"value\":\"512\"},{\"password\":null}]}");

        assertThat(call()).hasToString("[{\"key\":\"memory\",\"value\":\"512\"},{\"password\":null}]");
    }

    @Test
    void showsOnlyTheNamesOfAChange() {
        ConfigChange change = ConfigChange.of(Map.of("cipassword", "hunter2"), List.of("tags"), Optional.empty());

        assertThat(change.toString()).contains("cipassword", "tags").doesNotContain("hunter2");
    }

    private static JsonNode call() {
        try (Proxmox client = PROXMOX.client()) {
            return client.call("GET", "/anything", Map.of());
        }
    }
}
