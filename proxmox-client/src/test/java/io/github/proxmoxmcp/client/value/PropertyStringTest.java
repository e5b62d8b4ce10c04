package io.github.proxmoxmcp.client.value;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PropertyStringTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "virtio=BC:24:11:00:01:00,bridge=vmbr0,firewall=1",
                "local:100/vm-100-disk-0.qcow2,discard=on,size=64M",
                "none,media=cdrom",
                "order=scsi0;ide2;net0",
                "1",
                "a=b=c,,x=,=y, z ",
                "ip=dhcp,ip=10.0.0.1/24"
            })
    void writesBackWhatItRead(String text) {
        assertThat(PropertyString.parse(text)).hasToString(text);
    }

    @Test
    void findsValuesByKeyAndByDefaultKey() {
        PropertyString disk = PropertyString.parse("local:100/vm-100-disk-0.qcow2,size=64M");

        assertThat(disk.get("size")).contains("64M");
        assertThat(disk.get("file", "file")).contains("local:100/vm-100-disk-0.qcow2");
        assertThat(disk.get("media", "file")).isEmpty();
        assertThat(PropertyString.parse("file=x,size=1").get("file", "file")).contains("x");
    }

    @Test
    void changesAValueInItsPlaceOrAtTheEnd() {
        PropertyString net = PropertyString.parse("virtio=BC:24:11:00:01:00,bridge=vmbr0");

        assertThat(net.with("bridge", "vmbr1").with("tag", "7"))
                .hasToString("virtio=BC:24:11:00:01:00,bridge=vmbr1,tag=7");
        assertThat(net.without("bridge")).hasToString("virtio=BC:24:11:00:01:00");
        assertThat(net).hasToString("virtio=BC:24:11:00:01:00,bridge=vmbr0");
    }
}
