package io.github.proxmoxmcp.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.client.access.UsersApi.UserQuery;
import io.github.proxmoxmcp.client.cluster.HaApi.HaStatus;
import io.github.proxmoxmcp.client.guest.MigrationTarget;
import io.github.proxmoxmcp.client.guest.RrdPoint;
import io.github.proxmoxmcp.client.guest.RrdQuery;
import io.github.proxmoxmcp.client.nodes.NetworkApi.NetworkInterface;
import io.github.proxmoxmcp.client.nodes.NetworkApi.NetworkQuery;
import io.github.proxmoxmcp.client.qemu.QemuAgentApi.ExecQuery;
import io.github.proxmoxmcp.client.storage.VolumesApi.PruneQuery;
import io.github.proxmoxmcp.client.value.GuestType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What recorded answers of the further branches mean.
class BranchesTest {

    @RegisterExtension
    static final FakeProxmox PROXMOX = new FakeProxmox();

    @Test
    void readsTheStateOfHighAvailability() {
        List<HaStatus> status = recorded("040", client -> client.ha().status());

        assertThat(status).isNotEmpty().first().satisfies(quorum -> {
            assertThat(quorum.id()).isEqualTo("quorum");
            assertThat(quorum.quorate()).contains(true);
        });
    }

    @Test
    void readsABackupJobWithItsRule() {
        var jobs = recorded("034", client -> client.backupJobs().list());

        assertThat(jobs).singleElement().satisfies(job -> {
            assertThat(job.isEnabled()).isTrue();
            assertThat(job.get("next-run")).contains("1795485600");
            assertThat(job.get("prune-backups")).contains("keep-last=3");
        });
    }

    @Test
    void readsFiguresAndLeavesOutWhatWasNotMeasured() {
        PROXMOX.answer(
                200, "{\"data\":[{\"time\":1795418460,\"cpu\":0.5,\"pressure\":\"0.25\",\"mem\":null},{\"time\":60}]}");

        List<RrdPoint> points = call(
                client -> client.guest(GuestType.QEMU, "pve1", 100).rrddata(new RrdQuery("hour", Optional.empty())));

        assertThat(points).hasSize(2);
        assertThat(points.getFirst().time()).isEqualTo(Instant.ofEpochSecond(1_795_418_460));
        assertThat(points.getFirst().values()).containsOnlyKeys("cpu", "pressure");
        assertThat(points.getFirst().get("pressure")).hasValue(0.25);
        assertThat(points.getLast().get("cpu")).isEmpty();
        assertThat(PROXMOX.request().getUrl()).endsWith("/rrddata?timeframe=hour");
    }

    @Test
    void readsWhereAMachineMayGo() {
        var check = recorded(
                "120", client -> client.guest(GuestType.QEMU, "pve1", 101).migrationCheck(MigrationTarget.ANY));

        assertThat(check.running()).isFalse();
        assertThat(check.allowedNodes().orElseThrow()).containsExactlyInAnyOrder("pve2", "pve3");
        assertThat(check.localDisks().orElseThrow()).isNotEmpty();
    }

    /// Containers have the same names with hyphens.
    @Test
    void readsWhereAContainerMayGo() {
        PROXMOX.answer(200, """
            {"data":{"running":1,"allowed-nodes":["pve2"],
             "not-allowed-nodes":{"pve3":{"unavailable_storages":["local-zfs"]}}}}
            """);

        var check = call(client -> client.guest(GuestType.LXC, "pve1", 200).migrationCheck(MigrationTarget.ANY));

        assertThat(check.allowedNodes()).contains(List.of("pve2"));
        assertThat(check.notAllowedNodes().orElseThrow().get("pve3")).contains("unavailable_storages=local-zfs");
        assertThat(check.localDisks()).isEmpty();
    }

    @Test
    void readsWhatBecameOfAProgramInTheGuest() {
        var status = recorded("273", client -> client.qemuAgent().execStatus("pve1", 104, new ExecQuery(118)));

        assertThat(status.exited()).isTrue();
        assertThat(status.exitcode()).contains(0);
        assertThat(status.outData().orElseThrow()).startsWith("Linux simguest");
        assertThat(PROXMOX.request().getUrl()).endsWith("/agent/exec-status?pid=118");
    }

    @Test
    void readsUsersWithAndWithoutTokens() {
        var users = recorded("369", client -> client.users().list(UserQuery.ALL));

        assertThat(users).hasSize(3);
        assertThat(users.get(0).tokens()).isEmpty();
        assertThat(users.get(1).tokens().orElseThrow().getFirst().tokenid()).isEqualTo("tt");
        assertThat(users.get(1).enable()).contains(false);
    }

    @Test
    void readsInterfacesAndWhatPruningWouldDo() {
        List<NetworkInterface> interfaces =
                recorded("059", client -> client.network().list("pve1", NetworkQuery.ALL));
        var candidates =
                recorded("623", client -> client.volumes().prunePreview("pve1", "local", PruneQuery.CONFIGURED));

        assertThat(interfaces).anySatisfy(bridge -> {
            assertThat(bridge.iface()).isEqualTo("vmbr0");
            assertThat(bridge.bridgePorts()).contains("eth0");
        });
        assertThat(candidates).hasSize(2).allMatch(candidate -> candidate.mark().equals("keep"));
    }

    private static <T> T recorded(String name, Function<Proxmox, T> call) {
        PROXMOX.resetAll();
        PROXMOX.answer(200, Recording.of(name).body());
        return call(call);
    }

    private static <T> T call(Function<Proxmox, T> call) {
        try (Proxmox client = PROXMOX.client()) {
            return call.apply(client);
        }
    }
}
