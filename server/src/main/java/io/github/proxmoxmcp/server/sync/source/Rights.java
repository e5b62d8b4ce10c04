package io.github.proxmoxmcp.server.sync.source;

import io.github.proxmoxmcp.client.Proxmox;
import io.github.proxmoxmcp.client.access.Permissions;
import io.github.proxmoxmcp.client.access.RightsApi.AclEntry;
import io.github.proxmoxmcp.client.call.ProxmoxException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The present rights of the token. Proxmox's lists leave out silently what a token has no right to, so what is missing
/// in a list is gone only where the rights, read before and after it, show all of it.
public final class Rights {

    private static final Logger LOG = LoggerFactory.getLogger(Rights.class);

    private static final Duration MAX_AGE = Duration.ofMinutes(1);
    private static final int MAX_NAMED_PATHS = 5;

    private static final List<Branch> BRANCHES = List.of(
            new Branch("guests", "/vms", "VM.Audit"),
            new Branch("nodes' numbers and other users' tasks", "/nodes", "Sys.Audit"),
            new Branch("storages", "/storage", "Datastore.Audit"),
            new Branch("pools", "/pool", "Pool.Audit"));

    private final Proxmox api;
    private final Map<Branch, Instant> lostAt = new HashMap<>();
    private Set<Branch> whole = Set.of();
    private Instant readAt = Instant.MIN;
    private Permissions held = Permissions.NONE;
    private Optional<String> failure = Optional.empty();
    private List<String> rules = List.of();
    private int version;
    private boolean trusted;

    public Rights(Proxmox api) {
        this.api = api;
    }

    /// Things that are hidden without a privilege.
    private record Branch(String what, String path, String privilege) {

        boolean isWhole(Permissions held) {
            return held.everywhere(path, privilege);
        }
    }

    /// Reads them where they are old, something is hidden or there is reason for doubt.
    public void refresh(Instant now, boolean doubt) {
        boolean old = readAt.isBefore(now.minus(MAX_AGE));
        if (!readAt.equals(now) && (doubt || old || failure.isPresent() || whole.size() < BRANCHES.size())) {
            read(now);
        }
    }

    /// Reads them now. Rights that are not known are none: nothing that is missing is taken for gone then.
    public Permissions read(Instant now) {
        boolean first = version == 0;
        Permissions before = held;
        readAt = now;
        trusted = true;
        try {
            Permissions told = Permissions.read(api.access(), Optional.empty());
            held = told.withRules(rules(told));
            failure = Optional.empty();
        } catch (ProxmoxException e) {
            held = Permissions.NONE;
            failure = Optional.of(String.valueOf(e.getMessage()));
        }
        if (first || !held.equals(before)) {
            version++;
        }
        notice(now, first);
        return held;
    }

    /// Paths with rules for anybody; who may not read them finds out one by one about guests that are closed to it.
    private List<String> rules(Permissions told) {
        if (!told.at("/access", "Sys.Audit")) {
            rules = List.of();
        } else {
            try {
                rules = api.rights().acl().stream()
                        .map(AclEntry::path)
                        .distinct()
                        .toList();
            } catch (ProxmoxException e) {
                LOG.debug("the access control list could not be read: {}", e.getMessage());
            }
        }
        return rules;
    }

    /// Since when something is hidden is known where it was seen before.
    private void notice(Instant now, boolean first) {
        if (failure.isPresent()) {
            return;
        }
        Set<Branch> seen =
                BRANCHES.stream().filter(branch -> branch.isWhole(held)).collect(Collectors.toSet());
        lostAt.keySet().removeAll(seen);
        if (!first) {
            whole.stream().filter(branch -> !seen.contains(branch)).forEach(branch -> lostAt.put(branch, now));
        }
        whole = seen;
    }

    /// Changes whenever the rights do.
    public int version() {
        return version;
    }

    /// They changed while something was read: what was missing in it says nothing.
    public void distrust() {
        readAt = Instant.MIN;
        trusted = false;
    }

    /// Whether a pool that is not shown may be hidden from the token.
    public boolean hidesPool(String pool) {
        return !trusted || !held.at("/pool/" + pool, "Pool.Audit");
    }

    /// Sentences on what stays hidden.
    ///
    /// @param closed guests that are there and that the token may not see
    public List<String> missing(Collection<Integer> closed) {
        return failure.map(text -> List.of("what the token may see could not be told: " + text))
                .orElseGet(() -> BRANCHES.stream()
                        .flatMap(branch -> sentence(branch, closed).stream())
                        .toList());
    }

    private Optional<String> sentence(Branch branch, Collection<Integer> closed) {
        Set<String> without = new TreeSet<>(held.without(branch.path(), branch.privilege()));
        if (branch.path().equals("/vms")) {
            closed.forEach(vmid -> without.add("/vms/" + vmid));
        }
        boolean here = held.below(branch.path(), branch.privilege());
        if (here && without.isEmpty()) {
            return Optional.empty();
        }
        Set<String> with = held.with(branch.path(), branch.privilege());
        String hidden = !here && !with.isEmpty()
                ? "only some " + branch.what() + " are shown (" + named(with) + ")"
                : here ? "some " + branch.what() + " are hidden" : branch.what() + " are hidden";
        return Optional.of("the token has no " + branch.privilege() + " on " + (here ? named(without) : branch.path())
                + ": " + hidden
                + Optional.ofNullable(lostAt.get(branch))
                        .map(at -> " since " + at.truncatedTo(ChronoUnit.SECONDS))
                        .orElse("")
                + "; 'proxmox-mcp doctor' prints what gives it");
    }

    private static String named(Collection<String> paths) {
        return paths.stream().limit(MAX_NAMED_PATHS).collect(Collectors.joining(", "))
                + (paths.size() > MAX_NAMED_PATHS ? " and " + (paths.size() - MAX_NAMED_PATHS) + " more" : "");
    }
}
