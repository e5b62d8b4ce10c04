package io.github.proxmoxmcp.server.setup;

import io.github.proxmoxmcp.client.access.Permissions;
import io.github.proxmoxmcp.server.tool.Access;
import io.github.proxmoxmcp.server.tool.ToolDefinition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Compares what a token holds with what the tools of an access level need.
final class RightsCheck {

    private static final String AREA = "privileges";
    private static final int MAX_NAMED = 5;

    private final TokenRights rights;
    private final Needs needs;
    private final Access access;
    private final boolean before9;

    RightsCheck(TokenRights rights, Needs needs, Access access, boolean before9) {
        this.rights = rights;
        this.needs = needs;
        this.access = access;
        this.before9 = before9;
    }

    List<Finding> findings() {
        if (rights.held().nothing()) {
            return List.of(new Finding(
                    AREA,
                    rights.id(),
                    Finding.State.PROBLEM,
                    "the token holds no privilege at all: every list would be empty",
                    grant(needs.of(access, false))));
        }
        List<Finding> findings = new ArrayList<>();
        Set<Need> missing = new LinkedHashSet<>();
        Set<Need> byChoice = new LinkedHashSet<>();
        needs.tools(access).forEach(tool -> {
            List<Need> lacking = Needs.of(tool).stream()
                    .filter(need -> !rights.meets(rights.held(), need))
                    .toList();
            lacking.forEach(need -> (need.alsoWrites() ? byChoice : missing).add(need));
            if (!lacking.isEmpty()) {
                findings.add(lacking(tool, lacking));
            }
        });
        byChoice.removeIf(need -> missing.stream().anyMatch(other -> same(need, other)));
        findings.add(summary(missing));
        if (!byChoice.isEmpty()) {
            findings.add(new Finding(
                    AREA,
                    rights.id(),
                    Finding.State.NOTE,
                    "backups and guests' disks in storages stay hidden: Proxmox shows them only to users who may"
                            + " also make them. To see them, grant that too"
                            + (missing.isEmpty() ? ":" : " (run doctor again for the lines, once it has the rest)"),
                    missing.isEmpty() ? grant(byChoice) : List.of()));
        }
        updates(findings);
        refused(findings);
        surplus(findings);
        return findings;
    }

    private static boolean same(Need one, Need other) {
        return one.path().equals(other.path()) && one.privileges().equals(other.privileges());
    }

    private Finding lacking(ToolDefinition tool, List<Need> lacking) {
        boolean refused = tool.effect().access() != Access.READ;
        boolean byChoice = lacking.stream().allMatch(Need::alsoWrites);
        String text = lacking.stream()
                .map(need -> need.privilege(before9) + " on " + need.path() + part(need) + ": " + need.without())
                .collect(Collectors.joining("; "));
        return new Finding(
                AREA,
                tool.name(),
                byChoice ? Finding.State.NOTE : refused ? Finding.State.PROBLEM : Finding.State.WARNING,
                "lacks " + text,
                List.of());
    }

    /// Where a privilege holds that is not held everywhere.
    private String part(Need need) {
        String[] any = need.privileges().toArray(String[]::new);
        if (need.path().equals("/")) {
            return "";
        }
        if (rights.held().below(need.path(), any)) {
            return " (not on " + named(rights.held().without(need.path(), any)) + ")";
        }
        Set<String> with = rights.held().with(need.path(), any);
        return with.isEmpty() ? "" : " (only on " + named(with) + ")";
    }

    private static String named(Set<String> paths) {
        return paths.stream().limit(MAX_NAMED).collect(Collectors.joining(", "))
                + (paths.size() > MAX_NAMED ? " and " + (paths.size() - MAX_NAMED) + " more" : "");
    }

    private Finding summary(Set<Need> missing) {
        String level = access.name().toLowerCase(Locale.ROOT);
        if (missing.isEmpty()) {
            return Finding.ok(AREA, rights.id(), "holds what the tools of access '" + level + "' need");
        }
        return new Finding(
                AREA,
                rights.id(),
                Finding.State.WARNING,
                "lacks privileges for access '" + level + "'; these lines on a node grant them, and keep what it has:",
                grant(missing));
    }

    private List<String> grant(Collection<Need> needs) {
        Grants grants = new Grants(rights.roles(), before9);
        String user = TokenRights.owner(rights.id());
        if (rights.isLimited() && rights.user().isEmpty()) {
            return unknown(grants, user);
        }
        List<String> lines = new ArrayList<>(give(
                grants,
                rights.separated().orElse(true) ? rights.id() : user,
                rights.held(),
                !rights.isLimited(),
                needs));
        // A token with rights of its own may never do more than its user.
        rights.user()
                .ifPresent(held -> lines.addAll(give(
                        grants,
                        user,
                        held,
                        true,
                        needs.stream().filter(need -> !rights.meets(held, need)).toList())));
        return lines;
    }

    /// Lines that are harmless whatever the user of the token may do, and whether or not the token has its own rights.
    private List<String> unknown(Grants grants, String user) {
        Set<Need> all = needs.of(access, false);
        List<String> lines = new ArrayList<>();
        lines.add("# what '" + user
                + "' may do cannot be told from here (Sys.Audit on /access tells it), and its token may"
                + " never do more. These lines take nothing away; a role that one of them has on a deeper path still"
                + " replaces theirs: run doctor again then");
        lines.addAll(grants.all(rights.id(), Pveum.role(access), all));
        lines.addAll(grants.unknown(user, Pveum.role(access), all));
        return lines;
    }

    private List<String> give(Grants grants, String who, Permissions held, boolean addsUp, Collection<Need> needs) {
        return held.nothing()
                ? grants.all(who, Pveum.role(access), needs)
                : grants.missing(who, held, addsUp, rights.refused(), needs);
    }

    /// Not among the needs: who may see pending updates may also change the nodes.
    private void updates(List<Finding> findings) {
        if (!rights.held().everywhere("/nodes", "Sys.Modify")) {
            findings.add(Finding.note(
                    AREA,
                    rights.id(),
                    "pending updates of nodes stay unknown to it: Proxmox shows them only to users who may also"
                            + " change the nodes (Sys.Modify on /nodes)"));
        }
    }

    /// Somebody may have meant it: no line takes that back.
    private void refused(List<Finding> findings) {
        if (!rights.refused().isEmpty()) {
            findings.add(Finding.note(
                    AREA,
                    rights.id(),
                    "is shut out with the role NoAccess from " + named(rights.refused())
                            + ": what is there stays hidden, and every list says so"));
        } else if (!rights.rules()) {
            findings.add(Finding.note(
                    AREA,
                    rights.id(),
                    "may not read the access control list (Sys.Audit on /access): a guest that is closed to it with the"
                            + " role NoAccess is found out only once it is known"));
        }
    }

    /// The floor of all safety is the token: one that only reads needs nothing that changes.
    private void surplus(List<Finding> findings) {
        Set<String> needed = needs.of(access, true).stream()
                .flatMap(need -> need.privileges().stream())
                .collect(Collectors.toSet());
        Set<String> more = rights.held().held().values().stream()
                .flatMap(privileges -> privileges.keySet().stream())
                .filter(privilege -> !needed.contains(privilege) && !privilege.endsWith(".Audit"))
                .collect(Collectors.toCollection(TreeSet::new));
        if (!more.isEmpty()) {
            findings.add(Finding.note(
                    AREA,
                    rights.id(),
                    "holds " + more.size() + " privileges that access '"
                            + access.name().toLowerCase(Locale.ROOT)
                            + "' does not need (" + more.stream().limit(4).collect(Collectors.joining(", "))
                            + (more.size() > 4 ? ", …" : "") + ")",
                    "a token with less is safer: 'proxmox-mcp init' prints the lines that make one"));
        }
    }
}
