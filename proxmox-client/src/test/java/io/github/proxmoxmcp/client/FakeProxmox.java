package io.github.proxmoxmcp.client;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.github.proxmoxmcp.client.call.Sleeper;
import io.github.proxmoxmcp.client.connection.ApiToken;
import io.github.proxmoxmcp.client.connection.ConnectionSettings;
import io.github.proxmoxmcp.client.connection.Trust;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;

/// A server that answers what a test tells it to, and the client under test connected to it.
public final class FakeProxmox extends WireMockExtension {

    /// A token like those that a cluster makes.
    public static final ApiToken TOKEN = ApiToken.parse("joe@pve!mcp=5ec4e700-aaaa-bbbb-cccc-0123456789ab");

    private final AtomicReference<Duration> slept = new AtomicReference<>(Duration.ZERO);

    /// A server of its own.
    public FakeProxmox() {
        super(extensionOptions()
                .options(options().dynamicPort().jettyAcceptors(1).gzipDisabled(true)));
    }

    /// The usual settings for this server.
    public ConnectionSettings settings() {
        return ConnectionSettings.of(List.of(URI.create(baseUrl())), TOKEN, new Trust.SystemAuthorities());
    }

    /// A client whose pauses take no time.
    public Proxmox client() {
        return client(settings());
    }

    /// A client with these settings.
    public Proxmox client(ConnectionSettings settings) {
        return Proxmox.connect(settings, InstantSource.system(), this::sleep, new Random(1));
    }

    /// How long the client wanted to pause altogether.
    public Duration slept() {
        return slept.get();
    }

    /// Answers everything so.
    public void answer(int status, String body) {
        answer(aResponse()
                .withStatus(status)
                .withHeader("Content-Type", "application/json")
                .withBody(body));
    }

    /// Answers everything so.
    public void answer(ResponseDefinitionBuilder response) {
        stubFor(any(anyUrl()).willReturn(response));
    }

    /// What was asked, in order.
    public List<LoggedRequest> requests() {
        return findAll(com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor(anyUrl())).stream()
                .sorted(java.util.Comparator.comparing(LoggedRequest::getLoggedDate))
                .toList();
    }

    /// The only request there was.
    public LoggedRequest request() {
        List<LoggedRequest> requests = requests();
        if (requests.size() != 1) {
            throw new AssertionError("expected one request, got " + requests);
        }
        return requests.getFirst();
    }

    /// A clock that only pauses move.
    public static final class PausedTime implements InstantSource, Sleeper {
        private Instant now = Instant.ofEpochSecond(1_795_418_400);

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public void sleep(Duration duration) {
            now = now.plus(duration);
        }
    }

    private void sleep(Duration duration) {
        slept.updateAndGet(duration::plus);
    }

    @Override
    protected void onAfterEach(com.github.tomakehurst.wiremock.junit5.WireMockRuntimeInfo info) {
        slept.set(Duration.ZERO);
    }

    @Override
    public String toString() {
        return "fake Proxmox";
    }
}
