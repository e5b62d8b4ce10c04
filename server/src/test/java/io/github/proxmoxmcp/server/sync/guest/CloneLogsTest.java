package io.github.proxmoxmcp.server.sync.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// What the log of a clone tells of the guest that is made; lines as a real cluster writes them.
class CloneLogsTest {

    @Test
    void theNewGuestIsNamedByTheFirstLineOrByItsDisk() {
        assertThat(CloneLogs.made(List.of("creating a clone of VM 110 with ID 403"), "110"))
                .contains(403);
        assertThat(CloneLogs.made(
                        List.of(
                                "create linked clone of drive scsi0 (local:110/base-110-disk-0.qcow2)",
                                "vm-403-disk-0"),
                        "110"))
                .contains(403);
        assertThat(CloneLogs.made(List.of("Formatting '/var/lib/vz/images/404/vm-404-disk-0.raw'"), "110"))
                .contains(404);
    }

    @Test
    void theSourceAndWhatIsNoVmidAreNotTheNewGuest() {
        assertThat(CloneLogs.made(List.of("vm-110-disk-0", "TASK OK"), "110")).isEmpty();
        assertThat(CloneLogs.made(List.of("creating a clone of VM 110 with ID 99999999999999999999"), "110"))
                .isEmpty();
        assertThat(CloneLogs.made(List.of("vm-99999999999999999999-disk-0", "/images/99999999999/"), "110"))
                .isEmpty();
    }
}
