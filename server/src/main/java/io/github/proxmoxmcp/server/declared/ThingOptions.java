package io.github.proxmoxmcp.server.declared;

import io.github.proxmoxmcp.persistence.inventory.Access;
import io.github.proxmoxmcp.persistence.inventory.BackupJob;
import io.github.proxmoxmcp.persistence.inventory.Firewall;
import io.github.proxmoxmcp.persistence.inventory.HaGroup;
import io.github.proxmoxmcp.persistence.inventory.HaResource;
import io.github.proxmoxmcp.persistence.inventory.HaRule;
import io.github.proxmoxmcp.persistence.inventory.NodeInterface;
import io.github.proxmoxmcp.persistence.inventory.Pool;
import io.github.proxmoxmcp.persistence.inventory.StorageDefinition;
import io.github.proxmoxmcp.server.manifest.FirewallRule;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What the memory says of what is no guest, as options by Proxmox's names. What has its default is not told.
final class ThingOptions {

    private static final String LIST = ",";

    private ThingOptions() {}

    static SortedMap<String, String> pool(Pool pool, Collection<String> members) {
        Options options = new Options().text("comment", pool.comment());
        // Proxmox lists them in no order.
        return options.list(
                        "members",
                        members.stream()
                                .sorted(Comparator.comparingInt(String::length)
                                        .thenComparing(Comparator.naturalOrder()))
                                .toList(),
                        " ")
                .all();
    }

    static SortedMap<String, String> storage(StorageDefinition storage) {
        Options options = new Options();
        storage.settings().ifPresent(more -> options.all().putAll(more));
        options.text("type", Optional.of(storage.type()))
                .list("content", storage.content(), LIST)
                .list("nodes", storage.nodes(), LIST)
                .flag("shared", storage.shared())
                .flag("disable", !storage.enabled())
                .text("prune-backups", storage.retention());
        String where = storage.location().orElse("");
        int export = where.indexOf(":/");
        boolean path =
                options.all().containsKey("path") && where.equals(options.all().get("path"));
        boolean pool = where.equals(options.all().get("pool"));
        if (storage.type().equals("nfs") && export > 0) {
            options.text("server", Optional.of(where.substring(0, export)))
                    .text("export", Optional.of(where.substring(export + 1)));
        } else if (!path && !pool) {
            options.text(where.startsWith("/") ? "path" : "server", storage.location());
        }
        return options.all();
    }

    static SortedMap<String, String> backupJob(BackupJob job) {
        Options options = new Options();
        job.settings().ifPresent(more -> options.all().putAll(more));
        String selection = job.selection();
        if (selection.equals("all")) {
            options.flag("all", true);
        } else if (selection.startsWith("pool/")) {
            options.text("pool", Optional.of(selection.substring("pool/".length())));
        } else {
            options.text("vmid", Optional.of(selection));
        }
        if (!job.enabled()) {
            options.text("enabled", Optional.of("0"));
        }
        return options.text("schedule", Optional.of(job.schedule()))
                .text("storage", job.storage())
                .text("node", job.node())
                .text("exclude", job.excluded())
                .text("mode", job.mode())
                .text("prune-backups", job.retention())
                .text("comment", job.comment())
                .all();
    }

    static SortedMap<String, String> haResource(HaResource ha) {
        return new Options()
                .text("state", Optional.of(ha.state()))
                .text("group", ha.group())
                .text("max_restart", ha.maxRestart().map(String::valueOf))
                .text("max_relocate", ha.maxRelocate().map(String::valueOf))
                .text("failback", ha.failback().map(on -> on ? "1" : "0"))
                .text("comment", ha.comment())
                .all();
    }

    static SortedMap<String, String> haRule(HaRule rule) {
        return new Options()
                .text("type", Optional.of(rule.type()))
                .list("resources", rule.resources(), LIST)
                .list("nodes", rule.nodes(), LIST)
                .text("affinity", rule.affinity())
                .flag("strict", rule.strict())
                .flag("disable", !rule.enabled())
                .text("comment", rule.comment())
                .all();
    }

    static SortedMap<String, String> haGroup(HaGroup group) {
        return new Options()
                .list("nodes", group.nodes(), LIST)
                .flag("restricted", group.restricted())
                .flag("nofailback", group.nofailback())
                .text("comment", group.comment())
                .all();
    }

    static SortedMap<String, String> role(Access.Role role) {
        return new Options().list("privs", role.privileges(), LIST).all();
    }

    static SortedMap<String, String> group(Access.Group group) {
        return new Options().text("comment", group.comment()).all();
    }

    static SortedMap<String, String> user(Access.User user) {
        Options options = new Options();
        if (!user.enabled()) {
            options.text("enable", Optional.of("0"));
        }
        return options.text(
                        "expire", user.expiresAt().map(Instant::getEpochSecond).map(String::valueOf))
                .list("groups", user.groups(), LIST)
                .text("firstname", user.firstName())
                .text("lastname", user.lastName())
                .text("email", user.email())
                .text("comment", user.comment())
                .all();
    }

    /// A group stands there as `@admins`, as in Proxmox's file.
    static SortedMap<String, String> acl(List<Access.Rule> rules) {
        Options options = new Options();
        rules.stream()
                .collect(Collectors.groupingBy(
                        rule -> (rule.type().equals("group") ? "@" : "") + rule.grantee(),
                        TreeMap::new,
                        Collectors.toList()))
                .forEach((who, given) -> {
                    String slot = "grants/" + who;
                    List<String> roles =
                            given.stream().map(Access.Rule::role).sorted().toList();
                    long below = given.stream().filter(Access.Rule::propagate).count();
                    options.text(slot, Optional.of(String.join(", ", roles)))
                            .list(slot + "/roles", roles, LIST)
                            .text(
                                    slot + "/propagate",
                                    Optional.of(below == given.size() ? "1" : below == 0 ? "0" : "some of them"));
                });
        return options.all();
    }

    static SortedMap<String, String> bridge(NodeInterface bridge) {
        return new Options()
                .text("address", bridge.address())
                .text("gateway", bridge.gateway())
                .list("ports", bridge.ports(), LIST)
                .flag("autostart", bridge.autostart())
                .text("comment", bridge.comment())
                .all();
    }

    static SortedMap<String, String> firewall(
            Optional<String> comment,
            List<Firewall.Rule> rules,
            List<Firewall.Option> set,
            List<Firewall.Alias> aliases,
            List<Firewall.IpSet> ipsets,
            List<Firewall.IpSetEntry> entries) {
        Options options = new Options().text("comment", comment);
        set.forEach(option -> options.text(option.key(), Optional.of(option.value())));
        options.list(
                "rules",
                rules.stream()
                        .sorted(Comparator.comparingInt(Firewall.Rule::position))
                        .map(ThingOptions::line)
                        .toList(),
                "\n");
        aliases.forEach(alias -> {
            String slot = "aliases/" + alias.name();
            options.text(slot, Optional.of(alias.cidr()))
                    .text(slot + "/cidr", Optional.of(alias.cidr()))
                    .text(slot + "/comment", alias.comment());
        });
        ipsets.forEach(ipset -> {
            String slot = "ipsets/" + ipset.name();
            List<String> of = entries.stream()
                    .filter(entry -> entry.ipset().equals(ipset.name()))
                    .map(entry -> (entry.nomatch() ? "!" : "") + entry.cidr())
                    .sorted()
                    .toList();
            options.text(slot, Optional.of("[" + String.join(", ", of) + "]"))
                    .list(slot + "/entries", of, LIST)
                    .text(slot + "/comment", ipset.comment());
        });
        return options.all();
    }

    /// The memory keeps comment and force beside what a rule says, and a number behind what is said twice.
    private static String line(Firewall.Rule rule) {
        SortedMap<String, String> options = new TreeMap<>(
                FirewallRule.parse(rule.rule().replaceFirst(" #[0-9]+$", "")).options());
        options.put("enable", rule.enabled() ? "1" : "0");
        rule.comment().ifPresent(text -> options.put("comment", text.replaceAll("\\s+", " ")));
        return new FirewallRule(options).line();
    }

    /// Options while they are gathered.
    private record Options(SortedMap<String, String> all) {

        Options() {
            this(new TreeMap<>());
        }

        Options text(String name, Optional<String> value) {
            value.filter(text -> !text.isEmpty()).ifPresent(text -> all.put(name, text));
            return this;
        }

        Options list(String name, Collection<String> values, String separator) {
            return text(name, Optional.of(String.join(separator, values)));
        }

        Options flag(String name, boolean on) {
            return text(name, on ? Optional.of("1") : Optional.empty());
        }
    }
}
