package io.github.proxmoxmcp.server.export.terraform;

import io.github.proxmoxmcp.server.export.Remaining.Parts;
import io.github.proxmoxmcp.server.export.Sizes;
import io.github.proxmoxmcp.server.export.terraform.Draft.Unsayable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Volumes, network, devices and id maps of a container.
final class ContainerParts {

    private static final Pattern ID_MAP = Pattern.compile("lxc\\.idmap: ([ug]) (\\d{1,10}) (\\d{1,10}) (\\d{1,10})");

    private ContainerParts() {}

    static void write(Draft container) {
        root(container);
        container.repeated("mount_point", () -> mountPoints(container));
        network(container);
        container.repeated("device_passthrough", () -> devices(container));
        container.repeated("idmap", () -> idMap(container));
    }

    private static void root(Draft container) {
        container.nested("disk", disk -> {
            Parts parts =
                    container.config.open("rootfs").orElseThrow(() -> new Unsayable("the configuration has no rootfs"));
            disk.set("datastore_id", VmDisks.store("rootfs", named(parts)));
            String size = parts.take("size").orElse("");
            OptionalLong bytes = Sizes.bytes(size);
            if (bytes.isEmpty()) {
                throw new Unsayable("the size of rootfs is not known");
            }
            disk.set("size", bytes.getAsLong() / Sizes.GIBIBYTE);
            if (bytes.getAsLong() % Sizes.GIBIBYTE != 0) {
                container.note("the size of rootfs is " + size + ", which the provider reads as the whole GiB in it");
            }
            disk.set("acl", container.truth("rootfs", parts, "acl"))
                    .set("quota", container.truth("rootfs", parts, "quota"))
                    .set("mount_options", parts.take("mountoptions").map(text -> List.of(text.split(";"))));
            Optional<Boolean> replicate = container.truth("rootfs", parts, "replicate");
            disk.set("replicate", replicate);
            if (replicate.isEmpty()) {
                container.note("rootfs is replicated where Proxmox says nothing; the provider reads false, and a later"
                        + " change of the disk would write that");
            }
        });
    }

    /// Volumes of containers may be named `volume`.
    private static Parts named(Parts parts) {
        return parts.renamed("volume", "file");
    }

    private static List<Block> mountPoints(Draft container) {
        List<Block> all = new ArrayList<>();
        for (String key : container.config.numbered("mp").values()) {
            Parts parts = container.config.open(key).orElseThrow();
            String path = parts.take("mp").orElseThrow(() -> new Unsayable(key + " says no path"));
            String volume =
                    parts.take("").orElseThrow(() -> new Unsayable("the provider does not see the volume of " + key));
            all.add(new Block("mount_point")
                    .set("volume", volume)
                    .set("path", path)
                    .set("size", parts.take("size").map(text -> Draft.matching(key, text, Allowed.SIZE)))
                    .set("backup", container.truth(key, parts, "backup"))
                    .set("acl", container.truth(key, parts, "acl"))
                    .set("quota", container.truth(key, parts, "quota"))
                    .set("read_only", container.truth(key, parts, "ro"))
                    .set("replicate", container.truth(key, parts, "replicate"))
                    .set("shared", container.truth(key, parts, "shared"))
                    .set("mount_options", parts.take("mountoptions").map(text -> List.of(text.split(";")))));
        }
        return all;
    }

    private static void network(Draft container) {
        List<Block> cards = new ArrayList<>();
        List<Block> addresses = new ArrayList<>();
        container.argument("network_interface", () -> {
            SortedMap<Integer, String> all = container.config.numbered("net");
            VmDevices.requireNoGap(all);
            if (all.size() > 10) {
                throw new Unsayable("the provider takes 10 interfaces, and there are " + all.size());
            }
            boolean without = false;
            for (String key : all.values()) {
                Parts parts = container.config.open(key).orElseThrow();
                Block address = CloudInit.addresses(parts);
                if (!address.isEmpty()) {
                    addresses.add(address);
                    if (without) {
                        container.note("an interface before " + key
                                + " has no address: when the provider writes the network again, addresses move");
                    }
                }
                without |= address.isEmpty();
                cards.add(card(container, key, parts));
            }
        });
        initialization(container, addresses, container.ignored.containsKey("network_interface"));
        if (!container.ignored.containsKey("network_interface")) {
            cards.forEach(container.block::add);
        }
    }

    private static void initialization(Draft container, List<Block> addresses, boolean unknown) {
        if (unknown) {
            container.ignore("initialization", "the addresses are in the network, which cannot be said");
            return;
        }
        if (container.ignored.containsKey("initialization")) {
            return;
        }
        container.nested("initialization", block -> {
            block.set(
                    "hostname",
                    container.config.take("hostname").map(text -> Draft.matching("hostname", text, Allowed.NAME)));
            block.set(
                    "entrypoint",
                    container
                            .config
                            .take("entrypoint")
                            .map(text -> Draft.matching("entrypoint", text, Allowed.ENTRYPOINT)));
            CloudInit.dns(container, block);
            addresses.forEach(block::add);
        });
    }

    private static Block card(Draft container, String key, Parts parts) {
        Block card = new Block("network_interface")
                .set("name", parts.take("name").orElseThrow(() -> new Unsayable(key + " says no name")))
                .set(
                        "bridge",
                        parts.take("bridge")
                                .orElseThrow(
                                        () -> new Unsayable(key + " has no bridge, which the provider cannot say")))
                .set("mac_address", parts.take("hwaddr").map(text -> Draft.matching(key, text, Allowed.MAC)))
                .set("firewall", container.truth(key, parts, "firewall"))
                .set("vlan_id", parts.take("tag").map(text -> Draft.integer(key, text, 0, 4094)))
                .set("mtu", parts.take("mtu").map(text -> Draft.integer(key, text, 0, 65_535)))
                .set("rate_limit", parts.take("rate").map(text -> Draft.decimal(key, text)))
                .set("host_managed", container.truth(key, parts, "host-managed"));
        parts.rest()
                .get("trunks")
                .filter(text -> !text.matches("\\d+(;\\d+)*"))
                .ifPresent(text -> container.refuse(
                        key + " has trunks of a range (" + text + "), by which every reading of the provider fails"));
        if (parts.has("type")) {
            // There is no other than veth.
            container.leaveToDefaults(key, parts, "type");
        }
        return card;
    }

    private static List<Block> devices(Draft container) {
        List<Block> all = new ArrayList<>();
        for (String key : container.config.numbered("dev").values()) {
            Parts parts = container.config.open(key).orElseThrow();
            if (!key.equals("dev" + all.size())) {
                container.note(key + " becomes dev" + all.size() + " when the provider writes it again");
            }
            all.add(new Block("device_passthrough")
                    .set("path", parts.take("path", "path").orElseThrow(() -> new Unsayable(key + " says no path")))
                    .set("mode", parts.take("mode").map(text -> Draft.matching(key, text, Allowed.FILE_MODE)))
                    .set("uid", parts.take("uid").map(text -> Draft.integer(key, text, 0, Integer.MAX_VALUE)))
                    .set("gid", parts.take("gid").map(text -> Draft.integer(key, text, 0, Integer.MAX_VALUE)))
                    .set("deny_write", container.truth(key, parts, "deny-write")));
        }
        return all;
    }

    /// Of the raw lines of LXC, those that the provider knows.
    private static List<Block> idMap(Draft container) {
        List<Block> all = new ArrayList<>();
        List<String> others = new ArrayList<>();
        for (String line : container.config.get("lxc").orElse("").split("\n")) {
            Matcher map = ID_MAP.matcher(line);
            if (map.matches()) {
                all.add(new Block("idmap")
                        .set("type", map.group(1).equals("u") ? "uid" : "gid")
                        .set("container_id", Draft.integer("lxc.idmap", map.group(2), 0, Integer.MAX_VALUE))
                        .set("host_id", Draft.integer("lxc.idmap", map.group(3), 0, Integer.MAX_VALUE))
                        .set("size", Draft.integer("lxc.idmap", map.group(4), 1, Integer.MAX_VALUE)));
            } else if (line.startsWith("lxc.idmap")) {
                container.refuse("a line lxc.idmap is none that the provider knows, by which its every reading fails");
                throw new Unsayable("a line of it is none that the provider knows");
            } else {
                others.add(line);
            }
        }
        container.config.replace("lxc", String.join("\n", others));
        return all;
    }
}
