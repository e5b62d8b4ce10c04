package io.github.proxmoxmcp.server.export.terraform;

import io.github.proxmoxmcp.server.export.Encoded;
import io.github.proxmoxmcp.server.export.Remaining.Parts;
import io.github.proxmoxmcp.server.export.terraform.Draft.Unsayable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.BiFunction;

/// Network cards and other devices of a virtual machine.
final class VmDevices {

    private static final List<String> SMBIOS = List.of("family", "manufacturer", "product", "serial", "sku", "version");

    private static final int USB_SLOTS = 4;

    private VmDevices() {}

    static void write(Draft vm) {
        vm.repeated("network_device", () -> network(vm));
        vm.repeated("hostpci", () -> each(vm, "hostpci", (key, parts) -> pci(vm, key, parts)));
        vm.repeated("usb", () -> usb(vm));
        vm.repeated("serial_device", () -> serial(vm));
        audio(vm);
        random(vm);
        watchdog(vm);
        vm.repeated("virtiofs", () -> each(vm, "virtiofs", (key, parts) -> share(vm, key, parts)));
        sev(vm);
        smbios(vm);
        startup(vm);
    }

    private static List<Block> each(Draft vm, String name, BiFunction<String, Parts, Block> write) {
        List<Block> all = new ArrayList<>();
        for (String key : vm.config.numbered(name).values()) {
            all.add(write.apply(key, vm.config.open(key).orElseThrow()));
        }
        return all;
    }

    /// Throws where a device is not at the position that its number says: the provider numbers by position.
    static void requireNoGap(SortedMap<Integer, String> devices) {
        int expected = 0;
        for (int number : devices.keySet()) {
            if (number != expected++) {
                throw new Unsayable(
                        "the provider numbers by position and cannot say a gap before " + devices.get(number));
            }
        }
    }

    private static List<Block> network(Draft vm) {
        SortedMap<Integer, String> cards = vm.config.numbered("net");
        requireNoGap(cards);
        return each(vm, "net", (key, parts) -> card(vm, key, parts));
    }

    private static Block card(Draft vm, String key, Parts parts) {
        Optional<String> named = parts.take("model");
        String model = named.or(() -> parts.rest().keys().stream()
                        .filter(part -> Allowed.NET_MODEL.matcher(part).matches())
                        .findFirst())
                .orElseThrow(() -> new Unsayable("the model of " + key + " is none that the provider takes"));
        Optional<String> mac = (named.isPresent() ? parts.take("macaddr") : parts.take(model))
                .map(text -> Draft.matching(key, text, Allowed.MAC));
        String bridge = parts.take("bridge")
                .orElseThrow(() -> new Unsayable(key + " has no bridge, which the provider cannot say"));
        Optional<String> trunks = parts.take("trunks");
        trunks.filter(text -> !text.matches("\\d+(;\\d+)*"))
                .ifPresent(text -> vm.refuse(
                        key + " has trunks of a range (" + text + "), by which every reading of the provider fails"));
        Block card = new Block("network_device")
                .set("bridge", bridge)
                .set("model", Draft.matching(key, model, Allowed.NET_MODEL))
                .set("mac_address", mac)
                .set("firewall", vm.truth(key, parts, "firewall"))
                .set("vlan_id", parts.take("tag").map(text -> Draft.integer(key, text, 0, 4094)))
                .set("mtu", parts.take("mtu").map(text -> Draft.integer(key, text, 0, 65_520)))
                .set("queues", parts.take("queues").map(text -> Draft.integer(key, text, 0, 64)))
                .set("rate_limit", parts.take("rate").map(text -> Draft.decimal(key, text)))
                .set("trunks", trunks)
                .set("disconnected", vm.truth(key, parts, "link_down"));
        if (!parts.rest().properties().isEmpty()) {
            throw new Unsayable("the provider takes what it does not know of " + key + " for its model");
        }
        return card;
    }

    private static Block pci(Draft vm, String key, Parts parts) {
        Optional<String> mapping = parts.take("mapping");
        Optional<String> host = parts.take("host", "host");
        if (mapping.isEmpty() && host.isEmpty()) {
            throw new Unsayable(key + " names no device");
        }
        return new Block("hostpci")
                .set("device", key)
                .set("id", host)
                .set("mapping", mapping)
                .set("mdev", parts.take("mdev"))
                .set("pcie", vm.truth(key, parts, "pcie"))
                .set("rom_file", parts.take("romfile"))
                .set("rombar", vm.truth(key, parts, "rombar").orElse(true))
                .set("xvga", vm.truth(key, parts, "x-vga"));
    }

    private static List<Block> usb(Draft vm) {
        List<Block> all = new ArrayList<>();
        vm.config.numbered("usb").headMap(USB_SLOTS).values().forEach(key -> {
            Parts parts = vm.config.open(key).orElseThrow();
            Optional<String> mapping = parts.take("mapping");
            Optional<String> host = parts.take("host", "host");
            if (mapping.isEmpty() && host.isEmpty()) {
                throw new Unsayable(key + " names no device");
            }
            if (!key.equals("usb" + all.size())) {
                vm.note(key + " becomes usb" + all.size() + " when the provider writes it again");
            }
            all.add(new Block("usb")
                    .set("host", host)
                    .set("mapping", mapping)
                    .set("usb3", vm.truth(key, parts, "usb3")));
        });
        return all;
    }

    private static List<Block> serial(Draft vm) {
        SortedMap<Integer, String> ports = vm.config.numbered("serial");
        requireNoGap(ports);
        return ports.values().stream()
                .map(key -> new Block("serial_device")
                        .set("device", Draft.matching(key, vm.config.take(key).orElseThrow(), Allowed.SERIAL)))
                .toList();
    }

    private static void audio(Draft vm) {
        if (vm.config.get("audio0").isEmpty()) {
            return;
        }
        vm.nested("audio_device", audio -> {
            Parts parts = vm.config.open("audio0").orElseThrow();
            audio.set("device", Draft.matching("audio0", parts.take("device").orElse(""), Allowed.AUDIO));
            if (!parts.take("driver").orElse("").equals("spice")) {
                throw new Unsayable("its driver is not spice, and the provider takes no other");
            }
            audio.set("driver", "spice");
        });
    }

    private static void random(Draft vm) {
        if (vm.config.get("rng0").isPresent()) {
            vm.nested("rng", rng -> {
                Parts parts = vm.config.open("rng0").orElseThrow();
                rng.set(
                                "source",
                                parts.take("source", "source").orElseThrow(() -> new Unsayable("rng0 names no source")))
                        .set("max_bytes", parts.take("max_bytes").map(text -> positive("rng0", text)))
                        .set("period", parts.take("period").map(text -> positive("rng0", text)));
            });
        }
    }

    private static Integer positive(String what, String text) {
        return Draft.integer(what, text, 1, Integer.MAX_VALUE);
    }

    private static void watchdog(Draft vm) {
        if (vm.config.get("watchdog").isPresent()) {
            vm.nested("watchdog", watchdog -> {
                Parts parts = vm.config.open("watchdog").orElseThrow();
                watchdog.set("enabled", true)
                        .set(
                                "model",
                                parts.take("model", "model")
                                        .map(text -> Draft.matching("watchdog", text, Allowed.WATCHDOG_MODEL)))
                        .set(
                                "action",
                                parts.take("action")
                                        .map(text -> Draft.matching("watchdog", text, Allowed.WATCHDOG_ACTION)));
            });
        }
    }

    private static Block share(Draft vm, String key, Parts parts) {
        Optional<Boolean> acl = vm.truth(key, parts, "expose-acl");
        Optional<Boolean> attributes = vm.truth(key, parts, "expose-xattr");
        if (acl.orElse(false) && !attributes.orElse(true)) {
            vm.refuse(key + " has expose-acl without expose-xattr, by which every reading of the provider fails");
        }
        return new Block("virtiofs")
                .set("mapping", parts.take("dirid", "dirid").orElseThrow(() -> new Unsayable(key + " names no folder")))
                .set("cache", parts.take("cache").map(text -> Draft.matching(key, text, Allowed.VIRTIOFS_CACHE)))
                .set("direct_io", vm.truth(key, parts, "direct-io"))
                .set("expose_acl", acl)
                // The provider reads the one as implied by the other.
                .set("expose_xattr", attributes.or(() -> acl.filter(on -> on)));
    }

    private static void sev(Draft vm) {
        if (vm.config.get("amd-sev").isEmpty()) {
            return;
        }
        vm.argument("amd_sev", () -> {
            Parts parts = vm.config.open("amd-sev").orElseThrow();
            Block sev = new Block("amd_sev")
                    .set(
                            "type",
                            Draft.matching("amd-sev", parts.take("type", "type").orElse(""), Allowed.SEV_TYPE))
                    // What is absent is read as false, and the default is another.
                    .set("allow_smt", vm.truth("amd-sev", parts, "allow-smt").orElse(false))
                    .set(
                            "kernel_hashes",
                            vm.truth("amd-sev", parts, "kernel-hashes").orElse(false))
                    .set("no_debug", vm.truth("amd-sev", parts, "no-debug").orElse(false))
                    .set(
                            "no_key_sharing",
                            vm.truth("amd-sev", parts, "no-key-sharing").orElse(false));
            if (sev.is("type", "std")
                    && sev.is("allow_smt", true)
                    && sev.is("kernel_hashes", false)
                    && sev.is("no_debug", false)
                    && sev.is("no_key_sharing", false)) {
                vm.leaveToDefaults("amd-sev", parts);
            } else {
                vm.block.add(sev);
            }
        });
    }

    private static void smbios(Draft vm) {
        Optional<String> whole = vm.config.get("smbios1");
        if (whole.isEmpty()) {
            return;
        }
        vm.argument("smbios", () -> {
            Parts parts = vm.config.open("smbios1").orElseThrow();
            if (SMBIOS.stream().noneMatch(parts::has)) {
                return;
            }
            if (!parts.take("base64").orElse("0").equals("1")) {
                vm.refuse("smbios1 is not in base64, by which every reading of the provider fails");
                throw new Unsayable("it is not in base64");
            }
            Block smbios = new Block("smbios");
            SMBIOS.forEach(name -> smbios.set(name, parts.take(name).map(text -> decoded(vm, text))));
            vm.block.add(smbios.set("uuid", parts.take("uuid")));
        });
    }

    private static String decoded(Draft vm, String base64) {
        return Encoded.fromBase64(base64).orElseThrow(() -> {
            vm.refuse("smbios1 is no text in base64, by which every reading of the provider fails");
            return new Unsayable("it is no text in base64");
        });
    }

    /// In the state whatever it says; an order without its name is not read.
    static void startup(Draft guest) {
        if (guest.config.get("startup").isPresent()) {
            guest.nested("startup", startup -> {
                Parts parts = guest.config.open("startup").orElseThrow();
                startup.set("order", parts.take("order").map(text -> seconds(text)))
                        .set("up_delay", parts.take("up").map(text -> seconds(text)))
                        .set("down_delay", parts.take("down").map(text -> seconds(text)));
            });
        }
    }

    private static Integer seconds(String text) {
        return Draft.integer("startup", text, 0, Integer.MAX_VALUE);
    }
}
