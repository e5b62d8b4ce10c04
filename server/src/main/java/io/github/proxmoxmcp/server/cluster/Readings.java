package io.github.proxmoxmcp.server.cluster;

import io.github.proxmoxmcp.persistence.StateSnapshot;
import io.github.proxmoxmcp.persistence.Store;
import io.github.proxmoxmcp.persistence.SyncState;
import io.github.proxmoxmcp.persistence.value.Moment;
import io.github.proxmoxmcp.persistence.value.Moments;
import io.github.proxmoxmcp.server.cluster.argument.ClusterName;
import io.github.proxmoxmcp.server.cluster.argument.Fresh;
import io.github.proxmoxmcp.server.cluster.argument.MomentText;
import io.github.proxmoxmcp.server.tool.ToolException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Opens looks into the memory: finds the cluster, makes sure that it was read at least once (or anew, when a fresh
/// answer is wanted) and understands the moment.
public final class Readings {

    /// How long a first question waits for the first cycle of a cluster that the memory knows nothing of.
    private static final Duration FIRST_CYCLE = Duration.ofSeconds(20);

    private final Supplier<Backend> backend;
    private final InstantSource clock;
    private final ZoneId zone;

    /// @param zone what `yesterday` and times without an offset are meant in
    public Readings(Supplier<Backend> backend, InstantSource clock, ZoneId zone) {
        this.backend = backend;
        this.clock = clock;
        this.zone = zone;
    }

    /// A look at what is known now.
    public Reading now(Optional<ClusterName> cluster) {
        return open(cluster, Optional.empty(), Optional.empty());
    }

    /// A look at what is known now; the cluster is read before, if that is wanted.
    public Reading now(Optional<ClusterName> cluster, Optional<Fresh> fresh) {
        return open(cluster, Optional.empty(), fresh);
    }

    /// A look at a moment: the name of a state snapshot, a time, words such as `yesterday 14:00`; absent: now.
    public Reading open(Optional<ClusterName> clusterName, Optional<MomentText> at, Optional<Fresh> fresh) {
        Cluster cluster = cluster(clusterName);
        cluster.sync().asked();
        Moment moment = at.map(text -> moment(cluster, text.value())).orElseGet(Moment::now);
        SyncState state = fresh.map(Fresh::value).orElse(false) && moment instanceof Moment.Now
                ? cluster.sync().cycle()
                : cluster.sync().known(FIRST_CYCLE);
        if (state.asOf().isEmpty()) {
            throw new ToolException.Unavailable(
                    "Cluster '" + cluster.name() + "' was never read, so nothing is known of it: "
                            + state.error().orElse("its first reading is still under way; ask again in a few seconds"));
        }
        return new Reading(cluster, backend.get().store(), moment, state, clock.instant());
    }

    /// The names of all clusters.
    public List<String> clusters() {
        return backend.get().clusters().stream().map(Cluster::name).toList();
    }

    /// The cluster alone, for what goes to it directly.
    public Cluster cluster(Optional<ClusterName> name) {
        return backend.get().cluster(name.map(ClusterName::value));
    }

    /// The store itself, for what belongs to no cluster's memory.
    public Store store() {
        return backend.get().store();
    }

    /// The instant that a text means; `now` is this moment.
    public Instant instant(Cluster cluster, String text) {
        return switch (moment(cluster, text)) {
            case Moment.Now _ -> clock.instant();
            case Moment.At(Instant at) -> at;
        };
    }

    private Moment moment(Cluster cluster, String text) {
        try {
            return Moments.parse(
                    text,
                    zone,
                    clock.instant(),
                    name -> backend.get()
                            .store()
                            .snapshots()
                            .get(cluster.name(), name)
                            .map(StateSnapshot::at));
        } catch (IllegalArgumentException e) {
            throw new ToolException.BadArgument(String.valueOf(e.getMessage()));
        }
    }
}
