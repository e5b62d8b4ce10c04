package io.github.proxmoxmcp.server.problems;

import io.github.proxmoxmcp.persistence.inventory.InventoryStore.Known;
import io.github.proxmoxmcp.persistence.inventory.NodeDisk;
import io.github.proxmoxmcp.persistence.value.Kind;
import io.github.proxmoxmcp.server.problems.Problem.Area;
import io.github.proxmoxmcp.server.problems.Problem.Severity;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Disks whose SMART says that they fail, or that are nearly worn out.
final class DiskCheck implements Check {

    private static final Set<String> GOOD = Set.of("PASSED", "OK");
    private static final int WORN_OUT = 10;

    @Override
    public Area area() {
        return Area.DISK;
    }

    @Override
    public Findings look(Situation situation) {
        return new Findings(
                situation.inventory().list(NodeDisk.class).stream()
                        .flatMap(known -> problem(situation, known).stream())
                        .toList(),
                situation.unread(Kind.NODE_DISK, "disks"));
    }

    private static Optional<Problem> problem(Situation situation, Known<NodeDisk> known) {
        NodeDisk disk = known.thing();
        boolean failing = disk.health().filter(health -> !GOOD.contains(health)).isPresent();
        boolean worn = disk.lifeLeftPercent().filter(left -> left < WORN_OUT).isPresent();
        if (!failing && !worn) {
            return Optional.empty();
        }
        String evidence = String.join(
                ", ",
                List.of(
                        "SMART " + disk.health().orElse("says nothing"),
                        disk.lifeLeftPercent()
                                .map(left -> left + " % life left")
                                .orElse("wear unknown"),
                        "used as " + disk.usedAs().orElse("nothing")));
        return Optional.of(new Problem(
                        failing ? Severity.CRITICAL : Severity.WARNING,
                        Area.DISK,
                        disk.node() + " " + disk.name(),
                        evidence,
                        situation.since(Kind.NODE_DISK, Optional.of(disk.node()), known.validity()),
                        "replace it"
                                + disk.serial()
                                        .map(serial -> " (serial " + serial + ")")
                                        .orElse("") + "; check first that its data is redundant or backed up")
                .ofNode(disk.node()));
    }
}
