package io.github.proxmoxmcp.server.manifest;

import io.github.proxmoxmcp.server.manifest.Difference.Kind;
import io.github.proxmoxmcp.server.manifest.guest.Field;
import io.github.proxmoxmcp.server.manifest.guest.LiveFields;
import io.github.proxmoxmcp.server.manifest.guest.OptionFields;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Compares what is declared with what is: only the fields that are written, each in its canonical form.
public final class FieldComparison {

    private FieldComparison() {}

    /// The fields of a guest that differ, in the order of the manifest.
    public static List<Difference> of(Manifest manifest, GuestFacts guest) {
        return of(manifest, guest.container(), guest.options());
    }

    /// @param options what there is, by Proxmox's names
    public static List<Difference> of(Manifest manifest, boolean container, Map<String, String> options) {
        List<Difference> differences = new ArrayList<>();
        for (Wanted wanted : manifest.fields()) {
            Optional<String> now = LiveFields.value(container, wanted.field(), options);
            if (!wanted.isMetBy(now)) {
                differences.add(judged(manifest, container, options, wanted, now));
            }
        }
        return differences;
    }

    private static Difference judged(
            Manifest manifest, boolean container, Map<String, String> options, Wanted wanted, Optional<String> now) {
        Optional<String> ignored = manifest.ignored(wanted.path());
        if (ignored.isPresent()) {
            return new Difference(wanted, now, Kind.IGNORED, ignored.get());
        }
        if (wanted.field().option().equals(Field.NODE) && manifest.fixed()) {
            return new Difference(
                    wanted, now, Kind.CANNOT, "a plan moves no guest; migrate_guest does, or leave out 'placement'");
        }
        if (wanted.field().createOnly()) {
            return new Difference(wanted, now, Kind.CREATION_ONLY, "is used when it is made");
        }
        if (manifest.kind() == ManifestKind.BRIDGE) {
            return new Difference(
                    wanted,
                    now,
                    Kind.CANNOT,
                    "networks of nodes are compared and not changed: a wrong one cuts it off");
        }
        return OptionFields.hindrance(container, wanted.field(), wanted.value(), now, options)
                .map(why -> new Difference(wanted, now, Kind.CANNOT, why))
                .orElseGet(() -> new Difference(wanted, now, Kind.CHANGE, ""));
    }
}
