package io.github.proxmoxmcp.server.tools.declared;

import io.github.proxmoxmcp.client.Planner;
import io.github.proxmoxmcp.client.guest.ConfigChange;
import io.github.proxmoxmcp.client.guest.GuestApi;
import io.github.proxmoxmcp.client.guest.Power;
import io.github.proxmoxmcp.client.lxc.LxcLifecycleApi.CloneContainer;
import io.github.proxmoxmcp.client.lxc.LxcLifecycleApi.CreateContainer;
import io.github.proxmoxmcp.client.pools.PoolsChangeApi.PoolChange;
import io.github.proxmoxmcp.client.qemu.QemuLifecycleApi.CloneVm;
import io.github.proxmoxmcp.client.qemu.QemuLifecycleApi.CreateVm;
import io.github.proxmoxmcp.client.value.GuestType;
import io.github.proxmoxmcp.client.value.Options;
import io.github.proxmoxmcp.server.guard.Step;
import io.github.proxmoxmcp.server.manifest.Difference;
import io.github.proxmoxmcp.server.manifest.FieldComparison;
import io.github.proxmoxmcp.server.manifest.GuestFacts;
import io.github.proxmoxmcp.server.manifest.Manifest;
import io.github.proxmoxmcp.server.manifest.Wanted;
import io.github.proxmoxmcp.server.manifest.guest.Field;
import io.github.proxmoxmcp.server.manifest.guest.OptionFields;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The calls that make a guest what its manifest says, in order and in a lane of their own.
///
/// @param label how texts name it
record GuestSteps(Manifest manifest, boolean container, String node, int vmid, String label) {

    static GuestSteps of(Manifest manifest, GuestFacts guest) {
        return new GuestSteps(manifest, guest.container(), guest.node(), guest.vmid(), guest.label());
    }

    /// Writes the differences that can be written.
    ///
    /// @param digest of the configuration that they were found in; absent for a guest that this plan makes
    List<Step> change(GuestFacts guest, List<Difference> differences, Optional<String> digest) {
        Map<String, String> options = guest.options();
        List<Step> steps = new ArrayList<>();
        Map<String, String> set = new TreeMap<>();
        List<String> delete = new ArrayList<>();
        List<Step> resizes = new ArrayList<>();
        Map<String, Map<Field, Optional<String>>> lines = new LinkedHashMap<>();
        for (Difference difference : differences) {
            Wanted wanted = difference.wanted();
            Field field = wanted.field();
            if (!difference.isChange() || field.option().startsWith("@")) {
                continue;
            }
            if (OptionFields.isSize(container, field) && options.containsKey(field.option())) {
                resizes.add(resize(field, wanted.value().orElseThrow()));
            } else if (!field.part().isEmpty()) {
                lines.computeIfAbsent(field.option(), _ -> new LinkedHashMap<>())
                        .put(field, wanted.value());
            } else if (wanted.value().isPresent()) {
                set.put(field.option(), field.type().forProxmox(value(difference)));
            } else {
                delete.add(field.option());
            }
        }
        lines.forEach((option, parts) -> {
            String line = line(option, Optional.ofNullable(options.get(option)), parts);
            if (line.isEmpty()) {
                delete.add(option);
            } else {
                set.put(option, line);
            }
        });
        if (!set.isEmpty() || !delete.isEmpty()) {
            ConfigChange change = ConfigChange.of(set, delete, digest);
            List<String> names = new ArrayList<>(set.keySet());
            delete.forEach(name -> names.add(name + " (removed)"));
            steps.add(step(Step.of(
                    plan -> plan.guest(GuestType.of(container), node, vmid).putConfig(change),
                    "set " + String.join(", ", names) + " of guest " + label)));
        }
        steps.addAll(resizes);
        differences.stream()
                .filter(Difference::isChange)
                .flatMap(difference -> special(guest, difference).stream())
                .forEach(steps::add);
        return steps;
    }

    /// Tags that are only partly owned are written beside those of others.
    private static String value(Difference difference) {
        Wanted wanted = difference.wanted();
        String value = wanted.value().orElseThrow();
        return wanted.including()
                ? difference
                        .now()
                        .filter(text -> !text.isEmpty())
                        .map(now -> now + "\n" + value)
                        .orElse(value)
                : value;
    }

    private String line(String option, Optional<String> line, Map<Field, Optional<String>> parts) {
        return line.isEmpty()
                ? OptionFields.newDisk(container, option, parts)
                        .orElseGet(() -> OptionFields.merged(container, option, line, parts))
                : OptionFields.merged(container, option, line, parts);
    }

    private Step resize(Field field, String bytes) {
        String size = field.type().forProxmox(bytes);
        return step(Step.of(
                plan -> plan.guest(GuestType.of(container), node, vmid)
                        .resize(new GuestApi.ResizeDisk(field.option(), size, Optional.empty())),
                "grow " + field.option() + " of guest " + label + " to "
                        + field.type().shown(bytes)));
    }

    /// What is no option to Proxmox.
    private Optional<Step> special(GuestFacts guest, Difference difference) {
        Optional<String> wanted = difference.wanted().value();
        return switch (difference.wanted().field().option()) {
            case Field.POOL -> {
                PoolChange change = wanted.map(pool -> PoolChange.add(
                                pool, String.valueOf(vmid), guest.pool().map(_ -> true)))
                        .orElseGet(() -> PoolChange.remove(guest.pool().orElseThrow(), String.valueOf(vmid)));
                yield Optional.of(step(Step.of(
                        plan -> plan.poolsChange().change(change),
                        "put guest " + label + " into "
                                + wanted.map(pool -> "pool " + pool).orElse("no pool"))));
            }
            case Field.POWER -> Optional.of(power(wanted.equals(Optional.of("running"))));
            default -> Optional.empty();
        };
    }

    private Step power(boolean running) {
        return step(
                running
                        ? Step.of(
                                plan -> plan.guest(GuestType.of(container), node, vmid)
                                        .start(),
                                "start guest " + label)
                        : Step.of(
                                plan -> plan.guest(GuestType.of(container), node, vmid)
                                        .shutdown(Power.Shutdown.ORDERLY),
                                "shut down guest " + label));
    }

    /// Copies a guest and makes the copy what the manifest says.
    List<Step> cloned(GuestFacts source) {
        Optional<String> name = manifest.wanted("hostname").flatMap(Wanted::value);
        Optional<String> target = Optional.of(node).filter(one -> !one.equals(source.node()));
        boolean full = manifest.from()
                .full()
                .orElse(!source.template() || manifest.from().storage().isPresent());
        Options pool = manifest.wanted("pool")
                .flatMap(Wanted::value)
                .map(text -> Options.NONE.with("pool", text))
                .orElse(Options.NONE);
        Optional<String> storage = manifest.from().storage();
        String what = (full ? "clone guest " : "make a linked clone of ") + source.label() + " as " + label;
        Planner.Planned clone = container
                ? plan -> plan.lxcLifecycle()
                        .clone(
                                source.node(),
                                source.vmid(),
                                new CloneContainer(vmid, name, target, Optional.of(full), storage, pool))
                : plan -> plan.qemuLifecycle()
                        .clone(
                                source.node(),
                                source.vmid(),
                                new CloneVm(vmid, name, target, Optional.of(full), storage, pool));
        List<Step> steps = new ArrayList<>(List.of(step(Step.of(clone, what))));
        steps.addAll(change(
                copy(source),
                differences(source).stream().filter(one -> !waits(one, source)).toList(),
                Optional.empty()));
        return steps;
    }

    /// What differs in the copy of a guest.
    List<Difference> differences(GuestFacts source) {
        return FieldComparison.of(manifest, copy(source)).stream()
                .filter(one -> !one.path().endsWith(".storage"))
                .toList();
    }

    /// Whether a difference can only be written once the copy is there: the line of a disk has the name of its volume.
    boolean waits(Difference difference, GuestFacts source) {
        Field field = difference.wanted().field();
        return difference.isChange()
                && OptionFields.isDisk(container, field.option())
                && !OptionFields.isSize(container, field)
                && !field.part().isEmpty()
                && source.options().containsKey(field.option());
    }

    /// The copy before anything is changed in it.
    private GuestFacts copy(GuestFacts source) {
        TreeMap<String, String> config = new TreeMap<>(source.config().orElseThrow());
        config.remove("template");
        // Proxmox gives the copy's cards addresses of their own.
        config.replaceAll((option, text) -> OptionFields.withoutAddress(container, option, text));
        manifest.wanted("hostname")
                .flatMap(Wanted::value)
                .ifPresent(name -> config.put(container ? "hostname" : "name", name));
        return new GuestFacts(
                vmid,
                container,
                source.name(),
                node,
                "stopped",
                false,
                manifest.wanted("pool").flatMap(Wanted::value),
                Optional.empty(),
                Optional.of(config),
                Optional.empty());
    }

    /// Makes a guest of nothing, or a container of its template.
    List<Step> created() {
        Map<String, String> options = new TreeMap<>();
        Map<String, Map<Field, Optional<String>>> lines = new LinkedHashMap<>();
        for (Wanted wanted : manifest.fields()) {
            Field field = wanted.field();
            if (wanted.value().isEmpty()
                    || field.option().equals(Field.NODE)
                    || field.option().equals(Field.POWER)) {
                continue;
            }
            if (field.part().isEmpty()) {
                options.put(
                        field.option().equals(Field.POOL) ? "pool" : field.option(),
                        field.type().forProxmox(wanted.value().get()));
            } else {
                lines.computeIfAbsent(field.option(), _ -> new LinkedHashMap<>())
                        .put(field, wanted.value());
            }
        }
        options.remove("template");
        lines.forEach((option, parts) -> options.put(option, line(option, Optional.empty(), parts)));
        String what = "create " + (container ? "container " : "VM ") + label + " on " + node;
        Options all = Options.of(options);
        List<Step> steps = new ArrayList<>();
        steps.add(step(
                container
                        ? Step.of(
                                plan -> plan.lxcLifecycle()
                                        .create(
                                                node,
                                                CreateContainer.of(
                                                        vmid,
                                                        manifest.from()
                                                                .ostemplate()
                                                                .orElseThrow(),
                                                        all)),
                                what)
                        : Step.of(plan -> plan.qemuLifecycle().create(node, CreateVm.of(vmid, all)), what)));
        if (manifest.wanted("power").flatMap(Wanted::value).equals(Optional.of("running"))) {
            steps.add(power(true));
        }
        return steps;
    }

    Step delete() {
        return step(Step.of(
                plan -> plan.guest(GuestType.of(container), node, vmid).delete(GuestApi.DeleteGuest.PURGING),
                "delete guest " + label));
    }

    private Step step(Step step) {
        return step.inLane(manifest.key());
    }
}
