package io.github.proxmoxmcp.client;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import io.github.proxmoxmcp.client.call.ProxmoxException;
import io.github.proxmoxmcp.client.call.ProxmoxException.ClusterUnreachable;
import io.github.proxmoxmcp.client.call.ProxmoxException.Timeout;
import io.github.proxmoxmcp.client.connection.ConnectionSettings;
import io.github.proxmoxmcp.client.connection.Trust;
import io.github.proxmoxmcp.client.value.GuestType;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RepetitionTest {

    @RegisterExtension
    static final FakeProxmox PROXMOX = new FakeProxmox();

    @RegisterExtension
    static final FakeProxmox BROKEN = new FakeProxmox();

    @ParameterizedTest
    @ValueSource(ints = {595, 596, 502, 503, 504})
    void readsAgainWhenTheFailureMayPass(int status) {
        answerAtFirst(status, 2);

        try (Proxmox client = PROXMOX.client()) {
            assertThat(client.version().get().release()).isEqualTo("9.2");
        }

        assertThat(PROXMOX.requests()).hasSize(3);
        assertThat(PROXMOX.slept()).isBetween(Duration.ofMillis(600), Duration.ofMillis(1200));
    }

    @Test
    void givesUpAfterThreeAttempts() {
        PROXMOX.answer(595, "");

        assertThat(failure("GET")).isInstanceOf(ProxmoxException.NodeUnreachable.class);

        assertThat(PROXMOX.requests()).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 429, 500, 501})
    void doesNotReadAgainWhatWillNotChange(int status) {
        PROXMOX.answer(status, "{\"message\":\"no\"}");

        assertThat(failure("GET")).isInstanceOf(ProxmoxException.class);

        assertThat(PROXMOX.requests()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE"})
    void neverSendsAChangeTwice(String method) {
        PROXMOX.answer(595, "");
        assertThat(failure(method)).isInstanceOf(ProxmoxException.NodeUnreachable.class);
        assertThat(PROXMOX.requests()).hasSize(1);

        PROXMOX.resetAll();
        PROXMOX.answer(aResponse().withFault(Fault.EMPTY_RESPONSE));
        assertThat(failure(method)).isInstanceOf(ClusterUnreachable.class).matches(ProxmoxException::outcomeUnknown);
        assertThat(PROXMOX.requests()).hasSize(1);
    }

    @Test
    void readsAgainWhenTheConnectionBreaks() {
        PROXMOX.answer(aResponse().withFault(Fault.EMPTY_RESPONSE));

        ProxmoxException error = failure("GET");

        assertThat(error).isInstanceOf(ClusterUnreachable.class).hasMessageContaining("cannot be reached");
        assertThat(error.outcomeUnknown()).isFalse();
        assertThat(PROXMOX.requests()).hasSizeGreaterThanOrEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST"})
    void triesTheNextEndpointWhenOneCannotBeConnectedTo(String method) throws IOException {
        PROXMOX.answer(200, "{\"data\":null}");
        ConnectionSettings settings = settings(closedEndpoint(), URI.create(PROXMOX.baseUrl()));

        try (Proxmox client = PROXMOX.client(settings)) {
            client.call(method, "/x", Map.of());
            client.call(method, "/x", Map.of());
        }

        assertThat(PROXMOX.requests()).hasSize(2);
    }

    @Test
    void staysWithTheEndpointThatAnswersEvenWhenItRefuses() {
        BROKEN.answer(aResponse().withFault(Fault.EMPTY_RESPONSE));
        PROXMOX.answer(500, Recording.of("107").body());
        ConnectionSettings settings = settings(URI.create(BROKEN.baseUrl()), URI.create(PROXMOX.baseUrl()));

        try (Proxmox client = PROXMOX.client(settings)) {
            assertThatExceptionOfType(ProxmoxException.NoSuchThing.class)
                    .isThrownBy(() -> client.version().get());
            int asked = BROKEN.requests().size();
            assertThatExceptionOfType(ProxmoxException.NoSuchThing.class)
                    .isThrownBy(() -> client.version().get());

            assertThat(asked).isPositive();
            assertThat(BROKEN.requests()).hasSize(asked);
            assertThat(PROXMOX.requests()).hasSize(2);
        }
    }

    @Test
    void saysWhyNoEndpointCanBeUsed() throws IOException {
        URI closed = closedEndpoint();
        try (Proxmox client = PROXMOX.client(settings(closed, URI.create("https://nowhere.invalid:8006")))) {
            assertThatExceptionOfType(ClusterUnreachable.class)
                    .isThrownBy(() -> client.version().get())
                    .withMessageStartingWith("GET /version failed: none of the 2 endpoints can be used: ")
                    .withMessageContaining(closed + " cannot be reached")
                    .withMessageContaining("https://nowhere.invalid:8006 cannot be reached: the host name is not known")
                    .matches(e -> !e.untrusted());
        }
    }

    @Test
    void stopsWaitingForAnAnswerThatDoesNotCome() {
        PROXMOX.answer(aResponse().withFixedDelay(20_000).withBody("{\"data\":null}"));
        ConnectionSettings impatient = PROXMOX.settings().withTimeouts(Duration.ofSeconds(5), Duration.ofMillis(300));

        try (Proxmox client = PROXMOX.client(impatient)) {
            Timeout read =
                    catchThrowableOfType(Timeout.class, () -> client.version().get());
            Timeout change = catchThrowableOfType(
                    Timeout.class,
                    () -> client.guest(GuestType.QEMU, "pve1", 100).start());

            assertThat(read).hasMessageContaining("did not answer within 300 ms");
            assertThat(read.outcomeUnknown()).isFalse();
            assertThat(change).hasMessageContaining("unknown whether the change took effect");
            assertThat(change.outcomeUnknown()).isTrue();
        }
    }

    @Test
    void stopsWaitingForABodyThatDoesNotEnd() {
        PROXMOX.answer(aResponse().withBody("{\"data\":null}").withChunkedDribbleDelay(10, 20_000));
        ConnectionSettings impatient = PROXMOX.settings().withTimeouts(Duration.ofSeconds(5), Duration.ofMillis(300));

        try (Proxmox client = PROXMOX.client(impatient)) {
            assertThatExceptionOfType(Timeout.class)
                    .isThrownBy(() -> client.version().get());
        }
    }

    @Test
    void letsOnlyAFewCallsThroughAtOnce() throws Exception {
        PROXMOX.answer(aResponse().withFixedDelay(20_000));
        ConnectionSettings narrow =
                PROXMOX.settings().withLimits(1, 1000).withTimeouts(Duration.ofSeconds(5), Duration.ofMillis(400));

        try (Proxmox client = PROXMOX.client(narrow);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<ProxmoxException> call = () -> catchThrowableOfType(
                    ProxmoxException.class, () -> client.version().get());
            // Enough of them that they cannot all come one after another, however busy the machine is.
            List<Future<ProxmoxException>> failures = threads.invokeAll(Collections.nCopies(12, call));

            assertThat(failures)
                    .hasSize(12)
                    .allSatisfy(failure -> assertThat(failure.get()).isInstanceOf(Timeout.class));
            assertThat(failures)
                    .anySatisfy(failure -> assertThat(failure.get()).hasMessageContaining("too many calls"));
        }
        assertThat(PROXMOX.requests()).hasSizeLessThan(12);
    }

    @Test
    void endsAtOnceWhenInterruptedAndKeepsTheInterrupt() {
        PROXMOX.answer(aResponse().withFixedDelay(20_000));

        try (Proxmox client = PROXMOX.client()) {
            Thread.currentThread().interrupt();
            Timeout error =
                    catchThrowableOfType(Timeout.class, () -> client.version().get());

            assertThat(Thread.interrupted()).isTrue();
            assertThat(error).hasMessageContaining("interrupted");
        }
    }

    private static void answerAtFirst(int status, int times) {
        String state = Scenario.STARTED;
        for (int time = 1; time <= times; time++) {
            String next = "answered " + time;
            PROXMOX.stubFor(any(anyUrl())
                    .inScenario("passing")
                    .whenScenarioStateIs(state)
                    .willSetStateTo(next)
                    .willReturn(aResponse().withStatus(status)));
            state = next;
        }
        PROXMOX.stubFor(any(anyUrl())
                .inScenario("passing")
                .whenScenarioStateIs(state)
                .willReturn(aResponse().withBody(Recording.of("001").body())));
    }

    private static ProxmoxException failure(String method) {
        try (Proxmox client = PROXMOX.client()) {
            return catchThrowableOfType(ProxmoxException.class, () -> client.call(method, "/nodes/pve3/x", Map.of()));
        }
    }

    private static ConnectionSettings settings(URI... endpoints) {
        return ConnectionSettings.of(List.of(endpoints), FakeProxmox.TOKEN, new Trust.SystemAuthorities());
    }

    private static URI closedEndpoint() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return URI.create("http://localhost:" + socket.getLocalPort());
        }
    }
}
