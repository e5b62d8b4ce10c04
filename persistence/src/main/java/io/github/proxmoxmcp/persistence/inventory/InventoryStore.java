package io.github.proxmoxmcp.persistence.inventory;

import io.github.proxmoxmcp.persistence.value.Kind;
import io.github.proxmoxmcp.persistence.value.Moment;
import io.github.proxmoxmcp.persistence.value.Validity;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Lists of the cluster beside guests and nodes.
public interface InventoryStore {

    /// When each list was read last, for what reads the oldest first.
    List<Reading> readings(String cluster);

    /// Things of a kind, in the order of their keys.
    ///
    /// @param type a record that is a [History]
    <T extends Record> List<Known<T>> list(Class<T> type, String cluster, Moment moment);

    /// Archives, newest first.
    ///
    /// @param vmid absent: of all guests
    List<Known<Backup>> backups(String cluster, Optional<Integer> vmid, Moment moment);

    /// The archives of each guest, newest first, by vmid.
    Map<Integer, List<Known<Backup>>> backupsByGuest(String cluster, Moment moment);

    /// @param kind of the things in the list
    /// @param scope what the list is of: a node, `storage@node`, or nothing for the whole cluster
    /// @param wholeSince when it was read as a whole first; absent: never
    /// @param wholeAt when it was last; before `readAt` when less is shown by now
    record Reading(Kind kind, String scope, Instant readAt, Optional<Instant> wholeSince, Optional<Instant> wholeAt) {

        /// Whether what it does not hold was not there at a moment, as far as can be told.
        public boolean tells(Moment moment) {
            return switch (moment) {
                case Moment.Now _ -> wholeAt.filter(readAt::equals).isPresent();
                case Moment.At(Instant at) ->
                    wholeSince.filter(since -> !since.isAfter(at)).isPresent();
            };
        }
    }

    /// A thing of a list, as the memory holds it at a moment.
    record Known<T>(T thing, Validity validity) {}
}
