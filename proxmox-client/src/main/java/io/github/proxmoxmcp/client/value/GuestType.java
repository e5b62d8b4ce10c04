package io.github.proxmoxmcp.client.value;

import java.util.Locale;

/// The two types of guests, as paths of the API name them: `qemu` (virtual machines) and `lxc` (containers).
public enum GuestType {
    QEMU,
    LXC;

    /// The type of a container, or else that of a virtual machine.
    public static GuestType of(boolean container) {
        return container ? LXC : QEMU;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
