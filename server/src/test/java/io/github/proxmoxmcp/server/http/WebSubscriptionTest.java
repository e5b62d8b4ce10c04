package io.github.proxmoxmcp.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.server.EmptyStore;
import io.github.proxmoxmcp.server.config.CommandSettings;
import io.github.proxmoxmcp.server.config.ConfigurationReader;
import io.github.proxmoxmcp.server.config.HttpSettings;
import io.github.proxmoxmcp.server.config.PolicySettings;
import io.github.proxmoxmcp.server.mcp.TestOffer;
import io.github.proxmoxmcp.server.resource.Subscriptions;
import io.github.proxmoxmcp.server.tool.Access;
import io.github.proxmoxmcp.server.wiring.Wiring;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Subscriptions of sessions over HTTP: they are the session's own, and go with it.
@Timeout(60)
class WebSubscriptionTest {

    private static final String ONE = "proxmox://demo/guest/100";
    private static final String OTHER = "proxmox://demo/guest/101";

    @TempDir
    private Path folder;

    private Wiring wiring;
    private WebServer server;

    @BeforeEach
    void start() {
        wiring = Wiring.of(
                new ConfigurationReader(Map.of(), folder)
                        .read(new CommandSettings(
                                Optional.of("read"),
                                Optional.empty(),
                                Optional.of(EmptyStore.in(folder).toString()),
                                Optional.of("nodes=1,guests=4,seed=1"),
                                Optional.empty(),
                                false,
                                false)),
                InstantSource.system(),
                ZoneId.of("UTC"));
        server = HttpService.start(
                new HttpSettings(
                        "127.0.0.1",
                        0,
                        true,
                        Optional.empty(),
                        false,
                        false,
                        true,
                        Optional.empty(),
                        List.of(),
                        List.of(),
                        new HttpSettings.Limits(
                                100_000,
                                new HttpSettings.Sessions(10, Duration.ofMinutes(30)),
                                new HttpSettings.Rate(10_000, 10_000)),
                        Optional.empty()),
                Access.READ,
                TestOffer.of(wiring::tools, wiring::library),
                wiring::backend,
                wiring.writes(),
                PolicySettings.usual(),
                wiring.told(),
                InstantSource.system());
        wiring.begin();
    }

    @AfterEach
    void stop() {
        server.close();
        wiring.close();
    }

    private HttpSession open() {
        return HttpSession.open("http://127.0.0.1:" + server.port() + "/mcp", Optional.empty());
    }

    private Subscriptions subscriptions() {
        return wiring.library().subscriptions();
    }

    private static HttpResponse<String> subscribe(HttpSession session, String uri) {
        return session.rpc("resources/subscribe", Map.of("uri", uri));
    }

    @Test
    void aSessionThatEndsGivesItsSubscriptionsBackAndNoOthers() {
        try (HttpSession first = open();
                HttpSession second = open()) {
            HttpSession.result(subscribe(first, ONE));
            HttpSession.result(subscribe(first, ONE));
            HttpSession.result(subscribe(first, OTHER));
            HttpSession.result(subscribe(second, ONE));
            assertThat(subscriptions().size()).isEqualTo(2);

            assertThat(first.end()).isEqualTo(204);

            assertThat(subscriptions().size()).isEqualTo(1);
            HttpSession.result(second.rpc("resources/unsubscribe", Map.of("uri", ONE)));
            assertThat(subscriptions().size()).isZero();
        }
    }

    @Test
    void nobodyCanGiveUpWhatAnotherSubscribedTo() {
        try (HttpSession first = open();
                HttpSession second = open()) {
            HttpSession.result(subscribe(first, ONE));

            HttpSession.result(second.rpc("resources/unsubscribe", Map.of("uri", ONE)));

            assertThat(subscriptions().size()).isEqualTo(1);
        }
    }

    @Test
    void oneSessionHasNoRoomForMoreThanItsShare() {
        try (HttpSession session = open()) {
            for (int vmid = 1_000; vmid < 1_200; vmid++) {
                HttpSession.result(subscribe(session, "proxmox://demo/guest/" + vmid));
            }

            HttpResponse<String> refused = subscribe(session, ONE);

            assertThat(refused.body()).contains("\"error\"", "200 subscriptions already");
            try (HttpSession other = open()) {
                HttpSession.result(subscribe(other, ONE));
            }
        }
    }

    @Test
    void aSubscriptionWithoutAnAddressIsAnErrorInWords() {
        try (HttpSession session = open()) {
            assertThat(session.rpc("resources/subscribe", Map.of()).body()).contains("resources/subscribe needs 'uri'");
            assertThat(subscribe(session, "proxmox://demo/gest/1").body()).contains("There is no resource");
        }
    }
}
