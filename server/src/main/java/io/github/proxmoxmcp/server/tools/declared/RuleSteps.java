package io.github.proxmoxmcp.server.tools.declared;

import io.github.proxmoxmcp.client.firewall.OfDigest;
import io.github.proxmoxmcp.client.firewall.RuleChange;
import io.github.proxmoxmcp.client.firewall.RuleCreate;
import io.github.proxmoxmcp.client.firewall.RuleFields;
import io.github.proxmoxmcp.server.guard.Step;
import io.github.proxmoxmcp.server.manifest.FirewallRule;
import io.github.proxmoxmcp.server.tool.UntrustedText;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/// Makes one list of rules another. Proxmox knows a rule by its position, puts a new one first, and changes one where
/// it stands: nothing is ever moved, and no rule that stays is missing in between, but where rules only change places.
final class RuleSteps {

    private final FirewallPlace place;
    private final List<String> now;
    private final List<String> wanted;
    private Optional<String> digest;
    private final List<Step> steps = new ArrayList<>();

    /// @param digest of the rules as they are now; a step that follows another has none
    private RuleSteps(FirewallPlace place, List<String> now, List<String> wanted, Optional<String> digest) {
        this.place = place;
        this.now = new ArrayList<>(now);
        this.wanted = wanted;
        this.digest = digest;
    }

    static List<Step> of(FirewallPlace place, List<String> now, List<String> wanted, Optional<String> digest) {
        RuleSteps steps = new RuleSteps(place, now, wanted, digest);
        steps.shorten();
        steps.lengthen();
        steps.overwrite();
        return steps.steps;
    }

    /// Takes out as many as there are too many, the last first, of those that are not wanted in this order.
    private void shorten() {
        Set<Integer> kept = kept();
        for (int at = now.size() - 1; at >= 0 && now.size() > wanted.size(); at--) {
            if (!kept.contains(at)) {
                steps.add(Step.of(
                        place.remove(at, new OfDigest(once())),
                        "remove rule " + at + " of firewall " + place.place() + ": " + shown(now.get(at))));
                now.remove(at);
            }
        }
    }

    /// Puts the first that are wanted before all others, the last of them first.
    private void lengthen() {
        for (int at = wanted.size() - now.size() - 1; at >= 0; at--) {
            String line = wanted.get(at);
            steps.add(Step.of(
                    place.add(created(FirewallRule.parse(line).options())),
                    "add a rule to firewall " + place.place() + ": " + shown(line)));
            now.addFirst(line);
        }
    }

    /// Writes what is wanted over what is there, first where that is needed nowhere else.
    private void overwrite() {
        List<Integer> left = new ArrayList<>();
        for (int at = 0; at < wanted.size(); at++) {
            if (!now.get(at).equals(wanted.get(at))) {
                left.add(at);
            }
        }
        while (!left.isEmpty()) {
            int next =
                    left.stream().filter(at -> !isNeeded(at, left)).findFirst().orElse(left.getFirst());
            FirewallRule rule = FirewallRule.parse(wanted.get(next));
            List<String> gone = new ArrayList<>(rule.absent());
            gone.retainAll(FirewallRule.parse(now.get(next)).options().keySet());
            steps.add(Step.of(
                    place.change(next, changed(rule.options(), gone)),
                    "make rule " + next + " of firewall " + place.place() + ": " + shown(wanted.get(next))));
            now.set(next, wanted.get(next));
            left.remove(Integer.valueOf(next));
        }
    }

    /// Whether a rule stands only here, and is wanted at a place that is not written yet.
    private boolean isNeeded(int at, List<Integer> left) {
        String line = now.get(at);
        return now.stream().filter(line::equals).count() == 1
                && left.stream().anyMatch(other -> wanted.get(other).equals(line));
    }

    /// The positions of a longest row of rules that are wanted in the order in which they are there.
    private Set<Integer> kept() {
        int[][] length = new int[now.size() + 1][wanted.size() + 1];
        for (int one = now.size() - 1; one >= 0; one--) {
            for (int other = wanted.size() - 1; other >= 0; other--) {
                length[one][other] = now.get(one).equals(wanted.get(other))
                        ? length[one + 1][other + 1] + 1
                        : Math.max(length[one + 1][other], length[one][other + 1]);
            }
        }
        Set<Integer> kept = new HashSet<>();
        int one = 0;
        int other = 0;
        while (one < now.size() && other < wanted.size()) {
            if (now.get(one).equals(wanted.get(other))) {
                kept.add(one++);
                other++;
            } else if (length[one + 1][other] >= length[one][other + 1]) {
                one++;
            } else {
                other++;
            }
        }
        return kept;
    }

    private Optional<String> once() {
        Optional<String> first = digest;
        digest = Optional.empty();
        return first;
    }

    private static String shown(String line) {
        return UntrustedText.line(line);
    }

    private RuleCreate created(SortedMap<String, String> options) {
        return new RuleCreate(
                options.getOrDefault("type", ""),
                options.getOrDefault("action", ""),
                Optional.empty(),
                fields(options),
                once());
    }

    private RuleChange changed(SortedMap<String, String> options, List<String> delete) {
        return new RuleChange(
                option(options, "type"),
                option(options, "action"),
                Optional.empty(),
                fields(options),
                delete.isEmpty() ? Optional.empty() : Optional.of(String.join(",", delete)),
                once());
    }

    private static RuleFields fields(SortedMap<String, String> options) {
        return new RuleFields(
                Optional.of(!"0".equals(options.get("enable"))),
                option(options, "iface"),
                option(options, "source"),
                option(options, "dest"),
                option(options, "sport"),
                option(options, "dport"),
                option(options, "proto"),
                option(options, "macro"),
                option(options, "icmp-type"),
                option(options, "log"),
                option(options, "comment"));
    }

    private static Optional<String> option(SortedMap<String, String> options, String name) {
        return Optional.ofNullable(options.get(name));
    }
}
