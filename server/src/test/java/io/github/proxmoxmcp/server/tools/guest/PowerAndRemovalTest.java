package io.github.proxmoxmcp.server.tools.guest;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.server.tools.ActingServer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Starting, stopping and removing guests of the demo cluster, through a real client.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PowerAndRemovalTest {

    private final ActingServer acting = ActingServer.of("admin");

    @AfterAll
    void stop() {
        acting.close();
    }

    @Test
    void aContainerHasNoResetButton() {
        acting.refused("which has no reset button; power_guest action=reboot", "reset_guest", "guest", "dns");
    }

    @Test
    void whatIsBoundFromTheNodeIsNotSaidToBeLostWithTheGuest() {
        acting.demo().world().setConfig(102, "mp7", "/srv/photos,mp=/photos");
        acting.done("power_guest", "guest", "dns", "action", "shutdown");

        assertThat(acting.planned("delete_guest", "guest", "dns").text())
                .contains("its disks: rootfs ")
                .doesNotContain("/srv/photos");
    }

    /// Once for the plan and once for the check before it is sent: nobody had to be asked meanwhile.
    @Test
    void aGuestIsLookedAtTwiceBeforeItIsStopped() {
        List<String> calls = new CopyOnWriteArrayList<>();
        acting.demo().tamper((call, body) -> {
            calls.add(call);
            return body;
        });

        acting.done("power_guest", "guest", 104, "action", "reboot");

        List<String> before = calls.subList(0, index(calls, "POST /api2/json/nodes/pve.*/qemu/104/status/reboot"));
        assertThat(before.stream().filter(call -> call.matches("GET .*/qemu/104/status/current")))
                .describedAs(String.join("\n", before))
                .hasSize(2);
    }

    private static int index(List<String> calls, String pattern) {
        return calls.indexOf(calls.stream()
                .filter(call -> call.matches(pattern))
                .findFirst()
                .orElseThrow(() -> new AssertionError(String.join("\n", calls))));
    }
}
