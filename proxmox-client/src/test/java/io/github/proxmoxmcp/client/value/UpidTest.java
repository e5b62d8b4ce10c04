package io.github.proxmoxmcp.client.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UpidTest {

    @Test
    void tellsItsParts() {
        Upid upid = Upid.parse("UPID:pve1:000002E0:00050C48:6B03E962:qmcreate:300:root@pam!full:");

        assertThat(upid.node()).isEqualTo("pve1");
        assertThat(upid.starttime()).isEqualTo(Instant.ofEpochSecond(1_795_418_466));
        assertThat(upid.type()).isEqualTo("qmcreate");
        assertThat(upid.id()).isEqualTo("300");
        assertThat(upid.user()).isEqualTo("root@pam!full");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPID:pve1:000002E0:00050C48:6B03E962:qmcreate:300:root@pam!full:",
                "UPID:pve1:0000029F:00050B5E:6B03E95F:imgdel:100@local:root@pam!full:",
                "UPID:pve-1:0000029F:000500B5E:6b03e95f:srvreload::root@pam:"
            })
    void isWrittenAsItWasRead(String text) {
        assertThat(Upid.parse(text)).hasToString(text);
    }

    @Test
    void forgivesBlanksAndAMissingColonAtTheEnd() {
        assertThat(Upid.parse(" UPID:pve1:000002E0:00050C48:6B03E962:qmcreate:300:root@pam\n"))
                .isEqualTo(Upid.parse("UPID:pve1:000002E0:00050C48:6B03E962:qmcreate:300:root@pam:"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "UPID:nonsense",
                "UPID:pve1:000002E0:00050C48:6B03E962:qmcreate:300",
                "UPID:../x:000002E0:00050C48:6B03E962:qmcreate:300:root@pam:",
                "UPID:pve1:xyz:00050C48:6B03E962:qmcreate:300:root@pam:"
            })
    void saysWhatATaskLooksLike(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Upid.parse(text))
                .withMessageContaining("not a task: '" + text)
                .withMessageContaining("UPID:NODE:PID");
    }
}
