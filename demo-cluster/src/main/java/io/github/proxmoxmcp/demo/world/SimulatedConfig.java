package io.github.proxmoxmcp.demo.world;

import io.github.proxmoxmcp.demo.model.GuestSizes;
import io.github.proxmoxmcp.demo.model.GuestType;
import io.github.proxmoxmcp.demo.model.Snapshot;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// One guest's configuration file: the options in force, those that wait for a restart, and the snapshots.
public final class SimulatedConfig {
    private final TreeMap<String, String> options = new TreeMap<>();
    private final TreeMap<String, String> pending = new TreeMap<>();
    private final TreeSet<String> pendingDeletes = new TreeSet<>();
    private final List<Snapshot> snapshots = new ArrayList<>();
    private Optional<String> digest = Optional.empty();
    private Optional<GuestSizes> sizes = Optional.empty();

    /// The options in force.
    public SortedMap<String, String> options() {
        return Collections.unmodifiableSortedMap(options);
    }

    /// Values that take effect when the guest is stopped next.
    public SortedMap<String, String> pending() {
        return Collections.unmodifiableSortedMap(pending);
    }

    /// Options that go away when the guest is stopped next.
    public SortedSet<String> pendingDeletes() {
        return Collections.unmodifiableSortedSet(pendingDeletes);
    }

    /// The options as somebody wants them: in force, overlaid with what is pending.
    public SortedMap<String, String> wanted() {
        var wanted = new TreeMap<>(options);
        wanted.putAll(pending);
        wanted.keySet().removeAll(pendingDeletes);
        return wanted;
    }

    public Optional<String> option(String key) {
        return Optional.ofNullable(options.get(key));
    }

    public List<Snapshot> snapshots() {
        return List.copyOf(snapshots);
    }

    public Optional<Snapshot> snapshot(String name) {
        return snapshots.stream()
                .filter(snapshot -> snapshot.name().equals(name))
                .findFirst();
    }

    void set(String key, String value) {
        pending.remove(key);
        pendingDeletes.remove(key);
        options.put(key, value);
        changed();
    }

    void delete(String key) {
        pending.remove(key);
        pendingDeletes.remove(key);
        options.remove(key);
        changed();
    }

    void setPending(String key, String value) {
        if (option(key).equals(Optional.of(value))) {
            revert(key);
            return;
        }
        pendingDeletes.remove(key);
        pending.put(key, value);
        changed();
    }

    void deletePending(String key) {
        if (options.containsKey(key)) {
            pendingDeletes.add(key);
        }
        pending.remove(key);
        changed();
    }

    /// A section of pending changes as a machine that was stopped by force keeps it.
    void leavePending(SortedMap<String, String> values, List<String> deletes) {
        pending.putAll(values);
        pendingDeletes.addAll(deletes);
        changed();
    }

    void revert(String key) {
        pending.remove(key);
        pendingDeletes.remove(key);
        changed();
    }

    void applyPending() {
        options.putAll(pending);
        options.keySet().removeAll(pendingDeletes);
        pending.clear();
        pendingDeletes.clear();
        changed();
    }

    void replaceOptions(SortedMap<String, String> others) {
        options.clear();
        options.putAll(others);
        pending.clear();
        pendingDeletes.clear();
        changed();
    }

    void addSnapshot(Snapshot snapshot) {
        snapshots.add(snapshot);
        changed();
    }

    /// Its children and the configuration itself then descend from its parent.
    void removeSnapshot(Snapshot gone) {
        snapshots.remove(gone);
        snapshots.replaceAll(
                other -> other.parent().equals(Optional.of(gone.name())) ? other.withParent(gone.parent()) : other);
        if (option("parent").equals(Optional.of(gone.name()))) {
            gone.parent().ifPresentOrElse(parent -> options.put("parent", parent), () -> options.remove("parent"));
        }
        changed();
    }

    void describeSnapshot(Snapshot snapshot, String description) {
        snapshots.set(snapshots.indexOf(snapshot), snapshot.withDescription(description));
        changed();
    }

    /// A hash of the file's content: it comes back when the content does.
    public String digest() {
        var known = digest.orElseGet(() -> sha1(text()));
        digest = Optional.of(known);
        return known;
    }

    /// How large the options in force make the guest.
    GuestSizes sizes(GuestType kind) {
        var known = sizes.orElseGet(() -> GuestSizes.of(kind, options));
        sizes = Optional.of(known);
        return known;
    }

    /// The file as it would stand in `/etc/pve`.
    public String text() {
        var text = new StringBuilder();
        lines(text, options);
        if (!pending.isEmpty() || !pendingDeletes.isEmpty()) {
            text.append("\n[PENDING]\n");
            if (!pendingDeletes.isEmpty()) {
                text.append("delete: ").append(String.join(",", pendingDeletes)).append('\n');
            }
            lines(text, pending);
        }
        for (var snapshot : snapshots) {
            text.append("\n[").append(snapshot.name()).append("]\n");
            text.append('#').append(snapshot.description()).append('\n');
            lines(text, snapshot.options());
            snapshot.parent()
                    .ifPresent(parent -> text.append("parent: ").append(parent).append('\n'));
            text.append("snaptime: ").append(snapshot.taken().getEpochSecond()).append('\n');
        }
        return text.toString();
    }

    private void changed() {
        digest = Optional.empty();
        sizes = Optional.empty();
    }

    private static void lines(StringBuilder text, SortedMap<String, String> options) {
        options.forEach((key, value) ->
                text.append(key).append(": ").append(value.replace("\n", "%0A")).append('\n'));
    }

    private static String sha1(String text) {
        try {
            var sha1 = MessageDigest.getInstance("SHA-1");
            return HexFormat.of().formatHex(sha1.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }
}
