package io.github.proxmoxmcp.server.export.ansible;

import io.github.proxmoxmcp.server.export.ExportedFacts;
import io.github.proxmoxmcp.server.export.ExportedGuest;
import io.github.proxmoxmcp.server.export.ansible.Yaml.Commented;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// The static inventory, with the groups that the dynamic one of community.proxmox makes.
final class InventoryFile {

    private static final String USER = "[A-Za-z_][A-Za-z0-9_.-]{0,31}";

    /// Groups that guests have their variables in; every other only names them.
    private static final List<String> FIRST = List.of("proxmox_all_qemu", "proxmox_all_lxc", "proxmox_all_templates");

    private final ExportedFacts facts;
    private final SortedMap<String, SortedSet<Integer>> groups = new TreeMap<>();
    private final SortedMap<String, SortedSet<String>> origins = new TreeMap<>();
    private final List<String> notes;
    private final Map<Integer, String> names;
    private int unreachable;

    private InventoryFile(ExportedFacts facts, List<String> notes) {
        this.facts = facts;
        this.notes = notes;
        facts.guests().forEach(this::group);
        origins.forEach((group, from) -> {
            if (from.size() > 1) {
                notes.add(
                        "group " + group + " is of several things, whose names become one: " + String.join(", ", from));
            }
        });
        this.names = HostNames.of(facts, groups.keySet());
    }

    /// @param notes gets what is not as one might expect
    static String of(ExportedFacts facts, List<String> notes) {
        return new InventoryFile(facts, notes).text();
    }

    private void group(ExportedGuest guest) {
        String kind = guest.isVm() ? "qemu" : "lxc";
        if (guest.guest().template()) {
            put("proxmox_all_templates", "templates", guest);
            return;
        }
        put("proxmox_all_" + kind, "kind " + kind, guest);
        put("proxmox_all_" + guest.guest().status(), "status " + guest.guest().status(), guest);
        put(
                "proxmox_" + guest.guest().node() + "_" + kind,
                "node " + guest.guest().node() + " " + kind,
                guest);
        guest.guest().pool().ifPresent(pool -> put("proxmox_pool_" + pool, "pool " + pool, guest));
        guest.guest().tags().forEach(tag -> put("tag_" + tag, "tag " + tag, guest));
    }

    /// As the dynamic inventory cleans names.
    private void put(String group, String origin, ExportedGuest guest) {
        String clean = group.toLowerCase(Locale.ROOT).replace(" ", "").replaceAll("[^a-z0-9_]", "_");
        groups.computeIfAbsent(clean, _ -> new TreeSet<>()).add(guest.vmid());
        origins.computeIfAbsent(clean, _ -> new TreeSet<>()).add(origin);
    }

    private String text() {
        Map<Integer, ExportedGuest> guests = new TreeMap<>();
        facts.guests().forEach(guest -> guests.put(guest.vmid(), guest));
        Map<String, Object> children = new LinkedHashMap<>();
        Map<String, Object> nodes = new LinkedHashMap<>();
        facts.nodes()
                .forEach((name, address) -> nodes.put(
                        name.replaceAll("[^A-Za-z0-9_.-]", "_"),
                        address.matches("[0-9a-fA-F:.]+") ? Map.of("ansible_host", address) : Map.of()));
        children.put("proxmox_nodes", Map.of("hosts", nodes));
        for (String group : FIRST) {
            if (groups.containsKey(group)) {
                children.put(
                        group,
                        hosts(
                                group,
                                vmid -> host(
                                        guests.getOrDefault(vmid, facts.guests().getFirst()))));
            }
        }
        groups.keySet().stream()
                .filter(group -> !FIRST.contains(group))
                .forEach(group -> children.put(group, hosts(group, _ -> Map.of())));
        String yaml = Yaml.document(Map.of("all", Map.of("children", children)));
        if (unreachable > 0) {
            notes.add(unreachable + " guests have no ansible_host: the comment at each says why");
        }
        return yaml;
    }

    private Map<String, Object> hosts(String group, java.util.function.IntFunction<Object> host) {
        Map<String, Object> hosts = new LinkedHashMap<>();
        groups.getOrDefault(group, new TreeSet<>())
                .forEach(vmid -> hosts.put(names.getOrDefault(vmid, String.valueOf(vmid)), host.apply(vmid)));
        return Map.of("hosts", hosts);
    }

    private Commented host(ExportedGuest guest) {
        Map<String, Object> host = new LinkedHashMap<>();
        List<String> comments = new ArrayList<>();
        GuestAddresses reached = GuestAddresses.of(guest, facts);
        reached.address().ifPresent(address -> host.put("ansible_host", address));
        comments.add((reached.address().isPresent() ? "ansible_host: " : "") + reached.why());
        if (reached.address().isEmpty() && !guest.guest().template()) {
            unreachable++;
        }
        user(guest, comments).ifPresent(user -> host.put("ansible_user", user));
        if (guest.config().getOrDefault("ostype", "").startsWith("w")) {
            comments.add("Windows: how to connect is not guessed");
        }
        host.put("proxmox_vmid", guest.vmid());
        host.put("proxmox_name", guest.guest().name().orElse(""));
        host.put("proxmox_node", guest.guest().node());
        host.put("proxmox_vmtype", guest.isVm() ? "qemu" : "lxc");
        host.put("proxmox_status", guest.guest().status());
        host.put("proxmox_template", guest.guest().template());
        host.put("proxmox_tags_parsed", guest.guest().tags());
        return new Commented(comments, host);
    }

    /// It becomes part of a command: what is no usual name of a user is none.
    private static Optional<String> user(ExportedGuest guest, List<String> comments) {
        Optional<String> user = Optional.ofNullable(guest.config().get("ciuser"));
        if (user.isPresent() && !user.get().matches(USER)) {
            comments.add("ciuser is no usual name of a user and is left out");
            return Optional.empty();
        }
        return user;
    }
}
