package io.github.proxmoxmcp.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.client.guest.ConfigChange;
import io.github.proxmoxmcp.client.guest.ConfigQuery;
import io.github.proxmoxmcp.client.json.Secrets;
import io.github.proxmoxmcp.client.tasks.TasksApi.LogQuery;
import io.github.proxmoxmcp.client.value.GuestType;
import io.github.proxmoxmcp.client.value.Upid;
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
                "[{\"key\":\"cipassword\",\"value\":\"hunter2\",\"pending\":\"hunter2\"}]",
                "{\"args\":\"-vnc :1 -spice port=1,password=hunter2\"}",
                "{\"args\":\"-object secret,id=a -iscsi user=x,Password='hunter2 too'\"}",
                "{\"env\":\"DB=1\\u0000PW=hunter2\"}",
                "{\"http_proxy\":\"http://proxy:hunter2@10.0.0.1:3128\"}",
                "{\"options\":\"vers=3.0,username=x,pass=hunter2\"}",
                "{\"options\":\"credentials=hunter2,ro\"}",
                "{\"config\":\"server=a&token=hunter2\"}",
                "{\"t\":\"Authorization: Bearer hunter2\"}",
                "{\"t\":\"PVEAPIToken=root@pam!a=hunter2\"}",
                "{\"t\":\"apitoken=PVEAPIToken=root@pam!a=hunter2,host=10.0.0.1\"}",
                "{\"t\":\"PBSAPIToken=u@pbs!a:hunter2\"}",
                "[{\"n\":1,\"t\":\"ticket PVE:root@pam:65A2B3C4::hunter2==\"}]",
                "[{\"n\":1,\"t\":\"PVEVNC:65A2B3C4::hunter2\"}]",
                "{\"t\":\"-----BEGIN RSA PRIVATE KEY-----\\nhunter2\\n-----END RSA PRIVATE KEY-----\\n\"}",
                "{\"t\":\"-----BEGIN PRIVATE KEY-----\\nhunter2 and no end\"}",
                "{\"t\":\"monitor: set_password vnc hunter2\"}",
                "{\"t\":\"posting {\\\"client_secret\\\": \\\"hunter2\\\"}\"}",
                "{\"type\":\"webhook\",\"url\":\"https://hooks.example/T/hunter2\",\"method\":\"post\"}",
                "{\"url\":\"https://hooks.example/\",\"header\":[\"name=A,value=hunter2\"]}",
                "{\"otel-headers\":\"hunter2\",\"eab-hmac-key\":\"hunter2\",\"certkey\":\"hunter2\"}",
                "{\"vncticket\":\"hunter2\",\"priv-key\":\"hunter2\",\"passphrase\":\"hunter2\"}"
            })
    void strikesCredentialsOutOfGenericCalls(String data) {
        PROXMOX.answer(200, "{\"data\":" + data + "}");

        assertThat(call().toString()).contains("***").doesNotContain("hunter2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "the password is in the vault",
                "ask for the password: it is with Bob",
                "-vnc 0.0.0.0:1,password=on",
                "virtio=BC:24:11:00:00:01,bridge=vmbr0,firewall=1",
                "UPID:PVE:000AB12C:0123ABCD:65A2B3C4:qmstart:100:root@pam!token:",
                "UPID:pve1:000AB12C:0123ABCD:65A2B3C4:vncproxy:100:root@pam:",
                "https://mirror.example/debian?arch=amd64",
                "ssh://git@git.example/repo",
                "bypass=1,compass=north,tokenid=mcp,token-coefficient=125",
                "-----BEGIN CERTIFICATE-----\nMIID\n-----END CERTIFICATE-----",
                "secret,id=sec0,file=/etc/key",
                "root@pam!mcp",
                "generated-key=no,key=f1,keyctl=1",
                "encryption-key=autogen",
                "user@pbs@backup.example:store",
                "*** maintenance ***"
            })
    void leavesWhatOnlySpeaksOfSecretsAsItIs(String text) {
        assertThat(Secrets.strikeOut(text)).isEqualTo(text);
        assertThat(Secrets.isIn(text)).isFalse();
    }

    @Test
    void whatWasStruckOutIsNoValueToSend() {
        assertThat(Secrets.isIn("-vnc :1,password=***")).isTrue();
        assertThat(Secrets.isIn("http://proxy:***@10.0.0.1:3128")).isTrue();
    }

    @Test
    void typedTextsAreStruckOutToo() {
        PROXMOX.answer(200, "{\"data\":{\"args\":\"-x password=hunter2\",\"env\":\"hunter2\",\"digest\":\"a\"}}");
        try (Proxmox client = PROXMOX.client()) {
            assertThat(client.guest(GuestType.QEMU, "pve1", 100)
                            .config(ConfigQuery.WANTED)
                            .toString())
                    .contains("args=-x password=***", "env=***")
                    .doesNotContain("hunter2");
        }
        PROXMOX.answer(200, "{\"data\":[{\"n\":1,\"t\":\"ticket PVE:root@pam:65A2B3C4::hunter2==\"}]}");
        try (Proxmox client = PROXMOX.client()) {
            assertThat(client.tasks()
                            .log(
                                    "pve1",
                                    Upid.parse("UPID:pve1:000AB12C:0123ABCD:65A2B3C4:qmstart:100:root@pam:"),
                                    LogQuery.after(0))
                            .toString())
                    .contains("***")
                    .doesNotContain("hunter2");
        }
    }

    @Test
    void aHugeHostileTextIsReadInOneGo() {
        for (String part :
                List.of("password", "://a:", "-----BEGIN PRIVATE KEY-----", "PVE:", "a!", "set_password ", "\"")) {
            String hostile = part.repeat(200_000);

            assertThat(Secrets.strikeOut(hostile + "=: @")).isNotEmpty();
        }
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
