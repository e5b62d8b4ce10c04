package io.github.proxmoxmcp.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.demo.access.TokenLevel;
import io.github.proxmoxmcp.demo.model.DemoSettings;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Logins with a password, and the rights that somebody is given.
class LoginTest {
    private final ManualClock clock = new ManualClock();
    private final DemoCluster cluster = DemoCluster.start(DemoSettings.defaults(), clock);

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void aTicketReadsAloneWritesOnlyWithItsGuardAndExpires() throws IOException {
        var login = login("root@pam", cluster.rootPassword()).data();
        var cookie =
                Map.of("Cookie", "PVEAuthCookie=" + encode(login.path("ticket").asString()));
        var guarded = new HashMap<>(cookie);
        guarded.put("CSRFPreventionToken", login.path("CSRFPreventionToken").asString());

        var read = send("GET", "/version", cookie);
        var unguarded = send("POST", "/pools?poolid=mine", cookie);
        var written = send("POST", "/pools?poolid=mine", guarded);
        clock.advance(Duration.ofHours(2));
        var expired = send("GET", "/version", cookie);

        assertThat(read.status()).isEqualTo(200);
        assertThat(unguarded.status()).isEqualTo(401);
        assertThat(unguarded.reason()).isEqualTo("Permission denied - invalid csrf token");
        assertThat(written.status()).isEqualTo(200);
        assertThat(expired.reason()).isEqualTo("Authentication failed!");
    }

    @Test
    void aTicketRenewsItselfAndAWrongPasswordIsRefusedWithABody() throws IOException {
        var first =
                login("root@pam", cluster.rootPassword()).data().path("ticket").asString();

        var renewed = login("root@pam", first);
        var wrong = login("root@pam", "wrong");

        assertThat(renewed.status()).isEqualTo(200);
        assertThat(wrong.status()).isEqualTo(401);
        assertThat(wrong.json().path("message").asString()).isEqualTo("authentication failure\n");
    }

    @Test
    void aNewTokenMayNothingUntilItIsGivenARole() {
        var made = RawClient.call(cluster, TokenLevel.FULL, "POST", "/access/users/root@pam/token/fresh?privsep=1", "");
        var token = "root@pam!fresh=" + made.data().path("value").asString();

        var before = RawClient.withToken(cluster, token, "/cluster/resources?type=vm")
                .data();
        RawClient.call(
                cluster,
                TokenLevel.FULL,
                "PUT",
                "/access/acl",
                "path=/vms/100&roles=PVEAuditor&tokens=root%40pam%21fresh");
        var after = RawClient.withToken(cluster, token, "/cluster/resources?type=vm")
                .data();
        RawClient.call(cluster, TokenLevel.FULL, "DELETE", "/access/users/root@pam/token/fresh", "");
        var gone = RawClient.withToken(cluster, token, "/version");

        assertThat(before).isEmpty();
        assertThat(after.findValuesAsString("id")).containsExactly("qemu/100");
        assertThat(gone.status()).isEqualTo(401);
    }

    private RawClient.Answer login(String user, String password) throws IOException {
        return send("POST", "/access/ticket?username=" + encode(user) + "&password=" + encode(password), Map.of());
    }

    private RawClient.Answer send(String method, String path, Map<String, String> headers) throws IOException {
        try (var client = RawClient.connect(cluster)) {
            return client.send(method, "/api2/json" + path, headers, "");
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
