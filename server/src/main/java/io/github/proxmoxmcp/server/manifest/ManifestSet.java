package io.github.proxmoxmcp.server.manifest;

import io.github.proxmoxmcp.server.manifest.yaml.BadManifest;
import io.github.proxmoxmcp.server.manifest.yaml.Fault;
import io.github.proxmoxmcp.server.manifest.yaml.Place;
import io.github.proxmoxmcp.server.manifest.yaml.YamlReader;
import io.github.proxmoxmcp.server.manifest.yaml.YamlTree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/// The manifests that are planned and applied together, with fleets expanded.
///
/// @param name of the set
public record ManifestSet(String name, List<Manifest> manifests) {

    private static final int MAX_MANIFESTS = 20_000;

    public ManifestSet {
        manifests = List.copyOf(manifests);
    }

    /// @param texts by the names of their files
    /// @throws BadManifest with everything that is wrong
    public static ManifestSet read(String name, SortedMap<String, String> texts) {
        List<Fault> faults = new ArrayList<>();
        List<Manifest> manifests = new ArrayList<>();
        ExpansionBudget budget = new ExpansionBudget();
        texts.forEach((file, text) -> {
            try {
                for (YamlTree document : YamlReader.read(file, text)) {
                    for (YamlTree one : FleetExpansion.expand(document, budget, faults)) {
                        new ManifestReader(faults).read(one).ifPresent(manifests::add);
                    }
                }
            } catch (BadManifest e) {
                faults.addAll(e.faults());
            }
        });
        requireOnce(manifests, faults);
        if (manifests.size() > MAX_MANIFESTS) {
            faults.add(new Fault(
                    manifests.getLast().place(),
                    "",
                    "there are " + manifests.size() + " things, and a set has at most " + MAX_MANIFESTS));
        }
        if (!faults.isEmpty()) {
            throw new BadManifest(faults);
        }
        return new ManifestSet(name, manifests);
    }

    /// One manifest a key, one a vmid.
    private static void requireOnce(List<Manifest> manifests, List<Fault> faults) {
        Map<String, Place> keys = new HashMap<>();
        Map<Integer, Manifest> vmids = new HashMap<>();
        for (Manifest manifest : manifests) {
            Place first = keys.putIfAbsent(manifest.key(), manifest.place());
            if (first != null) {
                faults.add(new Fault(
                        manifest.place(),
                        "name",
                        manifest.key() + " is declared twice, first at " + first + "; keep one"));
            }
            manifest.vmid().ifPresent(vmid -> {
                Manifest other = vmids.putIfAbsent(vmid, manifest);
                if (other != null) {
                    faults.add(new Fault(
                            manifest.place(),
                            "vmid",
                            vmid + " is declared by " + other.key() + " at " + other.place()
                                    + ", too; a guest has one manifest"));
                }
            });
        }
    }

    public Optional<Manifest> get(String key) {
        return manifests.stream().filter(manifest -> manifest.key().equals(key)).findFirst();
    }
}
