package io.github.proxmoxmcp.server.export.terraform;

import io.github.proxmoxmcp.server.export.Encoded;
import io.github.proxmoxmcp.server.export.Remaining.Parts;
import io.github.proxmoxmcp.server.export.terraform.Draft.Unsayable;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Stream;

/// What cloud-init tells a virtual machine at its start.
final class CloudInit {

    private static final List<String> SETTINGS =
            List.of("ciuser", "sshkeys", "cipassword", "nameserver", "searchdomain", "cicustom", "citype", "ciupgrade");

    private CloudInit() {}

    static void write(Draft vm) {
        List<String> drives = VmDisks.drives(vm).stream()
                .filter(key -> VmDisks.isCloudInit(vm, vm.config.get(key).orElseThrow()))
                .toList();
        boolean settings = SETTINGS.stream().anyMatch(key -> vm.guest.config().containsKey(key))
                || !vm.config.numbered("ipconfig").isEmpty();
        if (drives.isEmpty() && settings) {
            vm.ignore(
                    "initialization",
                    "there are settings for cloud-init and no drive for them, which the provider would make");
            return;
        }
        if (vm.ignored.containsKey("initialization") || drives.isEmpty()) {
            return;
        }
        if (drives.size() > 1) {
            vm.ignore("initialization", "there are several drives for cloud-init: " + String.join(", ", drives));
            return;
        }
        vm.nested("initialization", block -> {
            drive(vm, block, drives.getFirst());
            settings(vm, block);
        });
        if (vm.config.withheld().contains("cipassword")) {
            vm.note("cipassword is set; it is in no export, and the provider does not compare it");
        }
    }

    private static void drive(Draft vm, Block block, String key) {
        Parts parts = vm.config.open(key).orElseThrow();
        block.set("datastore_id", VmDisks.store(key, parts)).set("interface", key);
        vm.leaveToDefaults(key, parts, "media", "size");
    }

    private static void settings(Draft vm, Block block) {
        block.set(
                "type", vm.config.take("citype").map(text -> Draft.matching("citype", text, Allowed.CLOUD_INIT_TYPE)));
        block.set("upgrade", vm.config.take("ciupgrade").map(text -> vm.truth("ciupgrade", text)));
        vm.config
                .open("cicustom")
                .ifPresent(parts -> Stream.of("user", "vendor", "network", "meta")
                        .forEach(part -> block.set(
                                part + "_data_file_id",
                                parts.take(part).map(text -> Draft.matching("cicustom", text, Allowed.FILE_ID)))));
        dns(vm, block);
        addresses(vm, block);
        Optional<String> keys = vm.config.take("sshkeys");
        if (keys.filter(text -> text.contains("+")).isPresent()) {
            throw new Unsayable("sshkeys is not encoded as Proxmox does it, and the provider reads other keys");
        }
        Optional<String> user = vm.config.take("ciuser");
        if (keys.isPresent() || user.isPresent() || vm.config.withheld().contains("cipassword")) {
            block.add(new Block("user_account").set("username", user).set("keys", keys.map(Encoded::sshKeys)));
        }
    }

    static void dns(Draft guest, Block block) {
        Optional<String> servers = guest.config.take("nameserver");
        Optional<String> domain = guest.config.take("searchdomain");
        if (servers.isPresent() || domain.isPresent()) {
            block.add(new Block("dns")
                    .set("domain", domain)
                    .set("servers", servers.map(text -> List.of(text.split(" ")))));
        }
    }

    /// By position; what is between is empty.
    private static void addresses(Draft vm, Block block) {
        SortedMap<Integer, String> configured = vm.config.numbered("ipconfig");
        if (configured.isEmpty()) {
            return;
        }
        if (configured.lastKey() > 31) {
            throw new Unsayable("the provider knows 32 network cards");
        }
        for (int number = 0; number <= configured.lastKey(); number++) {
            String key = configured.get(number);
            block.add(
                    key == null
                            ? new Block("ip_config")
                            : addresses(vm.config.open(key).orElseThrow()));
        }
    }

    static Block addresses(Parts parts) {
        Block block = new Block("ip_config");
        family(parts, "ipv4", "ip", "gw").ifPresent(block::add);
        family(parts, "ipv6", "ip6", "gw6").ifPresent(block::add);
        return block;
    }

    private static Optional<Block> family(Parts parts, String name, String ip, String gateway) {
        Block block = new Block(name).set("address", parts.take(ip)).set("gateway", parts.take(gateway));
        return Optional.of(block).filter(one -> !one.isEmpty());
    }
}
