package io.github.proxmoxmcp.server.sync.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What the log of a clone tells of the guest that is made; lines as a real cluster writes them.
class CloneLogsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "creating a clone of VM 110 with ID 403",
                "clone 110/base-110-disk-0.qcow2: images, vm-403-disk-0.qcow2, 403 to vm-403-disk-0.qcow2 (base=x)",
                "Formatting '/var/lib/vz/images/403/vm-403-disk-0.raw', fmt=raw size=67108864 preallocation=off",
                "allocated target volume 'local:403/vm-403-disk-0.raw'",
                "allocated target volume 'zfs:subvol-403-disk-0'",
                "allocated target volume 'lvm:vm-403-cloudinit'",
                "  Logical volume \"vm-403-disk-0\" created."
            })
    void theNewGuestIsNamedWhereSomethingIsMadeForIt(String line) {
        assertThat(CloneLogs.made(
                        List.of("create full clone of drive scsi0 (local:110/vm-110-disk-0.raw)", line), "110"))
                .contains(403);
    }

    /// What the owner of the source can name, or a process in a container that is copied.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "create full clone of drive scsi0 (local:110/vm-999-disk-0.raw)",
                "create linked clone of drive scsi0 (local:999/base-999-disk-0.qcow2/110/vm-999-disk-0.qcow2)",
                "create full clone of mountpoint mp0 (vm-999-disk-0:110/subvol-999-disk-1.subvol)",
                "file has vanished: \"/var/lib/lxc/110/.copy-volume-1/vm-999-disk-0\"",
                "rsync: send_files failed to open \"/images/999/\": Permission denied (13)",
                "skipping non-regular file \"creating a clone of VM 110 with ID 999\"",
                "allocated target volume 'x' creating a clone of VM 110 with ID 999",
                "x\nFormatting '/var/lib/vz/images/999/vm-999-disk-0.raw'",
                "transferred vm-999-disk-0 of 1 GiB",
                "WARNING: clone of VM 110 with ID 999",
                "TASK ERROR: clone failed: allocated target volume 'local:999/vm-999-disk-0.raw'"
            })
    void whatIsOnlyNamedIsNotMade(String line) {
        assertThat(CloneLogs.made(List.of(line), "110")).isEmpty();
    }

    @Test
    void theSourceAndWhatIsNoVmidAreNotTheNewGuest() {
        assertThat(CloneLogs.made(List.of("allocated target volume 'local:110/vm-110-disk-0.raw'", "TASK OK"), "110"))
                .isEmpty();
        assertThat(CloneLogs.made(List.of("creating a clone of VM 110 with ID 99999999999999999999"), "110"))
                .isEmpty();
        assertThat(CloneLogs.made(
                        List.of("Formatting '/images/99999999999/x'", "vm-99999999999999999999-disk-0"), "110"))
                .isEmpty();
    }
}
