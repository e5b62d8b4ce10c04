package io.github.proxmoxmcp.server.sync.guest;

import io.github.proxmoxmcp.client.guest.GuestConfig;
import io.github.proxmoxmcp.client.guest.Tags;
import io.github.proxmoxmcp.persistence.Guest;
import io.github.proxmoxmcp.persistence.value.GuestKind;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a configuration, the wanted one or the one in force, says of the facts that `/cluster/resources` shows as they
/// are in force, up to ten seconds late.
record ConfiguredFacts(Guest row, GuestConfig config) {

    private static final long MIB = 1L << 20;
    private static final long DEFAULT_MEMORY_MIB = 512;
    private static final Pattern MEMORY = Pattern.compile("^(?:current=)?(\\d+)\\b");

    /// Proxmox shows a name even where none is set.
    String name() {
        boolean vm = row.kind() == GuestKind.VM;
        return config.get(vm ? "name" : "hostname")
                .filter(name -> !name.isBlank())
                .orElse((vm ? "VM " : "CT") + row.vmid());
    }

    boolean template() {
        return config.get("template").filter("1"::equals).isPresent();
    }

    Optional<String> lock() {
        return config.get("lock");
    }

    List<String> tags() {
        return config.get("tags").map(tags -> Tags.parse(tags).names()).orElse(List.of());
    }

    Optional<Long> memoryBytes() {
        String text = config.get("memory").orElse(Long.toString(DEFAULT_MEMORY_MIB));
        Matcher memory = MEMORY.matcher(text);
        return memory.find() ? Optional.of(Long.parseLong(memory.group(1)) * MIB) : Optional.empty();
    }

    /// @param ofNode how many the node has; a VM is not shown with more
    Optional<Double> cpus(Optional<Integer> ofNode) {
        if (row.kind() == GuestKind.CONTAINER) {
            return config.get("cores").map(Double::valueOf);
        }
        double all = config.get("vcpus").map(Double::valueOf).orElseGet(() -> number("sockets") * number("cores"));
        return Optional.of(ofNode.map(most -> Math.min(most, all)).orElse(all));
    }

    private double number(String key) {
        return config.get(key).map(Double::valueOf).orElse(1.0);
    }

    /// Whether the row says the same.
    boolean agrees(Optional<Integer> cpusOfNode) {
        return row.name().equals(Optional.of(name()))
                && row.template() == template()
                && memoryBytes().equals(row.memoryBytes())
                && cpus(cpusOfNode)
                        .filter(cpus -> !row.cpus().equals(Optional.of(cpus)))
                        .isEmpty();
    }

    /// The options that are history: a lock is state, and stands in the guest's row.
    SortedMap<String, String> options() {
        SortedMap<String, String> options = config.withoutDigest();
        options.remove("lock");
        return options;
    }
}
