package io.github.proxmoxmcp.server.export.terraform;

import io.github.proxmoxmcp.server.export.ExportedGuest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// What the provider holds of a container after it imported it: its `containerRead` (of commit d6bd1ffe), told again.
final class ImportedContainer {

    private final Map<String, String> config;
    private final Map<String, Object> state = new LinkedHashMap<>();

    private ImportedContainer(ExportedGuest guest) {
        config = guest.config();
        state.put("node_name", guest.guest().node());
    }

    static Map<String, Object> of(ExportedGuest guest) {
        ImportedContainer imported = new ImportedContainer(guest);
        imported.primitives();
        imported.hardware();
        imported.volumes();
        imported.network();
        imported.devices();
        return imported.state;
    }

    private void primitives() {
        state.putAll(ImportedState.block(
                config,
                "description:s= unprivileged:b=0 protection:b=0 start_on_boot<onboot:b=0"
                        + " hook_script_file_id<hookscript:s= template:b=0"));
        state.put(
                "tags",
                Stream.of(config.getOrDefault("tags", "").split(";"))
                        .filter(tag -> !tag.isEmpty())
                        .sorted()
                        .toList());
        if (!config.getOrDefault("ostype", "").equals("unmanaged")) {
            state.put("operating_system", List.of(Map.of("type", config.getOrDefault("ostype", ""))));
        }
        if (config.containsKey("env")) {
            state.put("environment_variables", List.of("some"));
        }
        if (config.containsKey("startup")) {
            state.put(
                    "startup",
                    List.of(ImportedState.block(
                            ImportedState.parts(config.get("startup"), ""),
                            "order:n=-1 up_delay<up:n=-1 down_delay<down:n=-1")));
        }
    }

    private void keep(String name, boolean inState, Map<String, Object> block) {
        if (inState) {
            state.put(name, List.of(block));
        }
    }

    private void hardware() {
        String words = "enabled<console:b=1 tty_count<tty:n=2 type<cmode:s=tty";
        Map<String, Object> console = ImportedState.block(config, words);
        // One that is said to be on is of another type than one that is by default, and equal to it.
        keep(
                "console",
                !"1".equals(config.get("console")) || !console.equals(ImportedState.block(Map.of(), words)),
                console);
        String cpu = "architecture<arch:s=amd64 cores:n=1 limit<cpulimit:n=0 units<cpuunits:n=0";
        Map<String, Object> processor = ImportedState.block(config, cpu);
        keep("cpu", !processor.equals(ImportedState.block(Map.of(), cpu)), processor);
        Map<String, Object> memory = ImportedState.block(config, "dedicated<memory:n=0 swap:n=0");
        keep(
                "memory",
                !memory.equals(ImportedState.block(Map.of("memory", "512"), "dedicated<memory:n=0 swap:n=0")),
                memory);
        Map<String, String> parts = ImportedState.parts(config.getOrDefault("features", ""), "");
        String features = "nesting:b=0 keyctl:b=0 fuse:b=0 mknod:b=0 mount:l=";
        Map<String, Object> on = ImportedState.block(parts, features);
        keep("features", !on.equals(ImportedState.block(Map.of(), features)), on);
    }

    private void volumes() {
        Map<String, String> root = ImportedState.parts(config.getOrDefault("rootfs", ""), "volume");
        Map<String, Object> disk =
                ImportedState.block(root, "acl:b=0 replicate:b=0 quota:b=0 mount_options<mountoptions:l=");
        disk.put("datastore_id", root.getOrDefault("volume", "").split(":")[0]);
        disk.put("size", ImportedState.gibibytes(root.getOrDefault("size", "0")));
        keep("disk", config.containsKey("rootfs"), disk);
        state.put(
                "mount_point",
                ImportedState.numbered(config, "mp", "positional").values().stream()
                        .map(mount -> ImportedState.block(
                                mount,
                                "acl:b=0 backup:b=0 mount_options<mountoptions:l= path<mp:s= quota:b=0 read_only<ro:b=0"
                                        + " replicate:b=1 shared:b=0 size:s= volume<positional:s="))
                        .toList());
    }

    private void network() {
        List<Object> cards = new ArrayList<>();
        List<Object> addresses = new ArrayList<>();
        ImportedState.numbered(config, "net", "name").values().forEach(net -> {
            if (Stream.of("ip", "gw", "ip6", "gw6").anyMatch(net::containsKey)) {
                addresses.add(Map.of(
                        "ipv4",
                        ImportedState.family(net, "ip", "gw"),
                        "ipv6",
                        ImportedState.family(net, "ip6", "gw6")));
            }
            cards.add(ImportedState.block(
                    net,
                    "enabled:b=1 name:s= bridge:s= firewall:b=0 host_managed<host-managed:b=0 mac_address<hwaddr:s="
                            + " rate_limit<rate:n=0 vlan_id<tag:n=0 mtu:n=0"));
        });
        state.put("network_interface", cards);
        Map<String, Object> block = ImportedState.block(config, "hostname:s= entrypoint:s=");
        block.put("ip_config", addresses);
        if (config.containsKey("nameserver") || config.containsKey("searchdomain")) {
            Map<String, String> spaced = new LinkedHashMap<>(config);
            spaced.computeIfPresent("nameserver", (_, servers) -> servers.replace(' ', ';'));
            block.put("dns", List.of(ImportedState.block(spaced, "domain<searchdomain:s= servers<nameserver:l=")));
        }
        state.put("initialization", List.of(block));
    }

    private void devices() {
        state.put(
                "device_passthrough",
                ImportedState.numbered(config, "dev", "path").values().stream()
                        .map(device -> ImportedState.block(
                                device, "path:s= mode:s=0660 uid:n=0 gid:n=0 deny_write<deny-write:b=0"))
                        .toList());
        state.put(
                "idmap",
                config.getOrDefault("lxc", "")
                        .lines()
                        .filter(line -> line.startsWith("lxc.idmap: "))
                        .map(line -> {
                            String[] words = line.split(" ");
                            return ImportedState.block(
                                    Map.of(
                                            "type", words[1] + "id",
                                            "container_id", words[2],
                                            "host_id", words[3],
                                            "size", words[4]),
                                    "type:s= container_id:n= host_id:n= size:n=");
                        })
                        .toList());
    }
}
