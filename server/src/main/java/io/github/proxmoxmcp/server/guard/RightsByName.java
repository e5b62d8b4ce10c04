package io.github.proxmoxmcp.server.guard;

import io.github.proxmoxmcp.client.cluster.ClusterResource.GuestResource;
import io.github.proxmoxmcp.client.guest.Tags;
import io.github.proxmoxmcp.persistence.session.AccessToken;
import io.github.proxmoxmcp.server.config.PolicySettings;
import io.github.proxmoxmcp.server.config.RunSettings;
import io.github.proxmoxmcp.server.config.ScopeText;
import io.github.proxmoxmcp.server.tool.Caller;
import io.github.proxmoxmcp.server.tool.Scope;
import io.github.proxmoxmcp.server.tool.Scope.VmidRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The tags, pools and vmids by which a configuration or a token gives rights. Whoever could set them could give itself
/// these rights, so a plan that does takes a human, whoever asks.
///
/// @param tags in small letters, as Proxmox keeps them
/// @param vmids in which commands may be run
record RightsByName(Set<String> tags, Set<String> pools, List<VmidRange> vmids) {

    private static final Pattern CONFIG = Pattern.compile("/nodes/[^/]+/(?:qemu|lxc)/[0-9]+/config");
    private static final Pattern ROLLBACK = Pattern.compile("/nodes/[^/]+/(?:qemu|lxc)/[0-9]+/snapshot/[^/]+/rollback");
    private static final Pattern CREATION = Pattern.compile("/nodes/[^/]+/(?:qemu|lxc)");
    private static final Pattern CLONE = Pattern.compile("/nodes/[^/]+/(?:qemu|lxc)/[0-9]+/clone");

    /// Of the whole server and of every token that there is: one caller may work for another.
    static RightsByName of(PolicySettings policy, String cluster, Caller caller, List<AccessToken> tokens) {
        RunSettings run = policy.runInGuest();
        List<Scope> scopes = Stream.concat(
                        Stream.of(policy.scopeOf(cluster), caller.scope()),
                        tokens.stream()
                                .filter(token -> token.revokedAt().isEmpty())
                                .flatMap(token -> token.scope().stream())
                                .map(ScopeText::read))
                .toList();
        return new RightsByName(
                Stream.concat(
                                run.tags().stream(),
                                scopes.stream()
                                        .flatMap(scope -> Stream.of(scope.allow(), scope.deny()))
                                        .flatMap(rules -> rules.tags().stream()))
                        .map(RightsByName::small)
                        .collect(Collectors.toSet()),
                scopes.stream()
                        .flatMap(scope -> Stream.of(scope.allow(), scope.deny()))
                        .flatMap(rules -> rules.pools().stream())
                        .collect(Collectors.toSet()),
                run.vmids());
    }

    private boolean isEmpty() {
        return tags.isEmpty() && pools.isEmpty() && vmids.isEmpty();
    }

    /// What of an action touches one of them, each a sentence.
    ///
    /// @param view asked for guests as they are now, if there is need to
    List<String> touched(Action action, LiveView view) {
        return isEmpty()
                ? List.of()
                : action.steps().stream()
                        .flatMap(step -> touched(step, view.rows()).stream())
                        .distinct()
                        .toList();
    }

    List<String> touched(Step step, Map<Integer, GuestResource> guests) {
        List<String> found = new ArrayList<>();
        String path = step.path();
        Set<String> given = step.words("tags").map(RightsByName::small).collect(Collectors.toCollection(TreeSet::new));
        boolean untags = CONFIG.matcher(path).matches() && step.words("delete").anyMatch("tags"::equals);
        if (CONFIG.matcher(path).matches() && (step.parameters().containsKey("tags") || untags)) {
            tags(given, Optional.of(step.segments().get(3)), guests, found);
        } else if (CLONE.matcher(path).matches()) {
            tags(given, Optional.of(step.segments().get(3)), guests, found);
        } else {
            tags(given, Optional.empty(), guests, found);
        }
        boolean then = ScopeCheck.restores(step)
                || ROLLBACK.matcher(path).matches()
                || (CLONE.matcher(path).matches() && step.parameters().containsKey("snapname"));
        if (then && !tags.isEmpty()) {
            found.add("it brings back tags of then, which may be " + String.join(", ", new TreeSet<>(tags)));
        }
        if (CREATION.matcher(path).matches() || CLONE.matcher(path).matches()) {
            Stream.concat(step.words("vmid"), step.words("newid"))
                    .filter(id -> Targets.number(id).stream()
                            .anyMatch(vmid -> vmids.stream().anyMatch(range -> range.holds(vmid))))
                    .forEach(id -> found.add("commands may be run in a guest with vmid " + id));
        }
        lent(step).forEach(found::add);
        pools(step, guests).forEach(pool -> found.add("rights depend on pool " + pool));
        return found;
    }

    /// In a guest that has a disk of another one the other's data can be read.
    private Stream<String> lent(Step step) {
        boolean disks =
                CONFIG.matcher(step.path()).matches() || step.parameters().containsKey("target-vmid");
        if (!disks || (tags.isEmpty() && vmids.isEmpty())) {
            return Stream.empty();
        }
        String guest =
                Target.guest(Targets.number(step.segments().get(3)).orElse(0)).id();
        return Targets.of(step).stream()
                .filter(Target::isGuest)
                .map(Target::id)
                .filter(other -> !other.equals(guest))
                .map(other -> "guests " + guest + " and " + other + " share a disk by it");
    }

    /// What is set, and what the guest has and would lose, keep or pass on.
    private void tags(
            Set<String> given, Optional<String> guest, Map<Integer, GuestResource> guests, List<String> found) {
        Set<String> all = new TreeSet<>(given);
        guest.flatMap(Targets::number)
                .ifPresent(vmid -> Optional.ofNullable(guests.get(vmid))
                        .ifPresentOrElse(
                                row -> row.tags()
                                        .map(Tags::names)
                                        .orElse(List.of())
                                        .forEach(tag -> all.add(small(tag))),
                                () -> all.addAll(tags)));
        all.retainAll(tags);
        all.forEach(tag -> found.add("rights depend on tag " + tag));
    }

    private Set<String> pools(Step step, Map<Integer, GuestResource> guests) {
        Set<String> all = new TreeSet<>();
        if (step.path().matches("/pools(/.*)?")) {
            step.segments().stream().skip(1).forEach(all::add);
            all.addAll(step.values("poolid"));
            step.words("vms")
                    .flatMap(id -> Targets.number(id).stream())
                    .flatMap(vmid -> Optional.ofNullable(guests.get(vmid)).flatMap(GuestResource::pool).stream())
                    .forEach(all::add);
        } else if (CREATION.matcher(step.path()).matches()
                || CLONE.matcher(step.path()).matches()) {
            all.addAll(step.values("pool"));
        }
        all.retainAll(pools);
        return all;
    }

    private static String small(String tag) {
        return tag.toLowerCase(Locale.ROOT);
    }
}
