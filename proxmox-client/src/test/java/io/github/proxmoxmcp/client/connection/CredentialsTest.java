package io.github.proxmoxmcp.client.connection;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.github.tomakehurst.wiremock.stubbing.Scenario;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.github.proxmoxmcp.client.FakeProxmox;
import io.github.proxmoxmcp.client.Proxmox;
import io.github.proxmoxmcp.client.call.ProxmoxException;
import io.github.proxmoxmcp.client.value.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CredentialsTest {

    @RegisterExtension
    static final FakeProxmox PROXMOX = new FakeProxmox();

    private static final UserPassword JOE = new UserPassword("joe@pve", Secret.of("hunter2&=;"));
    private static final String LOGIN = "/api2/json/access/ticket";

    private final FakeProxmox.PausedTime time = new FakeProxmox.PausedTime();

    @Test
    void logsInOnceAndSendsTicketAndToken() {
        login("PVE:joe@pve:1::a+b=", "csrf1");
        answer(200);

        try (Proxmox client = client()) {
            client.call("GET", "/x", Map.of());
            client.call("POST", "/x", Map.of());
        }

        List<LoggedRequest> requests = PROXMOX.requests();
        assertThat(requests).hasSize(3);
        assertThat(requests.get(0).getBodyAsString()).isEqualTo("username=joe%40pve&password=hunter2%26%3D%3B");
        assertThat(requests.get(1).getHeader("Cookie")).isEqualTo("PVEAuthCookie=PVE%3Ajoe%40pve%3A1%3A%3Aa%2Bb%3D");
        assertThat(requests.get(1).containsHeader("CSRFPreventionToken")).isFalse();
        assertThat(requests.get(2).getHeader("CSRFPreventionToken")).isEqualTo("csrf1");
        assertThat(requests).noneMatch(request -> request.containsHeader("Authorization"));
    }

    @Test
    void renewsTheTicketBeforeItsTwoHoursAreOver() {
        login("PVE:1", "csrf1");
        answer(200);

        try (Proxmox client = client()) {
            client.call("GET", "/x", Map.of());
            time.sleep(Duration.ofMinutes(89));
            client.call("GET", "/x", Map.of());
            time.sleep(Duration.ofMinutes(2));
            client.call("GET", "/x", Map.of());
        }

        assertThat(logins()).isEqualTo(2);
    }

    @Test
    void logsInAgainAfterARefusalAndOnlyOnce() {
        login("PVE:1", "csrf1");
        PROXMOX.stubFor(any(urlEqualTo("/api2/json/x"))
                .inScenario("refusal")
                .whenScenarioStateIs(Scenario.STARTED)
                .willSetStateTo("accepted")
                .willReturn(aResponse().withStatus(401)));
        PROXMOX.stubFor(any(urlEqualTo("/api2/json/x"))
                .inScenario("refusal")
                .whenScenarioStateIs("accepted")
                .willReturn(aResponse().withBody("{\"data\":1}")));
        PROXMOX.stubFor(
                any(urlEqualTo("/api2/json/never")).willReturn(aResponse().withStatus(401)));

        try (Proxmox client = client()) {
            assertThat(client.call("POST", "/x", Map.of()).intValue()).isEqualTo(1);
            assertThat(logins()).isEqualTo(2);
            assertThatExceptionOfType(ProxmoxException.NotAuthenticated.class)
                    .isThrownBy(() -> client.call("GET", "/never", Map.of()));
        }

        assertThat(logins()).isEqualTo(3);
    }

    @Test
    void saysThatAPasswordIsWrongWithoutTellingIt() {
        PROXMOX.answer(401, "{\"message\":\"authentication failure: hunter2&=;\"}");

        try (Proxmox client = client()) {
            assertThatExceptionOfType(ProxmoxException.NotAuthenticated.class)
                    .isThrownBy(() -> client.version().get())
                    .withMessageContaining("authentication failure")
                    .withMessageNotContaining("hunter2");
        }
        assertThat(PROXMOX.requests()).hasSize(1);
        assertThat(settings().toString()).doesNotContain("hunter2");
    }

    @Test
    void saysThatASecondFactorNeedsAToken() {
        PROXMOX.answer(200, "{\"data\":{\"ticket\":\"PVE:!tfa!x\",\"NeedTFA\":1}}");

        try (Proxmox client = client()) {
            assertThatExceptionOfType(ProxmoxException.NotAuthenticated.class)
                    .isThrownBy(() -> client.version().get())
                    .withMessageContaining("use an API token");
        }
    }

    @Test
    void takesALoginWithoutATicketForNoProxmox() {
        PROXMOX.answer(200, "{\"data\":[]}");

        try (Proxmox client = client()) {
            assertThatExceptionOfType(ProxmoxException.ProtocolError.class)
                    .isThrownBy(() -> client.version().get());
        }
    }

    @Test
    void wantsTheRealmOfAUser() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new UserPassword("joe", Secret.of("x")))
                .withMessageContaining("NAME@REALM");
    }

    private static void login(String ticket, String csrf) {
        PROXMOX.stubFor(any(urlEqualTo(LOGIN))
                .willReturn(aResponse()
                        .withBody("{\"data\":{\"ticket\":\"" + ticket + "\",\"CSRFPreventionToken\":\"" + csrf
                                + "\"}}")));
    }

    private static void answer(int status) {
        PROXMOX.stubFor(any(urlEqualTo("/api2/json/x"))
                .willReturn(aResponse().withStatus(status).withBody("{\"data\":null}")));
    }

    private static long logins() {
        return PROXMOX.requests().stream()
                .filter(request -> request.getUrl().equals(LOGIN))
                .count();
    }

    private static ConnectionSettings settings() {
        return ConnectionSettings.of(List.of(URI.create(PROXMOX.baseUrl())), JOE, new Trust.SystemAuthorities());
    }

    private Proxmox client() {
        return Proxmox.connect(settings(), time, time, new Random(1));
    }
}
