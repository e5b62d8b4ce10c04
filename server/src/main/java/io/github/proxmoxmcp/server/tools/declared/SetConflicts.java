package io.github.proxmoxmcp.server.tools.declared;

import io.github.proxmoxmcp.server.cluster.Reading;
import io.github.proxmoxmcp.server.declared.Declared;
import io.github.proxmoxmcp.server.manifest.Manifest;
import io.github.proxmoxmcp.server.manifest.Wanted;
import java.util.Optional;

/// Two sets may not own one field of one thing: each would undo the other.
record SetConflicts(Reading reading, Declared declared, PlanChecks checks) {

    void look() {
        reading.store().manifests().sets(reading.cluster().name()).stream()
                .filter(name -> !name.equals(declared.set().name()))
                .flatMap(name -> Declared.lastApplied(reading, name).stream())
                .forEach(this::compare);
    }

    private void compare(Declared other) {
        for (Manifest theirs : other.set().manifests()) {
            for (Manifest ours : declared.set().manifests()) {
                if (sameThing(other, theirs, ours)) {
                    ours.fields().stream()
                            // The name that a key gives is not written anywhere.
                            .filter(field -> !field.place().equals(ours.place()))
                            .filter(field -> theirs.fields().stream().anyMatch(their -> overlap(field, their)))
                            .findFirst()
                            .ifPresent(field -> checks.fault(
                                    ours,
                                    field.path(),
                                    "is owned by " + theirs.key() + " of set '"
                                            + other.set().name() + "', too; declare it in one of them"));
                }
            }
        }
    }

    private boolean sameThing(Declared other, Manifest theirs, Manifest ours) {
        Optional<Integer> vmid = declared.vmid(ours);
        return ours.kind() == theirs.kind()
                && (vmid.isPresent()
                        ? vmid.equals(other.vmid(theirs))
                        : !ours.kind().isGuest() && ours.name().equals(theirs.name()));
    }

    private static boolean overlap(Wanted one, Wanted other) {
        return one.path().equals(other.path())
                || one.path().startsWith(other.path() + ".")
                || other.path().startsWith(one.path() + ".");
    }
}
