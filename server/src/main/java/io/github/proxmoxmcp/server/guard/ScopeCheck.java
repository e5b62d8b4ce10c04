package io.github.proxmoxmcp.server.guard;

import io.github.proxmoxmcp.client.cluster.ClusterResource.GuestResource;
import io.github.proxmoxmcp.client.guest.Tags;
import io.github.proxmoxmcp.server.guard.Target.Kind;
import io.github.proxmoxmcp.server.tool.Scope;
import io.github.proxmoxmcp.server.tool.Scope.Rules;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Whether a target lies in the scope. What cannot be told is outside.
///
/// @param guests where each guest is and what it belongs to, of this moment
/// @param downloads addresses from which anybody may have files fetched
record ScopeCheck(Scope scope, Map<Integer, GuestResource> guests, List<URI> downloads) {

    /// The tags, pools and nodes of a guest; absent where they are unknown.
    private record Membership(
            int vmid, Optional<List<String>> tags, Optional<List<String>> pools, Optional<List<String>> nodes) {}

    /// The targets of an action as they are to be judged. A guest that the action itself makes is judged by what
    /// the action makes of it (pool and tags that are given, the tags of what is cloned), in its later steps too;
    /// if its vmid is taken already, by the guest that has it as well.
    static List<Target> judged(Action action, Map<Integer, GuestResource> guests) {
        Map<String, Target> made = new LinkedHashMap<>();
        List<Target> all = new ArrayList<>();
        for (Step step : action.steps()) {
            for (Target target : Targets.of(step)) {
                if (target.kind() == Kind.NEW_GUEST) {
                    made.put(target.id(), inheriting(step, target, guests));
                } else {
                    all.add(target);
                }
            }
        }
        all.addAll(action.targets());
        return Stream.concat(
                        made.values().stream(),
                        all.stream()
                                .filter(target -> !target.isGuest()
                                        || !made.containsKey(target.id())
                                        || guests.containsKey(Integer.valueOf(target.id()))))
                .flatMap(target -> target.kind() == Kind.NEW_GUEST && guests.containsKey(Integer.valueOf(target.id()))
                        ? Stream.of(target, Target.guest(Integer.parseInt(target.id())))
                        : Stream.of(target))
                .distinct()
                .toList();
    }

    /// Proxmox gives a clone the tags of its source; what comes out of an archive or a snapshot has those of then,
    /// which nobody knows here.
    private static Target inheriting(Step step, Target made, Map<Integer, GuestResource> guests) {
        List<String> path = step.segments();
        if (restores(step) || step.parameters().containsKey("snapname")) {
            return made.tagged(List.of());
        }
        if (path.getLast().equals("clone")) {
            return Targets.number(path.get(3))
                    .flatMap(source -> Optional.ofNullable(guests.get(source)))
                    .flatMap(GuestResource::tags)
                    .map(tags -> made.tagged(tags.names()))
                    .orElse(made);
        }
        return made;
    }

    /// Whether a guest is made of a backup, with everything that stands in it.
    static boolean restores(Step step) {
        return step.path().matches("/nodes/[^/]+/(qemu|lxc)")
                && (step.parameters().containsKey("archive")
                        || step.parameters().containsKey("restore")
                        || step.values("ostemplate").stream().anyMatch(volume -> !volume.contains(":vztmpl/")));
    }

    /// Why it is outside; absent: it is inside.
    Optional<String> problem(Target target) {
        if (!scope.isBounded()) {
            return Optional.empty();
        }
        return switch (target.kind()) {
            case GUEST -> member(target, existing(Integer.parseInt(target.id())));
            case NEW_GUEST -> member(target, made(target));
            case PLACE -> node(target.id());
            case NODE -> wholeNode(target.id());
            // A storage is a place as its node is, which is checked beside it.
            case STORAGE -> Optional.empty();
            case POOL -> pool(target.id());
            case SHARED ->
                bindsGuests()
                        ? Optional.of(
                                "it cannot be told whose " + target.id() + " is, and writes are bound to some guests")
                        : Optional.empty();
            case DOWNLOAD ->
                bindsGuests() && !Downloads.allows(downloads, target.id())
                        ? Optional.of(
                                "what is fetched from an address outside of 'download_from' may be for any guest, and"
                                        + " writes are bound to some")
                        : Optional.empty();
            case UNTOLD ->
                Optional.of("it cannot be told what " + target.id() + " touches, and writes are bound to a scope");
        };
    }

    private Membership existing(int vmid) {
        Optional<GuestResource> row = Optional.ofNullable(guests.get(vmid));
        return new Membership(
                vmid,
                row.map(guest -> guest.tags().map(Tags::names).orElse(List.of())),
                row.map(guest -> guest.pool().stream().toList()),
                row.map(guest -> List.of(guest.node())));
    }

    private static Membership made(Target target) {
        return new Membership(
                Integer.parseInt(target.id()),
                Optional.of(target.tags()),
                Optional.of(target.pools()),
                Optional.of(target.node().stream().toList()));
    }

    private Optional<String> member(Target target, Membership guest) {
        String who = (target.kind() == Target.Kind.NEW_GUEST ? "new guest " : "guest ") + guest.vmid();
        Rules allow = scope.allow();
        Rules deny = scope.deny();
        if (deny.vmids().stream().anyMatch(range -> range.holds(guest.vmid()))) {
            return Optional.of(who + " is in the denied vmids");
        }
        if (!allow.vmids().isEmpty() && allow.vmids().stream().noneMatch(range -> range.holds(guest.vmid()))) {
            return Optional.of(who + " is not in the allowed vmids");
        }
        return dimension(who, "tag", allow.tags(), deny.tags(), guest.tags())
                .or(() -> dimension(who, "pool", allow.pools(), deny.pools(), guest.pools()))
                .or(() -> dimension(who, "node", allow.nodes(), deny.nodes(), guest.nodes()));
    }

    private static Optional<String> dimension(
            String who, String what, Set<String> allowed, Set<String> denied, Optional<List<String>> known) {
        if (allowed.isEmpty() && denied.isEmpty()) {
            return Optional.empty();
        }
        if (known.isEmpty()) {
            return Optional.of("the " + what + " of " + who + " is unknown, and the scope depends on it");
        }
        if (known.get().stream().anyMatch(denied::contains)) {
            return Optional.of(who + " has a denied " + what);
        }
        return allowed.isEmpty() || known.get().stream().anyMatch(allowed::contains)
                ? Optional.empty()
                : Optional.of(who + " has no allowed " + what);
    }

    private Optional<String> node(String name) {
        return outside("node " + name, name, scope.allow().nodes(), scope.deny().nodes());
    }

    /// A node carries guests of every kind: bounds on guests do not let one touch it.
    private Optional<String> wholeNode(String name) {
        return bindsGuests()
                ? Optional.of("writes are bound to some guests, and node " + name + " itself is not a guest")
                : node(name);
    }

    private boolean bindsGuests() {
        return Stream.of(scope.allow(), scope.deny())
                .anyMatch(rules -> !rules.vmids().isEmpty()
                        || !rules.tags().isEmpty()
                        || !rules.pools().isEmpty());
    }

    private Optional<String> pool(String name) {
        return outside("pool " + name, name, scope.allow().pools(), scope.deny().pools());
    }

    private static Optional<String> outside(
            String who, String name, Collection<String> allowed, Collection<String> denied) {
        if (denied.contains(name)) {
            return Optional.of(who + " is denied");
        }
        return allowed.isEmpty() || allowed.contains(name) ? Optional.empty() : Optional.of(who + " is not allowed");
    }
}
