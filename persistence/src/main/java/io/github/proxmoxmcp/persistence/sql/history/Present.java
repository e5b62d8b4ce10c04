package io.github.proxmoxmcp.persistence.sql.history;

import io.github.proxmoxmcp.persistence.ConfigView;
import io.github.proxmoxmcp.persistence.sql.database.Database;
import io.github.proxmoxmcp.persistence.sql.history.PresentGuests.Viewed;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/// What holds now, kept in this process as long as nobody writes the tables that it was read from: other questions want
/// other rows, but of the same ten thousand guests. Whether it still holds is asked in the transaction that wants it.
public final class Present {

    /// A process of a version before that of these numbers may still write, until it is replaced, and count nothing.
    private static final Duration MAX_AGE = Duration.ofMinutes(1);

    private final Database database;
    private final Map<Key, Place> places = new ConcurrentHashMap<>();
    private final Map<ConfigView<?>, Part<? extends Viewed<?>>> views = new ConcurrentHashMap<>();

    public Present(Database database) {
        this.database = database;
    }

    /// Something that is read of a cluster as a whole. Each is one object, by which what was read is found again.
    ///
    /// @param tables those that it is read from
    public record Part<T>(List<String> tables, Reading<T> reading) {

        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }

    /// Reads a part.
    @FunctionalInterface
    public interface Reading<T> {

        /// @param before what was read the last time, for what does not have to be read again
        T read(Versions versions, String cluster, Optional<T> before) throws SQLException;
    }

    private record Key(String cluster, Part<?> part) {}

    private record Read(List<Long> versions, Object value, long at) {

        boolean holds(List<Long> now) {
            return versions.equals(now) && System.nanoTime() - at < MAX_AGE.toNanos();
        }

        boolean isOlderThan(List<Long> other) {
            for (int i = 0; i < versions.size(); i++) {
                if (versions.get(i) > other.get(i)) {
                    return false;
                }
            }
            return true;
        }
    }

    /// One at a time reads a part; the others wait for what it reads.
    private static final class Place {

        private final ReentrantLock lock = new ReentrantLock();
        private volatile Optional<Read> read = Optional.empty();
    }

    /// A part as it is now; `nothing` of a cluster of which nothing was ever saved. Callers must not change it.
    public <T> T of(String cluster, T nothing, Part<T> part) {
        return Clusters.read(database, cluster, nothing, versions -> of(versions, cluster, part));
    }

    /// What a view is of each configuration now.
    public <T> Map<Integer, T> view(String cluster, ConfigView<T> view) {
        return Clusters.read(database, cluster, Map.of(), versions -> view(versions, cluster, view));
    }

    /// The same as the transaction sees it.
    @SuppressWarnings("unchecked") // The view says what its part is of.
    public <T> Map<Integer, T> view(Versions versions, String cluster, ConfigView<T> view) throws SQLException {
        return of(versions, cluster, (Part<Viewed<T>>) views.computeIfAbsent(view, PresentGuests::of))
                .values();
    }

    /// A part as the transaction sees it.
    @SuppressWarnings("unchecked") // The part says what is read by it.
    public <T> T of(Versions versions, String cluster, Part<T> part) throws SQLException {
        List<Long> now = TableVersions.of(versions, part.tables());
        Place place = places.computeIfAbsent(new Key(cluster, part), _ -> new Place());
        Optional<Read> known = place.read;
        if (known.isPresent() && known.get().holds(now)) {
            return (T) known.get().value();
        }
        place.lock.lock();
        try {
            known = place.read;
            if (known.isPresent() && known.get().holds(now)) {
                return (T) known.get().value();
            }
            T value = part.reading().read(versions, cluster, known.map(read -> (T) read.value()));
            if (known.isEmpty() || known.get().isOlderThan(now)) {
                place.read = Optional.of(new Read(now, value, System.nanoTime()));
            }
            return value;
        } finally {
            place.lock.unlock();
        }
    }
}
