package io.github.proxmoxmcp.server.guard;

import io.github.proxmoxmcp.server.tool.Effect;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// How bad calls are, judged by the calls themselves, so that neither a tool nor a writer to the store can call a
/// deletion harmless. A call is destructive unless it is known to lose nothing.
final class Severity {

    private static final String GUEST = "/nodes/[^/]+/(?:qemu|lxc)/[0-9]+";

    private static final List<Pattern> LOSE_NOTHING = List.of(
            Pattern.compile("POST " + GUEST + "/status/(start|shutdown|reboot|suspend|resume)"),
            Pattern.compile("POST " + GUEST + "/(snapshot|clone|migrate|move_disk|move_volume)"),
            Pattern.compile("PUT " + GUEST + "/snapshot/[^/]+/config"),
            Pattern.compile("(PUT|POST) " + GUEST + "/config"),
            Pattern.compile("PUT " + GUEST + "/resize"),
            Pattern.compile("POST /nodes/[^/]+/(qemu|lxc|vzdump|aplinfo)"),
            Pattern.compile("POST /nodes/[^/]+/storage/[^/]+/download-url"),
            Pattern.compile("DELETE /nodes/[^/]+/tasks/[^/]+"),
            Pattern.compile("POST /pools"),
            Pattern.compile("PUT /pools(/[^/]+)?"));

    /// These turn a harmless call into one that loses something.
    private static final Set<String> FORCING = Set.of(
            "force", "forceStop", "skiplock", "prune-backups", "stop", "script", "args", "hookscript", "template");

    private static final Pattern ENTERING = Pattern.compile(
            GUEST + "/(?:agent/(?:exec|exec-status|file-write|set-user-password)|agent|monitor|sendkey)");

    private static final Pattern SNAPSHOT = Pattern.compile("(DELETE) (" + GUEST + ")/snapshot/([^/]+)");

    private Severity() {}

    /// The worse of what the tool says and what its calls are.
    static Effect of(Action action) {
        if (action.effect() == Effect.DESTRUCTIVE) {
            return Effect.DESTRUCTIVE;
        }
        Set<String> ownSnapshots = new HashSet<>();
        for (Step step : action.steps()) {
            if (step.method().equals("POST") && step.path().endsWith("/snapshot")) {
                step.values("snapname").forEach(name -> ownSnapshots.add(step.path() + "/" + name));
            }
            boolean ownSnapshot = SNAPSHOT.matcher(call(step)).matches() && ownSnapshots.contains(step.path());
            if (!ownSnapshot && !losesNothing(step)) {
                return Effect.DESTRUCTIVE;
            }
        }
        return Effect.OPERATE;
    }

    /// Whether it does something inside a guest, as whoever runs there.
    static boolean entersGuest(Step step) {
        return ENTERING.matcher(step.path()).matches() && !step.method().equals("GET");
    }

    /// Why a call takes a human even where the configuration asks nobody; absent: it does not. Whoever changes who may
    /// do what in Proxmox itself, or what passes a firewall, may hold rights that nobody gave them here.
    static Optional<String> changesRights(Step step) {
        List<String> path = step.segments();
        if (!path.isEmpty() && path.getFirst().equals("access")) {
            return Optional.of("it changes who may do what in Proxmox (" + step.method() + " " + step.path() + ")");
        }
        int at = path.indexOf("firewall");
        return at > 0 && at == (path.getFirst().equals("cluster") ? 1 : path.size() > 4 && at != 2 ? 4 : 2)
                ? Optional.of("it changes a firewall (" + String.join("/", path.subList(0, at)) + ")")
                : Optional.empty();
    }

    static boolean losesNothing(Step step) {
        return LOSE_NOTHING.stream().anyMatch(known -> known.matcher(call(step)).matches())
                && !prunes(step)
                && FORCING.stream().noneMatch(name -> isOn(step, name))
                && !deletesVolumes(step);
    }

    /// A disk that is taken out of a configuration is kept as `unused0`; taking that out too destroys it.
    static boolean deletesVolumes(Step step) {
        return step.path().endsWith("/config") && step.words("delete").anyMatch(name -> name.startsWith("unused"));
    }

    /// Without `remove=0` a backup prunes older ones by the rule of its storage.
    private static boolean prunes(Step step) {
        return step.path().endsWith("/vzdump")
                && (step.values("remove").isEmpty()
                        || step.values("remove").stream().anyMatch(value -> !value.equals("0")));
    }

    private static boolean isOn(Step step, String name) {
        return step.values(name).stream().anyMatch(value -> !value.equals("0"));
    }

    private static String call(Step step) {
        return step.method() + " " + step.path();
    }
}
