package io.github.proxmoxmcp.server.guard;

import io.github.proxmoxmcp.server.guard.Target.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The targets of a call, derived from its path and parameters alone: so `change_api` is bound by the same scope as
/// every tool, and a tool cannot forget a target.
final class Targets {

    private static final Set<String> NODE_PARAMETERS = Set.of("target", "node", "nodes");
    private static final Set<String> STORAGE_PARAMETERS =
            Set.of("storage", "targetstorage", "target-storage", "dumpdir");

    /// With one of these a backup is of other guests than it names, or stops the backups of others.
    private static final Set<String> WIDENING =
            Set.of("all", "exclude", "pool", "stop", "script", "dumpdir", "tmpdir", "prune-backups");

    private static final Pattern HA_RESOURCE = Pattern.compile("(?:vm|ct):([0-9]{1,9})");
    private static final Pattern REPLICATION_JOB = Pattern.compile("([0-9]{1,9})-[0-9]+");

    private final List<Target> found = new ArrayList<>();
    private final Step step;
    private final List<String> path;

    private Targets(Step step) {
        this.step = step;
        this.path = step.segments();
    }

    static List<Target> of(Step step) {
        Targets targets = new Targets(step);
        targets.read();
        return targets.found.stream().distinct().toList();
    }

    /// All that an action says and its calls tell.
    static Stream<Target> of(Action action) {
        return Stream.concat(action.targets().stream(), action.steps().stream().flatMap(step -> of(step).stream()))
                .distinct();
    }

    private void read() {
        boolean told = switch (at(0)) {
            case "nodes" -> path.size() > 2 && underNode();
            case "pools" -> pools();
            case "cluster" -> cluster();
            default -> false;
        };
        path.forEach(this::owners);
        step.parameters().forEach(this::parameter);
        if (!told) {
            found.add(Target.of(Kind.UNTOLD, step.method() + " " + step.path()));
        }
    }

    private boolean underNode() {
        String node = at(1);
        found.add(Target.of(Kind.PLACE, node));
        return switch (at(2)) {
            case "qemu", "lxc" -> path.size() == 3 ? created(node) : guest(at(3));
            case "vzdump" -> backup();
            case "tasks" -> path.size() > 3 && task(at(3));
            case "storage" -> path.size() > 4 && content();
            case "aplinfo" -> true;
            default -> {
                found.add(Target.of(Kind.NODE, node));
                yield true;
            }
        };
    }

    private boolean created(String node) {
        return numbers("vmid", id -> added(id, node));
    }

    private Target added(int vmid, String node) {
        return Target.newGuest(
                vmid, node, step.values("pool"), step.words("tags").toList());
    }

    private boolean guest(String segment) {
        boolean known = one(segment);
        if (path.getLast().equals("clone")) {
            String node = step.values("target").stream().findFirst().orElse(at(1));
            numbers("newid", id -> added(id, node));
        }
        return known && (!step.parameters().containsKey("target-vmid") || guests("target-vmid"));
    }

    private boolean one(String text) {
        Optional<Integer> vmid = number(text);
        vmid.ifPresent(id -> found.add(Target.guest(id)));
        return vmid.isPresent();
    }

    private boolean guests(String parameter) {
        return numbers(parameter, Target::guest);
    }

    /// Every number that a parameter lists becomes a target; false when it lists none, or something else.
    private boolean numbers(String parameter, IntFunction<Target> target) {
        List<Optional<Integer>> all = step.words(parameter).map(Targets::number).toList();
        all.forEach(number -> number.ifPresent(id -> found.add(target.apply(id))));
        return !all.isEmpty() && all.stream().allMatch(Optional::isPresent);
    }

    private boolean backup() {
        WIDENING.stream()
                .filter(name -> step.values(name).stream().anyMatch(value -> !value.equals("0")))
                .forEach(name -> found.add(Target.of(Kind.SHARED, "a backup with '" + name + "'")));
        return guests("vmid");
    }

    /// `UPID:pve1:…:qmstart:100:root@pam:`
    private boolean task(String upid) {
        String[] parts = upid.split(":");
        return parts.length > 6 && one(parts[6]);
    }

    /// Of a volume its owner is told by its name; without one it may be anybody's.
    private boolean content() {
        found.add(Target.of(Kind.STORAGE, at(3)));
        return switch (at(4)) {
            case "download-url", "oci-registry-pull" -> {
                Stream.concat(step.values("url").stream(), step.values("reference").stream())
                        .forEach(address -> found.add(Target.of(Kind.DOWNLOAD, address)));
                yield true;
            }
            // Proxmox takes the slashes of a volume encoded or not.
            case "content" -> !Volumes.owners(volume()).isEmpty();
            default -> false;
        };
    }

    private String volume() {
        String rest = path.stream().skip(5).collect(Collectors.joining("/"));
        String volume = rest.contains(":") ? rest : at(3) + ":" + rest;
        owners(volume);
        return volume;
    }

    private boolean pools() {
        List<String> pools = Stream.concat(path.stream().skip(1), step.values("poolid").stream())
                .toList();
        pools.forEach(pool -> found.add(Target.of(Kind.POOL, pool)));
        boolean ofStorages = step.parameters().containsKey("storage");
        if (ofStorages) {
            found.add(Target.of(Kind.SHARED, "which storages a pool has"));
        }
        boolean ofGuests = guests("vms");
        return !pools.isEmpty()
                && (ofGuests || (ofStorages && !step.parameters().containsKey("vms")));
    }

    private boolean cluster() {
        return switch (at(1)) {
            case "ha" -> at(2).equals("resources") && named(3, "sid", HA_RESOURCE);
            case "replication" -> named(2, "id", REPLICATION_JOB);
            // A job is of the guests that it names; one that is changed may be of others.
            case "backup" -> path.size() == 2 && backup();
            default -> false;
        };
    }

    /// The guests that a part of the path and a parameter name; false when one of them names none.
    private boolean named(int index, String parameter, Pattern pattern) {
        List<String> names = Stream.concat(path.stream().skip(index).limit(1), step.words(parameter))
                .toList();
        List<Matcher> guests =
                names.stream().map(pattern::matcher).filter(Matcher::matches).toList();
        guests.forEach(guest -> found.add(Target.guest(Integer.parseInt(guest.group(1)))));
        return !names.isEmpty() && guests.size() == names.size();
    }

    private void owners(String text) {
        Volumes.owners(text).forEach(vmid -> found.add(Target.guest(vmid)));
    }

    private void parameter(String name, List<String> values) {
        if (!UnambiguousCalls.TEXTS.contains(name)) {
            values.forEach(this::owners);
        }
        if (Volumes.carries(name)) {
            values.stream()
                    .flatMap(Volumes::untold)
                    .forEach(volume -> found.add(Target.of(Kind.SHARED, "the volume " + volume)));
        }
        if (NODE_PARAMETERS.contains(name)) {
            step.words(name).forEach(node -> found.add(Target.of(Kind.PLACE, node)));
        }
        if (STORAGE_PARAMETERS.contains(name)) {
            values.forEach(storage -> found.add(Target.of(Kind.STORAGE, storage)));
        }
        if (name.equals("pool")) {
            values.forEach(pool -> found.add(Target.of(Kind.POOL, pool)));
        }
    }

    private String at(int index) {
        return index < path.size() ? path.get(index) : "";
    }

    static Optional<Integer> number(String text) {
        return text.matches("[0-9]{1,9}") ? Optional.of(Integer.valueOf(text)) : Optional.empty();
    }
}
