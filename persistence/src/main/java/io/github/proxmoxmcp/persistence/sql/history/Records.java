package io.github.proxmoxmcp.persistence.sql.history;

import io.github.proxmoxmcp.persistence.ClusterFacts;
import io.github.proxmoxmcp.persistence.Guest;
import io.github.proxmoxmcp.persistence.GuestGauges;
import io.github.proxmoxmcp.persistence.GuestSnapshot;
import io.github.proxmoxmcp.persistence.GuestState;
import io.github.proxmoxmcp.persistence.Node;
import io.github.proxmoxmcp.persistence.NodeDetails;
import io.github.proxmoxmcp.persistence.NodeGauges;
import io.github.proxmoxmcp.persistence.Storage;
import io.github.proxmoxmcp.persistence.StorageGauges;
import io.github.proxmoxmcp.persistence.sql.database.Facts;
import io.github.proxmoxmcp.persistence.value.GuestKind;
import io.github.proxmoxmcp.persistence.value.Moment;
import io.github.proxmoxmcp.persistence.value.Validity;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/// Makes records out of rows: the way back of [HistoryTables] and [Gauges].
public final class Records {

    private Records() {}

    public static ClusterFacts cluster(Version version) {
        Facts facts = version.facts();
        return new ClusterFacts(facts.text(0), facts.get(1, Boolean.class));
    }

    public static Node node(Version version) {
        Facts facts = version.facts();
        return new Node(
                version.key().getFirst().toString(),
                facts.text(0).orElseThrow(),
                facts.text(1),
                facts.get(2, Integer.class),
                facts.get(3, Long.class));
    }

    public static NodeDetails nodeDetails(Version version) {
        Facts facts = version.facts();
        return new NodeDetails(
                version.key().getFirst().toString(), facts.text(0).orElseThrow(), facts.text(1), facts.text(2));
    }

    public static GuestState guest(String cluster, Version version, Moment moment, Optional<GuestGauges> gauges) {
        Facts facts = version.facts();
        Guest guest = new Guest(
                (Integer) version.key().getFirst(),
                GuestKind.valueOf(facts.text(0).orElseThrow().toUpperCase(Locale.ROOT)),
                facts.text(1),
                facts.text(2).orElseThrow(),
                facts.text(3).orElseThrow(),
                facts.get(4, Boolean.class).orElseThrow(),
                words(facts.text(5).orElseThrow()),
                facts.text(6),
                facts.text(7),
                facts.get(8, Double.class),
                facts.get(9, Long.class),
                facts.text(10));
        return new GuestState(cluster, guest, (Integer) version.key().get(1), validity(version, moment), gauges);
    }

    public static GuestSnapshot snapshot(Version version) {
        Facts facts = version.facts();
        return new GuestSnapshot(
                version.key().getLast().toString(),
                facts.text(0),
                facts.text(1),
                facts.get(2, Long.class).map(Instant::ofEpochMilli),
                facts.get(3, Boolean.class).orElseThrow());
    }

    public static Storage storage(Version version) {
        Facts facts = version.facts();
        return new Storage(
                version.key().getFirst().toString(),
                version.key().getLast().toString(),
                facts.text(0),
                words(facts.text(1).orElseThrow()),
                facts.get(2, Boolean.class).orElseThrow(),
                facts.text(3).orElseThrow());
    }

    public static GuestGauges guestGauges(int vmid, Facts values) {
        return new GuestGauges(
                vmid,
                values.get(0, Double.class),
                values.get(1, Long.class),
                values.get(2, Long.class),
                values.get(3, Long.class),
                values.get(4, Long.class));
    }

    public static NodeGauges nodeGauges(String name, Facts values) {
        return new NodeGauges(
                name,
                values.get(0, Double.class),
                values.get(1, Long.class),
                values.get(2, Long.class),
                values.get(3, Long.class),
                values.get(4, Long.class));
    }

    public static StorageGauges storageGauges(String name, String node, Facts values) {
        return new StorageGauges(name, node, values.get(0, Long.class), values.get(1, Long.class));
    }

    /// The validity at a moment: what became unknown only later was known then.
    public static Validity validity(Version version, Moment moment) {
        OptionalLong unknown = version.unknownSince();
        boolean then = unknown.isPresent()
                && (!(moment instanceof Moment.At(var at)) || unknown.getAsLong() <= at.toEpochMilli());
        return new Validity(
                Instant.ofEpochMilli(version.from()),
                instant(version.to()),
                then ? instant(unknown) : Optional.empty());
    }

    private static Optional<Instant> instant(OptionalLong millis) {
        return millis.isPresent() ? Optional.of(Instant.ofEpochMilli(millis.getAsLong())) : Optional.empty();
    }

    public static List<String> words(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split(HistoryTables.SEPARATOR));
    }
}
