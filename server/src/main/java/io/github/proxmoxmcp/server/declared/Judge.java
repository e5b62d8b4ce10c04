package io.github.proxmoxmcp.server.declared;

import io.github.proxmoxmcp.persistence.value.Cause;
import io.github.proxmoxmcp.server.declared.DeclaredWorld.Sight;
import io.github.proxmoxmcp.server.declared.JudgedThing.Drifted;
import io.github.proxmoxmcp.server.manifest.Difference;
import io.github.proxmoxmcp.server.manifest.FieldComparison;
import io.github.proxmoxmcp.server.manifest.GuestFacts;
import io.github.proxmoxmcp.server.manifest.Manifest;
import io.github.proxmoxmcp.server.manifest.ManifestKind;
import io.github.proxmoxmcp.server.manifest.Origin;
import io.github.proxmoxmcp.server.manifest.State;
import io.github.proxmoxmcp.server.manifest.Wanted;
import io.github.proxmoxmcp.server.tool.UntrustedText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Stream;

/// Judges the things of a set: how each stands to its manifest.
///
/// @param cluster the name of the cluster that is looked at
/// @param authors who made what it is now, where that is known
/// @param incarnations which guest a vmid is of
public record Judge(String cluster, DeclaredWorld world, Authors authors, Incarnations incarnations) {

    /// Tells since when a field is as it is, and by whom.
    public interface Authors {

        Authorship of(Manifest manifest, Optional<Integer> vmid, Difference difference);

        /// @param since absent: it was so when the memory began
        record Authorship(Optional<Instant> since, Optional<Cause> cause) {}
    }

    /// Everything of a set, in its order, and after it what is declared no more.
    public List<JudgedThing> all(Declared declared) {
        return Stream.concat(
                        declared.set().manifests().stream().map(manifest -> one(declared, manifest)),
                        declared.orphans().stream().map(this::orphan))
                .toList();
    }

    private JudgedThing orphan(Manifest manifest) {
        return judged(manifest, manifest.vmid(), State.ORPHANED, "it is declared no longer; nothing is done to it");
    }

    private JudgedThing one(Declared declared, Manifest manifest) {
        Optional<Integer> vmid = declared.vmid(manifest);
        if (manifest.cluster().filter(name -> !name.equals(cluster)).isPresent()) {
            return judged(
                    manifest,
                    vmid,
                    State.INVALID,
                    "it is for cluster '" + manifest.cluster().get() + "', and this is '" + cluster + "'");
        }
        if (!manifest.kind().isGuest()) {
            return thing(declared, manifest);
        }
        if (vmid.isEmpty()) {
            return judged(manifest, vmid, State.NOT_APPLIED, "it is to be made");
        }
        return switch (world.guest(vmid.get())) {
            case Sight.Seen(GuestFacts guest) -> guest(declared, manifest, guest);
            case Sight.Found _ -> throw new IllegalStateException(manifest.key() + " is a guest");
            case Sight.Unseen(String why) -> judged(manifest, vmid, State.UNKNOWN, why);
            case Sight.Gone(String why) ->
                !manifest.present()
                        ? judged(manifest, vmid, State.IN_SYNC, "it is gone, as declared")
                        : declared.before(manifest).filter(Manifest::present).isPresent()
                                ? judged(manifest, vmid, State.MISSING, why)
                                : judged(manifest, vmid, State.NOT_APPLIED, "it is to be made");
        };
    }

    private JudgedThing guest(Declared declared, Manifest manifest, GuestFacts guest) {
        Optional<Integer> vmid = Optional.of(guest.vmid());
        boolean container = manifest.kind() == ManifestKind.CONTAINER;
        if (container != guest.container()) {
            return seen(
                    manifest,
                    guest,
                    State.FOREIGN,
                    "guest " + guest.vmid() + " is a " + (guest.container() ? "container" : "virtual machine"));
        }
        Optional<String> other = declared.bound(manifest)
                .flatMap(bound -> incarnations.another(bound, guest))
                .or(() -> anotherName(declared, manifest, guest));
        if (other.isPresent()) {
            return seen(manifest, guest, State.FOREIGN, other.get());
        }
        if (guest.unknownSince().isPresent()) {
            return seen(
                    manifest,
                    guest,
                    State.UNKNOWN,
                    "nothing is known of it since " + guest.unknownSince().get());
        }
        if (guest.config().isEmpty()) {
            return seen(manifest, guest, State.UNKNOWN, "its configuration was not read yet");
        }
        if (guest.lock().isPresent()) {
            return seen(
                    manifest,
                    guest,
                    State.BUSY,
                    "it is locked (" + UntrustedText.marked(guest.lock().get()) + ")");
        }
        if (!manifest.present()) {
            return seen(manifest, guest, State.NOT_APPLIED, "it is to be deleted");
        }
        return compared(declared, manifest, vmid, Optional.of(guest), FieldComparison.of(manifest, guest));
    }

    /// Of a guest that is to be made the name must be the one that it gets: an older guest of that vmid is another.
    private static Optional<String> anotherName(Declared declared, Manifest manifest, GuestFacts guest) {
        boolean made = manifest.vmid().isEmpty() || !manifest.from().equals(Origin.NOTHING);
        return manifest.wanted("hostname")
                .flatMap(Wanted::value)
                .filter(name -> made && declared.before(manifest).isEmpty())
                .filter(name -> guest.name().filter(name::equals).isEmpty())
                .map(name -> "guest " + guest.label() + " has the vmid that is declared for '" + name + "'");
    }

    private JudgedThing thing(Declared declared, Manifest manifest) {
        Optional<Integer> none = Optional.empty();
        return switch (world.thing(manifest.kind(), manifest.name())) {
            case Sight.Unseen(String why) -> judged(manifest, none, State.UNKNOWN, why);
            case Sight.Gone(String why) ->
                !manifest.present()
                        ? judged(manifest, none, State.IN_SYNC, "it is gone, as declared")
                        : declared.before(manifest).filter(Manifest::present).isPresent()
                                ? judged(manifest, none, State.MISSING, why)
                                : judged(manifest, none, State.NOT_APPLIED, "it is to be made");
            case Sight.Found(SortedMap<String, String> options) ->
                manifest.present()
                        ? compared(
                                declared,
                                manifest,
                                none,
                                Optional.empty(),
                                FieldComparison.of(manifest, false, options))
                        : judged(manifest, none, State.NOT_APPLIED, "it is to be deleted");
            case Sight.Seen _ -> throw new IllegalStateException(manifest.key() + " is no guest");
        };
    }

    private JudgedThing compared(
            Declared declared,
            Manifest manifest,
            Optional<Integer> vmid,
            Optional<GuestFacts> guest,
            List<Difference> differences) {
        Optional<Manifest> before = declared.before(manifest);
        List<Drifted> drifted = new ArrayList<>();
        for (Difference difference : differences) {
            // Without a record the files are what everybody says is in force.
            boolean applied = before.map(old -> old.wanted(difference.path())
                            .map(Wanted::value)
                            .equals(Optional.of(difference.wanted().value())))
                    .orElse(true);
            Authors.Authorship origin = difference.matters()
                    ? authors.of(manifest, vmid, difference)
                    : new Authors.Authorship(Optional.empty(), Optional.empty());
            drifted.add(new Drifted(difference, applied, origin.since(), origin.cause()));
        }
        List<Drifted> matter =
                drifted.stream().filter(one -> one.difference().matters()).toList();
        State state = matter.isEmpty()
                ? State.IN_SYNC
                : matter.stream().anyMatch(Drifted::applied) ? State.DRIFTED : State.NOT_APPLIED;
        return new JudgedThing(manifest, vmid, guest, state, drifted, released(before, manifest), "");
    }

    private static List<Wanted> released(Optional<Manifest> before, Manifest manifest) {
        return before.stream()
                .flatMap(old -> old.fields().stream())
                .filter(old ->
                        old.value().isPresent() && manifest.wanted(old.path()).isEmpty())
                .filter(old ->
                        manifest.fields().stream().noneMatch(now -> old.path().startsWith(now.path() + ".")))
                .toList();
    }

    private static JudgedThing judged(Manifest manifest, Optional<Integer> vmid, State state, String why) {
        return new JudgedThing(manifest, vmid, Optional.empty(), state, List.of(), List.of(), why);
    }

    private static JudgedThing seen(Manifest manifest, GuestFacts guest, State state, String why) {
        return new JudgedThing(
                manifest, Optional.of(guest.vmid()), Optional.of(guest), state, List.of(), List.of(), why);
    }
}
