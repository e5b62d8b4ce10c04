package io.github.proxmoxmcp.server.guard;

import io.github.proxmoxmcp.server.guard.Target.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What a call touches, told from its path and parameters alone: so `change_api` is bound by the same scope as every
/// tool, and a tool cannot forget a target.
final class Targets {

    /// Guests own volumes by their names: `local-lvm:vm-100-disk-0`, `backup/vzdump-qemu-100-2026_11_20.vma.zst`.
    private static final Pattern OWNER = Pattern.compile(
            "(?:\\b(?:vm|base|subvol|basevol)-|vzdump-(?:qemu|lxc|openvz)-|/(?:vm|ct|qemu|lxc)/)([0-9]{2,9})\\b");

    private static final Set<String> NODE_PARAMETERS = Set.of("target", "node", "nodes");
    private static final Set<String> STORAGE_PARAMETERS =
            Set.of("storage", "targetstorage", "target-storage", "dumpdir");

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
        owners(Stream.concat(path.stream(), step.parameters().values().stream().flatMap(List::stream)));
        parameters();
        if (!told) {
            found.add(Target.of(Kind.UNTOLD, step.method() + " " + step.path()));
        }
    }

    private boolean underNode() {
        String node = at(1);
        found.add(Target.of(Kind.PLACE, node));
        return switch (at(2)) {
            case "qemu", "lxc" -> path.size() == 3 ? created(node) : guest(at(3));
            case "vzdump" -> guests("vmid");
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
        Optional<Integer> vmid = step.parameter("vmid").flatMap(Targets::number);
        vmid.ifPresent(id -> added(id, node));
        return vmid.isPresent();
    }

    private void added(int vmid, String node) {
        found.add(Target.newGuest(
                vmid,
                node,
                step.parameter("pool").stream().toList(),
                step.parameter("tags").stream().flatMap(Targets::words).toList()));
    }

    private boolean guest(String segment) {
        Optional<Integer> vmid = number(segment);
        vmid.ifPresent(id -> found.add(Target.guest(id)));
        if (path.getLast().equals("clone")) {
            step.parameter("newid")
                    .flatMap(Targets::number)
                    .ifPresent(id -> added(id, step.parameter("target").orElse(at(1))));
        }
        step.parameter("target-vmid").flatMap(Targets::number).ifPresent(id -> found.add(Target.guest(id)));
        return vmid.isPresent();
    }

    private boolean guests(String parameter) {
        List<Integer> vmids = step.parameters().getOrDefault(parameter, List.of()).stream()
                .flatMap(Targets::words)
                .flatMap(word -> number(word).stream())
                .toList();
        vmids.forEach(id -> found.add(Target.guest(id)));
        return !vmids.isEmpty();
    }

    /// `UPID:pve1:…:qmstart:100:root@pam:`
    private boolean task(String upid) {
        String[] parts = upid.split(":");
        return parts.length > 6
                && number(parts[6]).map(id -> found.add(Target.guest(id))).isPresent();
    }

    /// Of a volume its owner is told by its name; without one it belongs to nobody.
    private boolean content() {
        found.add(Target.of(Kind.STORAGE, at(3)));
        return at(4).equals("download-url")
                || (at(4).equals("content")
                        && path.size() > 5
                        && OWNER.matcher(at(5)).find());
    }

    private boolean pools() {
        List<String> pools = path.size() > 1
                ? List.of(at(1))
                : step.parameter("poolid").stream().toList();
        pools.forEach(pool -> found.add(Target.of(Kind.POOL, pool)));
        boolean ofGuests = guests("vms");
        return !pools.isEmpty() && (ofGuests || step.parameters().containsKey("storage"));
    }

    private boolean cluster() {
        return switch (at(1)) {
            case "ha" ->
                Stream.concat(path.stream().skip(3), step.parameter("sid").stream())
                        .filter(sid -> sid.matches("(vm|ct):[0-9]+"))
                        .map(sid -> found.add(Target.guest(Integer.parseInt(sid.substring(3)))))
                        .findAny()
                        .isPresent();
            case "replication" ->
                Stream.concat(path.stream().skip(2), step.parameter("id").stream())
                        .filter(id -> id.matches("[0-9]+-[0-9]+"))
                        .map(id -> found.add(Target.guest(Integer.parseInt(id.split("-")[0]))))
                        .findAny()
                        .isPresent();
            // A job is of the guests that it names; one that is changed may be of others.
            case "backup" -> path.size() == 2 && guests("vmid");
            default -> false;
        };
    }

    private void owners(Stream<String> texts) {
        texts.forEach(text -> {
            Matcher owner = OWNER.matcher(text);
            while (owner.find()) {
                found.add(Target.guest(Integer.parseInt(owner.group(1))));
            }
        });
    }

    private void parameters() {
        step.parameters().forEach((name, values) -> {
            if (NODE_PARAMETERS.contains(name)) {
                values.stream().flatMap(Targets::words).forEach(node -> found.add(Target.of(Kind.PLACE, node)));
            }
            if (STORAGE_PARAMETERS.contains(name)) {
                values.forEach(storage -> found.add(Target.of(Kind.STORAGE, storage)));
            }
            if (name.equals("pool")) {
                values.forEach(pool -> found.add(Target.of(Kind.POOL, pool)));
            }
        });
    }

    private String at(int index) {
        return index < path.size() ? path.get(index) : "";
    }

    private static Stream<String> words(String text) {
        return Stream.of(text.split("[,;\\s]+")).filter(word -> !word.isEmpty());
    }

    private static Optional<Integer> number(String text) {
        return text.matches("[0-9]{1,9}") ? Optional.of(Integer.valueOf(text)) : Optional.empty();
    }
}
