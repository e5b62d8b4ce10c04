package io.github.proxmoxmcp.server.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.client.Proxmox;
import io.github.proxmoxmcp.client.connection.ApiToken;
import io.github.proxmoxmcp.client.connection.ConnectionSettings;
import io.github.proxmoxmcp.client.connection.Trust;
import io.github.proxmoxmcp.client.guest.Power;
import io.github.proxmoxmcp.demo.DemoCluster;
import io.github.proxmoxmcp.demo.access.TokenLevel;
import io.github.proxmoxmcp.demo.model.DemoSettings;
import io.github.proxmoxmcp.server.guard.LostAnswers.Found;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/// What is found out about a call whose answer never came.
class LostAnswersTest {

    @Test
    void findsTheTaskOrTheEffectOfWhatWasSentAndOtherwiseNothing() {
        try (DemoCluster demo = DemoCluster.start(DemoSettings.parse("nodes=3,guests=12,seed=1,pace=0.1"));
                Proxmox api = Proxmox.connect(ConnectionSettings.of(
                        demo.urls(),
                        ApiToken.parse(demo.token(TokenLevel.FULL)),
                        new Trust.Fingerprint(demo.fingerprint())))) {
            AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
            LostAnswers lost =
                    new LostAnswers(now::get, pause -> now.updateAndGet(at -> at.plus(Duration.ofSeconds(20))));
            LiveGuest guest = LiveGuests.read(api, 100).orElseThrow();
            Step stop = Step.of(plan -> guest.in(plan).stop(Power.Stop.PLAIN), "stop");
            Step rename = Calls.describe(guest, "new", Optional.empty());
            Instant before = Instant.now();
            Found nothing = lost.find(api, TokenLevel.FULL.id(), stop, before);
            Found unchanged = lost.find(api, TokenLevel.FULL.id(), rename, before);

            String upid =
                    api.call(stop.method(), stop.path(), stop.parameters()).asString("");
            api.call(rename.method(), rename.path(), rename.parameters());

            assertThat(nothing).isInstanceOf(Found.Nothing.class);
            assertThat(unchanged).isInstanceOf(Found.Nothing.class);
            assertThat(lost.find(api, TokenLevel.FULL.id(), stop, before))
                    .isInstanceOfSatisfying(
                            Found.Task.class,
                            found -> assertThat(found.upid().text()).isEqualTo(upid));
            assertThat(lost.find(api, "somebody@else", stop, before)).isInstanceOf(Found.Nothing.class);
            assertThat(lost.find(api, TokenLevel.FULL.id(), rename, before)).isInstanceOf(Found.Applied.class);
        }
    }
}
