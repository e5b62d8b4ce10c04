package io.github.proxmoxmcp.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Ends of logs as a real cluster wrote them, lines separated by `|`.
class FailureReasonsTest {

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", quoteCharacter = '~', textBlock = """
        bridge 'vmbr9' does not exist|kvm: -netdev type=tap,id=net0: network script /var/lib/qemu-server/pve-bridge failed with status 512|TASK ERROR: start failed: QEMU exited with code 1 => bridge 'vmbr9' does not exist
        run_buffer: 571 Script exited with status 2|lxc_create_network_priv: 3466 Success - Failed to create network device|lxc_spawn: 1852 Failed to create the network|TASK ERROR: startup for container '230' failed => lxc_spawn: 1852 Failed to create the network
        Starting guests: 100, 999|Starting VM 100|WARN: Starting VM 100 failed: MAX 2 vcpus allowed per VM on this node|TASK ERROR: Some guests failed to start: 100 => WARN: Starting VM 100 failed: MAX 2 vcpus allowed per VM on this node
        INFO: starting new backup job: vzdump 999 --storage local --node pve1|ERROR: Backup of VM 999 failed - unable to find VM '999'|INFO: Failed at 2026-11-23 07:31:32|INFO: Backup job finished with errors|TASK ERROR: job errors => ERROR: Backup of VM 999 failed - unable to find VM '999'
        mount warning:|* loop1: Can't mount, would change RO state|Can't exec "fuser": No such file or directory at /usr/share/perl5/PVE/LXC.pm line 3352.|TASK ERROR: command 'mount' failed: exit code 32 => * loop1: Can't mount, would change RO state
        """)
    void theTellingLineOfALogIsQuoted(String log, String telling) {
        assertThat(FailureReasons.telling(List.of(log.split("\\|")))).contains(telling);
    }
}
