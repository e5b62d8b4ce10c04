package io.github.proxmoxmcp.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.proxmoxmcp.client.guest.GuestApi;
import io.github.proxmoxmcp.client.http.Request;
import io.github.proxmoxmcp.client.http.Request.Parameter;
import io.github.proxmoxmcp.client.qemu.QemuLifecycleApi.VmSnapshot;
import io.github.proxmoxmcp.client.value.GuestType;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// A call that is planned. That each one is what would be sent stands in [EndpointContractTest].
class PlannerTest {

    @Test
    void tellsMethodPathAndParametersOfACall() {
        Request request = Planner.request(plan -> plan.qemuLifecycle()
                .createSnapshot("pve1", 100, new VmSnapshot("before", Optional.empty(), Optional.of(true))));

        assertThat(request)
                .isEqualTo(new Request(
                        Request.Method.POST,
                        "/nodes/pve1/qemu/100/snapshot",
                        List.of(new Parameter("snapname", "before"), new Parameter("vmstate", "1"))));
    }

    @Test
    void tellsACallOnAGuestOfEitherType() {
        assertThat(Planner.request(
                                plan -> plan.guest(GuestType.QEMU, "pve1", 100).start())
                        .path())
                .isEqualTo("/nodes/pve1/qemu/100/status/start");
        assertThat(Planner.request(
                                plan -> plan.guest(GuestType.LXC, "pve 1", 200).resume())
                        .path())
                .isEqualTo("/nodes/pve%201/lxc/200/status/resume");
    }

    @Test
    void takesOneCallAndNoOther() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Planner.request(_ -> {}))
                .withMessageContaining("one call, not 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Planner.request(plan -> {
                    GuestApi guest = plan.guest(GuestType.QEMU, "pve1", 100);
                    guest.start();
                    guest.resume();
                }))
                .withMessageContaining("one call, not 2");
    }
}
