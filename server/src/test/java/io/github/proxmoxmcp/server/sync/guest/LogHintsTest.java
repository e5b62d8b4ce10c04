package io.github.proxmoxmcp.server.sync.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Matcher;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The forms of lines of a real cluster's log (`docs/concepts/proxmox-behaviour.md`, "The log of the cluster", and
/// recordings).
class LogHintsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        update VM 104: -cores 1 -name guest04               | update            | 104
        update VM 100: resize --disk scsi0 --size +1G       | update            | 100
        update VM 103: -delete tags                         | update            | 103
        update VM 999999999: -revert cores,memory           | update            | 999999999
        snapshot VM 104: clean-boot                         | snapshot          | 104
        snapshot container 210: c1                          | snapshot          | 210
        rollback snapshot VM 100: r2snap                    | rollback snapshot | 100
        rollback snapshot container 230: a1                 | rollback snapshot | 230
        delete snapshot VM 100: r2snap                      | delete snapshot   | 100
        move disk VM 104: move --disk scsi0 --storage local | move disk         | 104
        move volume CT 230: move --volume mp0               | move volume       | 230
        """)
    void aLineNamesItsGuest(String line, String word, String vmid) {
        Matcher found = LogHints.CHANGE.matcher(line);

        assertThat(found.find()).isTrue();
        assertThat(found.group(1)).isEqualTo(word);
        assertThat(found.group(2)).isEqualTo(vmid);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        starting cluster log
        successful auth for user 'root@pam'
        starting task UPID:pve1:0001:0002:69AB:qmstart:104:root@pam:
        end task UPID:pve1:0001:0002:69AB:vzdump::root@pam: job errors
        update VM 99: -cores 1
        authentication failure; rhost=::ffff:10.0.0.1 user=x@pam msg=update VM 104: -cores 1
        """)
    void otherLinesNameNone(String line) {
        assertThat(LogHints.CHANGE.matcher(line).find()).isFalse();
    }
}
