package io.github.proxmoxmcp.client;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.github.tomakehurst.wiremock.http.Fault;
import io.github.proxmoxmcp.client.call.ProxmoxException;
import io.github.proxmoxmcp.client.connection.ConnectionSettings;
import io.github.proxmoxmcp.client.connection.HttpProxy;
import io.github.proxmoxmcp.client.connection.Limits;
import io.github.proxmoxmcp.client.connection.Trust;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailoverTest {

    @RegisterExtension
    static final FakeProxmox FIRST = new FakeProxmox();

    @RegisterExtension
    static final FakeProxmox SECOND = new FakeProxmox();

    private final FakeProxmox.PausedTime time = new FakeProxmox.PausedTime();

    @Test
    void leavesABrokenEndpointAloneForAWhileThatGrows() {
        FIRST.answer(aResponse().withFault(Fault.EMPTY_RESPONSE));
        SECOND.answer(200, "{\"data\":null}");

        try (Proxmox client = client()) {
            read(client);
            int asked = FIRST.requests().size();
            time.sleep(Duration.ofSeconds(4));
            read(client);
            assertThat(FIRST.requests()).as("before 5 s").hasSize(asked);
            time.sleep(Duration.ofSeconds(2));
            read(client);
            int again = FIRST.requests().size();
            assertThat(again).as("after 5 s").isGreaterThan(asked);
            time.sleep(Duration.ofSeconds(8));
            read(client);
            assertThat(FIRST.requests()).as("before 10 s more").hasSize(again);
        }
    }

    @Test
    void comesHomeWhenTheFirstEndpointHasRecovered() {
        FIRST.answer(aResponse().withFault(Fault.EMPTY_RESPONSE));
        SECOND.answer(200, "{\"data\":null}");

        try (Proxmox client = client()) {
            read(client);
            FIRST.resetAll();
            FIRST.answer(200, "{\"data\":null}");
            time.sleep(Duration.ofSeconds(6));
            int elsewhere = SECOND.requests().size();
            read(client);
            read(client);

            assertThat(FIRST.requests()).hasSize(2);
            assertThat(SECOND.requests()).hasSize(elsewhere);
        }
    }

    @Test
    void asksTheNextEndpointWhenAReadIsNotAnsweredAndNeverAChange() {
        FIRST.answer(aResponse().withFixedDelay(20_000));
        SECOND.answer(200, "{\"data\":null}");
        ConnectionSettings impatient = settings().withTimeouts(Duration.ofSeconds(5), Duration.ofMillis(600));

        try (Proxmox client = Proxmox.connect(impatient, time, time, new Random(1))) {
            read(client);
            assertThat(SECOND.requests()).hasSize(1);
        }
        try (Proxmox client = Proxmox.connect(impatient, time, time, new Random(1))) {
            assertThatExceptionOfType(ProxmoxException.Timeout.class)
                    .isThrownBy(() -> client.call("POST", "/x", Map.of()))
                    .matches(ProxmoxException::outcomeUnknown);
            assertThat(SECOND.requests()).hasSize(1);
        }
    }

    @Test
    void triesARestingEndpointWhenThereIsNoOther() {
        FIRST.answer(aResponse().withFault(Fault.EMPTY_RESPONSE));
        SECOND.answer(aResponse().withFault(Fault.EMPTY_RESPONSE));

        try (Proxmox client = client()) {
            assertThatExceptionOfType(ProxmoxException.ClusterUnreachable.class).isThrownBy(() -> read(client));
            FIRST.resetAll();
            FIRST.answer(200, "{\"data\":null}");
            read(client);
        }

        assertThat(FIRST.requests()).hasSize(1);
    }

    @Test
    void spreadsCallsOverTime() {
        FIRST.answer(200, "{\"data\":null}");
        ConnectionSettings slow = settings().with(new Limits(8, 2, 1000));
        var began = time.instant();

        try (Proxmox client = Proxmox.connect(slow, time, time, new Random(1))) {
            for (int call = 0; call < 9; call++) {
                read(client);
            }
        }

        assertThat(Duration.between(began, time.instant())).isEqualTo(Duration.ofSeconds(3));
        assertThat(FIRST.requests()).hasSize(9);
    }

    @Test
    void goesByWayOfAProxy() {
        FIRST.answer(200, "{\"data\":null}");
        URI proxy = URI.create(FIRST.baseUrl());
        ConnectionSettings through = ConnectionSettings.of(
                        List.of(URI.create("http://localhost:1")), FakeProxmox.TOKEN, new Trust.SystemAuthorities())
                .with(new HttpProxy(proxy.getHost(), proxy.getPort(), List.of()));

        try (Proxmox client = Proxmox.connect(through, time, time, new Random(1))) {
            read(client);
        }

        assertThat(FIRST.request().getAbsoluteUrl()).contains("/api2/json/x");
    }

    @ParameterizedTest
    @CsvSource({"pve1, true", "pve2, false", "pve.example.org, true", "example.org, true", "badexample.org, false"})
    void sparesHostsThatTheEnvironmentExcepts(String host, boolean spared) {
        Optional<HttpProxy> proxy = HttpProxy.ofEnvironment(
                Map.of("https_proxy", "http://proxy.example.org:3128", "NO_PROXY", "pve1, example.org"));

        assertThat(proxy).hasValueSatisfying(found -> {
            assertThat(found.host()).isEqualTo("proxy.example.org");
            assertThat(found.port()).isEqualTo(3128);
            assertThat(found.spares(host)).isEqualTo(spared);
        });
    }

    @Test
    void refusesAProxyWithAPassword() {
        assertThat(HttpProxy.ofEnvironment(Map.of("NO_PROXY", "*"))).isEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HttpProxy.ofEnvironment(Map.of("HTTPS_PROXY", "http://joe:hunter2@proxy:3128")))
                .withMessageNotContaining("hunter2");
    }

    private static void read(Proxmox client) {
        client.call("GET", "/x", Map.of());
    }

    private static ConnectionSettings settings() {
        return ConnectionSettings.of(
                List.of(URI.create(FIRST.baseUrl()), URI.create(SECOND.baseUrl())),
                FakeProxmox.TOKEN,
                new Trust.SystemAuthorities());
    }

    private Proxmox client() {
        return Proxmox.connect(settings(), time, time, new Random(1));
    }
}
