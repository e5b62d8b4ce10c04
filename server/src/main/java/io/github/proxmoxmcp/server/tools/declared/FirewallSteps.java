package io.github.proxmoxmcp.server.tools.declared;

import io.github.proxmoxmcp.client.firewall.AliasChange;
import io.github.proxmoxmcp.client.firewall.AliasCreate;
import io.github.proxmoxmcp.client.firewall.ClusterFirewallApi.GroupCreate;
import io.github.proxmoxmcp.client.firewall.FirewallOptionsChange;
import io.github.proxmoxmcp.client.firewall.IpSetCreate;
import io.github.proxmoxmcp.client.firewall.IpSetEntryCreate;
import io.github.proxmoxmcp.client.value.Options;
import io.github.proxmoxmcp.server.guard.Step;
import io.github.proxmoxmcp.server.manifest.Wanted;
import io.github.proxmoxmcp.server.manifest.guest.ValueType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// The calls that make a firewall what its manifest says: names first, which others may use, too; then the rules that
/// use them, and the options, which may put all of it into force; names that are to go are last.
///
/// @param now what there is, by the options of its manifest
/// @param digest by `rules` and `options`
record FirewallSteps(FirewallPlace place, Map<String, String> now, Map<String, String> digest) {

    private static final Optional<String> NONE = Optional.empty();

    /// Names for networks that are to be there.
    List<Step> names(List<Wanted> wanted) {
        List<Step> steps = new ArrayList<>();
        names(wanted, steps, new ArrayList<>());
        return steps;
    }

    private void names(List<Wanted> wanted, List<Step> steps, List<Step> last) {
        slots(wanted, "aliases").forEach((name, parts) -> alias(name, parts, steps, last));
        slots(wanted, "ipsets").forEach((name, parts) -> ipset(name, parts, steps, last));
    }

    /// Everything else.
    ///
    /// @param made whether a security group is to be made first
    List<Step> rest(List<Wanted> wanted, boolean made) {
        List<Step> steps = new ArrayList<>();
        group(wanted, made).ifPresent(steps::add);
        List<Step> last = new ArrayList<>();
        names(wanted, new ArrayList<>(), last);
        find(wanted, "rules")
                .ifPresent(rules -> steps.addAll(rules(rules.value().orElse(""))));
        options(wanted).ifPresent(steps::add);
        steps.addAll(last);
        return steps;
    }

    /// Everything of a security group, and the group.
    List<Step> emptied() {
        return rules("");
    }

    private List<Step> rules(String wanted) {
        return RuleSteps.of(
                place,
                ValueType.LINES.items(now.getOrDefault("rules", "")),
                ValueType.LINES.items(wanted),
                Optional.ofNullable(digest.get("rules")));
    }

    private Optional<Step> group(List<Wanted> wanted, boolean made) {
        Optional<Wanted> comment = find(wanted, "comment");
        if (!place.place().startsWith("group/") || (!made && comment.isEmpty())) {
            return Optional.empty();
        }
        String name = place.place().substring("group/".length());
        // A comment is changed by giving a group its own name.
        GroupCreate call = new GroupCreate(
                name,
                made
                        ? comment.flatMap(Wanted::value)
                        : comment.map(one -> one.value().orElse("")),
                made ? NONE : Optional.of(name),
                NONE);
        return Optional.of(Step.of(
                plan -> plan.firewall().addGroup(call),
                (made ? "make security group " : "change the comment of security group ") + name));
    }

    private Optional<Step> options(List<Wanted> wanted) {
        SortedMap<String, String> set = new TreeMap<>();
        List<String> delete = new ArrayList<>();
        wanted.stream()
                .filter(one -> one.path().startsWith("options."))
                .forEach(one -> one.value()
                        .ifPresentOrElse(
                                text -> set.put(one.field().option(), text),
                                () -> delete.add(one.field().option())));
        if (set.isEmpty() && delete.isEmpty()) {
            return Optional.empty();
        }
        FirewallOptionsChange change = new FirewallOptionsChange(
                delete.isEmpty() ? NONE : Optional.of(String.join(",", delete)),
                Optional.ofNullable(digest.get("options")),
                Options.of(set));
        List<String> names = new ArrayList<>(set.keySet());
        delete.forEach(name -> names.add(name + " (removed)"));
        return Optional.of(
                Step.of(place.options(change), "set " + String.join(", ", names) + " of firewall " + place.place()));
    }

    private void alias(String name, Map<String, Wanted> parts, List<Step> steps, List<Step> last) {
        String slot = "aliases/" + name;
        if (parts.containsKey("")) {
            last.add(Step.of(place.removeAlias(name), "remove alias " + name + " of firewall " + place.place()));
            return;
        }
        String cidr = Optional.ofNullable(parts.get("cidr"))
                .flatMap(Wanted::value)
                .orElseGet(() -> now.getOrDefault(slot + "/cidr", ""));
        Optional<String> comment =
                Optional.ofNullable(parts.get("comment")).map(one -> one.value().orElse(""));
        steps.add(
                now.containsKey(slot)
                        ? Step.of(
                                place.changeAlias(name, new AliasChange(cidr, NONE, comment, NONE)),
                                "change alias " + name + " of firewall " + place.place())
                        : Step.of(
                                place.addAlias(new AliasCreate(name, cidr, comment.filter(text -> !text.isEmpty()))),
                                "add alias " + name + " to firewall " + place.place()));
    }

    private void ipset(String name, Map<String, Wanted> parts, List<Step> steps, List<Step> last) {
        String slot = "ipsets/" + name;
        String at = " of set " + name + " of firewall " + place.place();
        List<String> there = ValueType.SET.items(ValueType.SET.ofProxmox(now.getOrDefault(slot + "/entries", "")));
        boolean gone = parts.containsKey("");
        if (!gone && !now.containsKey(slot)) {
            Optional<String> comment = Optional.ofNullable(parts.get("comment")).flatMap(Wanted::value);
            steps.add(Step.of(
                    place.addIpSet(new IpSetCreate(name, comment, NONE, NONE)),
                    "add set " + name + " to firewall " + place.place()));
        }
        Optional<List<String>> wanted = gone
                ? Optional.of(List.of())
                : Optional.ofNullable(parts.get("entries"))
                        .map(one -> ValueType.SET.items(one.value().orElse("")));
        wanted.ifPresent(entries -> {
            there.stream()
                    .filter(entry -> !entries.contains(entry))
                    .forEach(entry -> (gone ? last : steps)
                            .add(Step.of(place.removeEntry(name, cidr(entry)), "take out " + entry + at)));
            entries.stream()
                    .filter(entry -> !there.contains(entry))
                    .forEach(entry -> steps.add(Step.of(
                            place.addEntry(
                                    name,
                                    new IpSetEntryCreate(
                                            cidr(entry),
                                            entry.startsWith("!") ? Optional.of(true) : Optional.empty(),
                                            NONE)),
                            "put in " + entry + at)));
        });
        if (gone) {
            last.add(Step.of(place.removeIpSet(name), "remove set " + name + " of firewall " + place.place()));
        }
    }

    private static String cidr(String entry) {
        return entry.replaceFirst("^!", "");
    }

    private static Optional<Wanted> find(List<Wanted> wanted, String path) {
        return wanted.stream().filter(one -> one.path().equals(path)).findFirst();
    }

    /// By name what is wanted of each part of a slot; the slot as a whole has no name.
    private static Map<String, Map<String, Wanted>> slots(List<Wanted> wanted, String group) {
        Map<String, Map<String, Wanted>> slots = new LinkedHashMap<>();
        for (Wanted one : wanted) {
            String[] option = one.field().option().split("/");
            if (option[0].equals(group) && option.length > 1) {
                slots.computeIfAbsent(option[1], _ -> new LinkedHashMap<>())
                        .put(option.length > 2 ? option[2] : "", one);
            }
        }
        return slots;
    }
}
