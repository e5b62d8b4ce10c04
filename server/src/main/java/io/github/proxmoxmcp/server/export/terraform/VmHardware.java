package io.github.proxmoxmcp.server.export.terraform;

import io.github.proxmoxmcp.server.export.Remaining;
import io.github.proxmoxmcp.server.export.Remaining.Parts;
import io.github.proxmoxmcp.server.export.terraform.Draft.Unsayable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Processor, memory, NUMA, agent, operating system and screen of a virtual machine.
final class VmHardware {

    private static final int MAX_MEMORY = 268_435_456;

    private VmHardware() {}

    static void write(Draft vm) {
        agent(vm);
        boolean cpu = cpu(vm);
        memory(vm, cpu);
        numa(vm, cpu);
        operatingSystem(vm);
        vga(vm);
    }

    private static void agent(Draft vm) {
        if (vm.config.get("agent").isEmpty()) {
            return;
        }
        vm.argument("agent", () -> {
            Parts parts = vm.config.open("agent").orElseThrow();
            Block agent = new Block("agent");
            boolean enabled = parts.take("enabled", "enabled")
                    .map(on -> vm.truth("agent", on))
                    .orElse(false);
            Optional<Boolean> trim = vm.truth("agent", parts, "fstrim_cloned_disks");
            Optional<String> type = parts.take("type").map(one -> Draft.matching("agent", one, Allowed.AGENT_TYPE));
            if (!enabled && !trim.orElse(false) && type.orElse("virtio").equals("virtio")) {
                vm.byDefault.add("agent=0");
                return;
            }
            vm.block.add(agent.set("enabled", enabled).set("trim", trim).set("type", type));
        });
    }

    /// Whether there is a block for it.
    private static boolean cpu(Draft vm) {
        boolean[] written = {false};
        Remaining.Mark before = vm.config.mark();
        vm.argument("cpu", () -> {
            Optional<Parts> model = vm.config.open("cpu");
            Optional<String> type = model.flatMap(parts -> parts.take("cputype", "cputype"));
            Block cpu = cpu(vm, type, model.flatMap(parts -> parts.take("flags")));
            if (!inState(cpu, type)) {
                vm.config.backTo(before);
                vm.leaveToDefaults("cores", "sockets", "vcpus", "cpulimit");
                vm.config.open("cpu").ifPresent(parts -> vm.leaveToDefaults("cpu", parts, "cputype", ""));
                vm.config.get("numa").filter("0"::equals).ifPresent(_ -> vm.leaveToDefaults("numa"));
                return;
            }
            numaSwitch(vm, cpu);
            cpu.set(
                    "affinity",
                    vm.config.take("affinity").map(text -> Draft.matching("affinity", text, Allowed.AFFINITY)));
            vm.block.add(cpu);
            written[0] = true;
            if (type.isEmpty()) {
                vm.note("the CPU has no type in Proxmox, which means kvm64; the provider reads qemu64, and a later"
                        + " change of the CPU would write that");
            }
        });
        return written[0];
    }

    private static Block cpu(Draft vm, Optional<String> type, Optional<String> flags) {
        return new Block("cpu")
                .set("cores", vm.config.take("cores").map(text -> Draft.integer("cores", text, 1, 2304)))
                .set("sockets", vm.config.take("sockets").map(text -> Draft.integer("sockets", text, 1, 16)))
                .set("hotplugged", vm.config.take("vcpus").map(text -> Draft.integer("vcpus", text, 0, 2304)))
                .set("type", type.map(text -> Draft.matching("cpu", text, Allowed.CPU_TYPE)))
                .set("flags", flags.map(text -> List.of(text.split(";"))))
                .set("limit", vm.config.take("cpulimit").map(text -> Draft.decimal("cpulimit", text)))
                .set("units", vm.config.take("cpuunits").map(text -> Draft.integer("cpuunits", text, 1, 262_144)))
                .set(
                        "architecture",
                        vm.config.take("arch").map(text -> Draft.matching("arch", text, Allowed.ARCHITECTURE)));
    }

    private static void numaSwitch(Draft vm, Block cpu) {
        boolean needed = Stream.of("hugepages", "keephugepages")
                        .anyMatch(key -> vm.config.get(key).isPresent())
                || !vm.config.numbered("numa").isEmpty();
        Optional<Boolean> on = vm.config.take("numa").map(text -> vm.truth("numa", text));
        cpu.set("numa", on.or(() -> needed ? Optional.of(false) : Optional.empty()));
    }

    /// NUMA and affinity alone do not count.
    private static boolean inState(Block cpu, Optional<String> type) {
        return cpu.differs("cores", 1)
                || cpu.differs("sockets", 1)
                || cpu.differs("hotplugged", 0)
                || !type.orElse("qemu64").equals("qemu64")
                || cpu.sets("flags")
                || cpu.isPositive("limit")
                || cpu.sets("units")
                || cpu.sets("architecture");
    }

    private static void memory(Draft vm, boolean cpu) {
        if (vm.config.get("memory").isEmpty()) {
            vm.ignore("memory", "Proxmox has none set and means 512 MiB, which the provider reads as 0");
            return;
        }
        if (!vm.config.get("memory").orElse("").matches("\\d+")) {
            vm.refuse("memory is no plain number, by which every reading of the provider fails");
        }
        vm.argument("memory", () -> {
            Block memory = new Block("memory")
                    .set(
                            "dedicated",
                            vm.config
                                    .open("memory")
                                    .flatMap(parts -> parts.take("current", "current"))
                                    .map(text -> Draft.integer("memory", text, 64, MAX_MEMORY)))
                    .set("floating", vm.config.take("balloon").map(text -> mebibytes("balloon", text)))
                    .set(
                            "shared",
                            vm.config
                                    .open("ivshmem")
                                    .flatMap(parts -> parts.take("size"))
                                    .map(text -> mebibytes("ivshmem", text)))
                    .set(
                            "hugepages",
                            vm.config
                                    .take("hugepages")
                                    .map(text -> Draft.matching("hugepages", text, Allowed.HUGEPAGES)))
                    .set(
                            "keep_hugepages",
                            vm.config.take("keephugepages").map(text -> vm.truth("keephugepages", text)));
            boolean pages = memory.sets("hugepages") || memory.sets("keep_hugepages");
            if (!cpu && pages) {
                throw new Unsayable("huge pages can only be said beside a cpu block, and there is none");
            }
            if (!pages
                    && !memory.differs("dedicated", 512)
                    && !memory.differs("floating", 0)
                    && !memory.differs("shared", 0)) {
                vm.leaveToDefaults("memory", "balloon");
                return;
            }
            vm.block.add(memory);
            if (!memory.sets("floating")) {
                vm.note("balloon is not set in Proxmox, which means on; the provider reads 0, and a later change of the"
                        + " memory would switch it off");
            }
        });
    }

    private static Integer mebibytes(String what, String text) {
        return Draft.integer(what, text, 0, MAX_MEMORY);
    }

    private static void numa(Draft vm, boolean cpu) {
        vm.repeated("numa", () -> {
            List<Block> all = new ArrayList<>();
            for (String key : vm.config.numbered("numa").values()) {
                Parts parts = vm.config.open(key).orElseThrow();
                if (!parts.has("hostnodes") || !parts.has("cpus")) {
                    // Not read at all; what was opened here is named at the end.
                    continue;
                }
                if (!cpu) {
                    throw new Unsayable("NUMA can only be said beside a cpu block, and there is none");
                }
                Block numa = new Block("numa").set("device", key);
                numa.set("cpus", parts.take("cpus").map(text -> Draft.matching(key, text, Allowed.NUMA_SET)));
                numa.set("hostnodes", parts.take("hostnodes").map(text -> Draft.matching(key, text, Allowed.NUMA_SET)));
                numa.set(
                        "memory",
                        Draft.integer(key + " memory", parts.take("memory").orElse("none"), 64, MAX_MEMORY));
                numa.set(
                        "policy",
                        Draft.matching(key + " policy", parts.take("policy").orElse("none"), Allowed.NUMA_POLICY));
                all.add(numa);
            }
            return all;
        });
    }

    private static void operatingSystem(Draft vm) {
        Optional<String> type = vm.config.get("ostype");
        if (type.isEmpty()) {
            vm.ignore("operating_system", "Proxmox has none set, which the provider reads as an empty type");
        } else if (type.get().equals("other")) {
            vm.leaveToDefaults("ostype");
        } else {
            vm.nested(
                    "operating_system",
                    block -> block.set(
                            "type",
                            Draft.matching("ostype", vm.config.take("ostype").orElseThrow(), Allowed.OS)));
        }
    }

    private static void vga(Draft vm) {
        if (vm.config.get("vga").isEmpty()) {
            return;
        }
        vm.argument("vga", () -> {
            Parts parts = vm.config.open("vga").orElseThrow();
            Optional<String> type = parts.take("type", "type");
            if (type.isEmpty()) {
                throw new Unsayable("it has no type, which the provider reads as an empty one");
            }
            Block vga = new Block("vga")
                    .set("type", Draft.matching("vga", type.get(), Allowed.VGA))
                    .set("memory", parts.take("memory").map(text -> Draft.integer("vga memory", text, 4, 512)))
                    .set("clipboard", parts.take("clipboard"));
            if (type.get().equals("std") && !vga.differs("memory", 16) && !vga.sets("clipboard")) {
                vm.leaveToDefaults("vga", parts);
                return;
            }
            vm.block.add(vga);
        });
    }
}
