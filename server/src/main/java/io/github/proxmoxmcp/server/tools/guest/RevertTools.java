package io.github.proxmoxmcp.server.tools.guest;

import static io.github.proxmoxmcp.server.tool.Effect.OPERATE;
import static io.github.proxmoxmcp.server.tool.Privileges.CONFIGURE;
import static io.github.proxmoxmcp.server.tool.Privileges.GUESTS;

import io.github.proxmoxmcp.client.guest.ConfigChange;
import io.github.proxmoxmcp.client.json.Secrets;
import io.github.proxmoxmcp.persistence.GuestState;
import io.github.proxmoxmcp.persistence.value.Moment;
import io.github.proxmoxmcp.server.cluster.Reading;
import io.github.proxmoxmcp.server.cluster.Readings;
import io.github.proxmoxmcp.server.cluster.argument.ClusterName;
import io.github.proxmoxmcp.server.cluster.argument.GuestRef;
import io.github.proxmoxmcp.server.cluster.argument.MomentText;
import io.github.proxmoxmcp.server.guard.Action;
import io.github.proxmoxmcp.server.guard.Assumption.Fact;
import io.github.proxmoxmcp.server.guard.Guard;
import io.github.proxmoxmcp.server.guard.LiveGuest;
import io.github.proxmoxmcp.server.guard.Outcome;
import io.github.proxmoxmcp.server.guard.RunOptions;
import io.github.proxmoxmcp.server.guard.Step;
import io.github.proxmoxmcp.server.tool.Answer;
import io.github.proxmoxmcp.server.tool.Describe;
import io.github.proxmoxmcp.server.tool.Tool;
import io.github.proxmoxmcp.server.tool.ToolCall;
import io.github.proxmoxmcp.server.tool.ToolException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Putting configuration back to how it was.
public final class RevertTools {

    /// Proxmox's own bookkeeping: it follows from other things and is not set.
    private static final Set<String> BOOKKEEPING = Set.of(
            "digest", "lock", "meta", "vmgenid", "parent", "snaptime", "vmstate", "runningmachine", "runningcpu");

    /// Options that only point to data: putting the text back does not bring the data back.
    private static final String DATA = "(ide|sata|scsi|virtio|mp|unused|efidisk|tpmstate)[0-9]+|rootfs|lxc";

    private final Readings readings;
    private final Guard guard;

    public RevertTools(Readings readings, Guard guard) {
        this.readings = readings;
        this.guard = guard;
    }

    /// Arguments of `revert_change`.
    record RevertChange(
            Optional<ClusterName> cluster,
            GuestRef guest,

            @Describe("moment to go back to") String at,

            @Describe("only these options, such as memory") Optional<List<String>> options,

            Optional<Boolean> dryRun) {}

    @Tool(
            name = "revert_change",
            title = "Put a configuration back",
            description = "Sets options of a guest back to what they were at a moment. Disks cannot be put back.",
            effect = OPERATE,
            needs = {GUESTS, CONFIGURE})
    Answer<Outcome> revertChange(RevertChange request, ToolCall tool) {
        Optional<ClusterName> name = request.cluster();
        Reading reading = readings.now(name);
        LiveGuest guest = guard.look(reading, request.guest());
        Map<String, String> before = before(
                reading, readings.open(name, Optional.of(new MomentText(request.at())), Optional.empty()), guest);
        Map<String, String> set = new TreeMap<>();
        List<String> removed = new ArrayList<>();
        for (String option : options(before, guest, request.options())) {
            Optional.ofNullable(before.get(option))
                    .ifPresentOrElse(value -> set.put(option, value), () -> removed.add(option));
        }
        if (set.isEmpty() && removed.isEmpty()) {
            throw new ToolException.Refused(
                    "nothing_to_revert", "the configuration of guest " + guest.label() + " is as it was then");
        }
        String what = "set " + String.join(", ", changed(set, removed)) + " of guest " + guest.label()
                + " back to how it was at " + request.at();
        ConfigChange change = ConfigChange.of(set, removed, guest.digest());
        Action action = Action.of(tool, reading.cluster().name(), what)
                .on(guest, Fact.DIGEST)
                .then(Step.of(plan -> guest.in(plan).putConfig(change), what))
                .undoneBy("revert_change again, to this moment");
        return guard.submit(
                guest.isRunning()
                        ? action.dependent("the guest is " + guest.status()
                                + ": some options come into force only when it is stopped and started again")
                        : action,
                RunOptions.of(request.dryRun(), Optional.empty()),
                tool.caller());
    }

    private static Map<String, String> before(Reading now, Reading then, LiveGuest guest) {
        String cluster = now.cluster().name();
        Optional<Integer> incarnation =
                now.store().guests().get(cluster, guest.vmid(), Moment.now()).map(GuestState::incarnation);
        boolean same = then.store()
                .guests()
                .get(cluster, guest.vmid(), then.moment())
                .map(GuestState::incarnation)
                .equals(incarnation);
        return then.store()
                .guests()
                .config(cluster, guest.vmid(), then.moment())
                .filter(_ -> same)
                .<Map<String, String>>map(TreeMap::new)
                .orElseThrow(() -> new ToolException.Refused(
                        "not_in_history",
                        "the configuration of guest " + guest.label() + " at that moment is not in the memory"));
    }

    /// Options that differ from then and can be set.
    private static Set<String> options(Map<String, String> before, LiveGuest guest, Optional<List<String>> wanted) {
        Set<String> options = new TreeSet<>(before.keySet());
        options.addAll(guest.config().keySet());
        wanted.ifPresent(options::retainAll);
        options.removeAll(BOOKKEEPING);
        options.removeIf(option -> Optional.ofNullable(before.get(option))
                .equals(Optional.ofNullable(guest.config().get(option))));
        List<String> lost = options.stream()
                .filter(option -> option.matches(DATA) || struckOut(before.getOrDefault(option, "")))
                .toList();
        if (!lost.isEmpty()) {
            throw new ToolException.Refused(
                    "cannot_be_undone",
                    String.join(", ", lost) + " of guest " + guest.label()
                            + " changed too, and neither disks nor secrets can be put back from history; name the other"
                            + " options in 'options' to put only those back");
        }
        return options;
    }

    private static boolean struckOut(String value) {
        return value.equals(Secrets.STRUCK_OUT) || Secrets.isIn(value);
    }

    private static List<String> changed(Map<String, String> set, List<String> removed) {
        List<String> names = new ArrayList<>(set.keySet());
        names.addAll(removed);
        return names;
    }
}
