package io.github.proxmoxmcp.server.tools.guest;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.client.Proxmox;
import io.github.proxmoxmcp.client.connection.ApiToken;
import io.github.proxmoxmcp.client.connection.ConnectionSettings;
import io.github.proxmoxmcp.client.connection.Trust;
import io.github.proxmoxmcp.persistence.Guest;
import io.github.proxmoxmcp.persistence.GuestReport;
import io.github.proxmoxmcp.persistence.GuestReport.Address;
import io.github.proxmoxmcp.persistence.GuestState;
import io.github.proxmoxmcp.persistence.Observation;
import io.github.proxmoxmcp.persistence.Store;
import io.github.proxmoxmcp.persistence.StoreLocation;
import io.github.proxmoxmcp.persistence.SyncState;
import io.github.proxmoxmcp.persistence.sql.Stores;
import io.github.proxmoxmcp.persistence.value.GuestKind;
import io.github.proxmoxmcp.persistence.value.Moment;
import io.github.proxmoxmcp.server.cluster.Cluster;
import io.github.proxmoxmcp.server.cluster.Reading;
import io.github.proxmoxmcp.server.config.ClusterConfiguration;
import io.github.proxmoxmcp.server.config.SyncSettings;
import io.github.proxmoxmcp.server.sync.Synchronizer;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a guest told is answered from memory, with its age. The cluster itself cannot be reached here: whoever waited
/// for it would have a failure to tell.
class GuestReportViewTest {

    private static final Instant BEGINNING = Instant.parse("2026-11-20T10:00:00Z");
    private static final Instant NOW = BEGINNING.plusSeconds(600);

    private Store store;
    private Proxmox api;
    private Synchronizer sync;

    @BeforeEach
    void start(@TempDir Path folder) {
        store = Stores.open(new StoreLocation.File(folder.resolve("state.db")), InstantSource.system());
        ConnectionSettings nowhere = ConnectionSettings.of(
                List.of(URI.create("https://127.0.0.1:1")),
                ApiToken.parse("root@pam!t=00000000-0000-0000-0000-000000000000"),
                new Trust.SystemAuthorities());
        api = Proxmox.connect(nowhere);
        sync = new Synchronizer(
                new ClusterConfiguration("demo", nowhere),
                api,
                store,
                new SyncSettings(Duration.ofSeconds(10), Duration.ofSeconds(60), 8),
                InstantSource.system(),
                "test");
        record(BEGINNING, "stopped");
    }

    @AfterEach
    void stop() {
        sync.close();
        api.close();
        store.close();
    }

    @Test
    void whatWasToldBeforeTheGuestChangedIsToldAsSuchWithoutWaiting() {
        store.reports().put("demo", List.of(told(BEGINNING.plusSeconds(60))));
        record(BEGINNING.plusSeconds(120), "running");

        GuestReportView view = view(false);

        assertThat(view.report().orElseThrow().addresses()).hasSize(1);
        assertThat(view.remark()).isEqualTo("container, 9m0s ago, before the guest changed (fresh=true asks it now)");
    }

    @Test
    void theGuestIsAskedWhenItNeverWasOrAFreshAnswerIsWanted() {
        record(BEGINNING.plusSeconds(120), "running");
        GuestReportView never = view(false);
        store.reports().put("demo", List.of(told(BEGINNING.plusSeconds(180))));
        GuestReportView known = view(false);
        GuestReportView fresh = view(true);

        assertThat(never.remark()).startsWith("unknown: ").contains("127.0.0.1");
        assertThat(known.remark()).isEqualTo("container, 7m0s ago");
        assertThat(fresh.remark()).startsWith("container, 7m0s ago; now: ").contains("127.0.0.1");
    }

    private GuestReportView view(boolean fresh) {
        GuestState state = store.guests().get("demo", 100, Moment.now()).orElseThrow();
        Reading reading = new Reading(
                new Cluster("demo", api, sync, "root@pam!t"),
                store,
                Moment.now(),
                new SyncState("demo", Optional.of(NOW), NOW, Optional.empty(), List.of()),
                NOW);
        return GuestReportView.of(reading, state, Map.of(), fresh);
    }

    private void record(Instant at, String status) {
        store.recorder()
                .record(Observation.of("demo", at)
                        .withGuests(
                                List.of(new Guest(
                                        100,
                                        GuestKind.CONTAINER,
                                        Optional.of("web"),
                                        "pve1",
                                        status,
                                        false,
                                        List.of(),
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty())),
                                List.of()));
    }

    private static GuestReport told(Instant at) {
        return new GuestReport(
                100,
                1,
                Optional.of(at),
                at,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(new Address("eth0", Optional.empty(), "10.0.3.17")));
    }
}
