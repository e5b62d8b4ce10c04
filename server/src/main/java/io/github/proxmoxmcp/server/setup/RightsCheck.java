package io.github.proxmoxmcp.server.setup;

import io.github.proxmoxmcp.server.tool.Access;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Compares what a token holds with what the tools of an access level need.
final class RightsCheck {

    private static final String AREA = "privileges";

    private final String token;
    private final Held held;
    private final Access access;
    private final boolean before9;

    RightsCheck(String token, Held held, Access access, boolean before9) {
        this.token = token;
        this.held = held;
        this.access = access;
        this.before9 = before9;
    }

    List<Finding> findings() {
        if (held.nothing()) {
            return List.of(new Finding(
                    AREA,
                    token,
                    Finding.State.PROBLEM,
                    "the token holds no privilege at all: every list would be empty",
                    grant(ToolNeeds.of(access, false))));
        }
        List<Finding> findings = new ArrayList<>();
        Set<Need> missing = new LinkedHashSet<>();
        Set<Need> byChoice = new LinkedHashSet<>();
        ToolNeeds.all().forEach((tool, entry) -> {
            if (access.includes(entry.access())) {
                List<Need> lacking = entry.needs().stream()
                        .filter(need -> !held.everywhere(need))
                        .toList();
                lacking.forEach(need -> (need.alsoWrites() ? byChoice : missing).add(need));
                if (!lacking.isEmpty()) {
                    findings.add(lacking(tool, lacking));
                }
            }
        });
        byChoice.removeIf(need -> missing.stream().anyMatch(other -> same(need, other)));
        findings.add(summary(missing));
        if (!byChoice.isEmpty()) {
            findings.add(new Finding(
                    AREA,
                    token,
                    Finding.State.NOTE,
                    "backups and guests' disks in storages stay hidden: Proxmox shows them only to who may also make"
                            + " them. To see them, grant that too:",
                    grant(byChoice)));
        }
        surplus(findings);
        return findings;
    }

    private static boolean same(Need one, Need other) {
        return one.path().equals(other.path()) && one.privileges().equals(other.privileges());
    }

    private Finding lacking(String tool, List<Need> lacking) {
        boolean refused = ToolNeeds.all()
                        .getOrDefault(tool, new ToolNeeds.Entry(Access.READ, List.of()))
                        .access()
                != Access.READ;
        boolean byChoice = lacking.stream().allMatch(Need::alsoWrites);
        String text = lacking.stream()
                .map(need -> need.privilege(before9) + " on " + need.path()
                        + (held.somewhere(need) ? " (only for some)" : "") + ": " + need.without())
                .collect(Collectors.joining("; "));
        return new Finding(
                AREA,
                tool,
                byChoice ? Finding.State.NOTE : refused ? Finding.State.PROBLEM : Finding.State.WARNING,
                "lacks " + text,
                List.of());
    }

    private Finding summary(Set<Need> missing) {
        String level = access.name().toLowerCase(Locale.ROOT);
        if (missing.isEmpty()) {
            return Finding.ok(AREA, token, "holds what the tools of access '" + level + "' need");
        }
        return new Finding(
                AREA,
                token,
                Finding.State.WARNING,
                "lacks privileges for access '" + level + "'; these lines on a node grant them and no more:",
                grant(missing));
    }

    private List<String> grant(Set<Need> needs) {
        List<String> lines = new ArrayList<>(Pveum.grant(token, needs, before9));
        if (token.contains("!")) {
            lines.add("# a token may never do more than its user: give '" + token.replaceFirst("!.*", "")
                    + "' the same with --users if it lacks it");
        }
        return lines;
    }

    /// The floor of all safety is the token: one that only reads needs nothing that changes.
    private void surplus(List<Finding> findings) {
        Set<String> needed = ToolNeeds.of(access, true).stream()
                .flatMap(need -> need.privileges().stream())
                .collect(Collectors.toSet());
        Set<String> more = held.byPath().values().stream()
                .flatMap(privileges -> privileges.keySet().stream())
                .filter(privilege -> !needed.contains(privilege) && !privilege.endsWith(".Audit"))
                .collect(Collectors.toCollection(TreeSet::new));
        if (!more.isEmpty()) {
            findings.add(Finding.note(
                    AREA,
                    token,
                    "holds " + more.size() + " privileges that access '"
                            + access.name().toLowerCase(Locale.ROOT)
                            + "' does not need (" + more.stream().limit(4).collect(Collectors.joining(", "))
                            + (more.size() > 4 ? ", …" : "") + ")",
                    "a token with less is safer: 'proxmox-mcp init' prints the lines that make one"));
        }
    }
}
