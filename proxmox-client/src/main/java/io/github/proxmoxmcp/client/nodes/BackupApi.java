package io.github.proxmoxmcp.client.nodes;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.proxmoxmcp.client.endpoint.Endpoint;
import io.github.proxmoxmcp.client.value.Options;
import io.github.proxmoxmcp.client.value.Settings;
import io.github.proxmoxmcp.client.value.Upid;
import java.util.Optional;

/// Backups on a node: `/nodes/{node}/vzdump`.
public interface BackupApi {

    /// Backs guests up now.
    @Endpoint("POST /nodes/{node}/vzdump")
    Upid start(String node, Vzdump request);

    @Endpoint("GET /nodes/{node}/vzdump/defaults")
    Settings defaults(String node, BackupDefaultsQuery query);

    /// The configuration of the guest inside a backup.
    @Endpoint("GET /nodes/{node}/vzdump/extractconfig")
    String extractConfig(String node, ArchiveQuery query);

    /// Which guests, separated by commas, where to and how.
    ///
    /// @param options every other parameter by name
    record Vzdump(
            String vmid,
            Optional<String> storage,
            Optional<String> mode,
            Optional<String> compress,
            @JsonProperty("notes-template") Optional<String> notesTemplate,
            Optional<Boolean> remove,
            Options options) {

        /// Without `remove` the storage's own rule would prune older backups.
        public static Vzdump pruningNothing(
                String vmid,
                Optional<String> storage,
                Optional<String> mode,
                Optional<String> compress,
                Optional<String> notesTemplate) {
            return new Vzdump(vmid, storage, mode, compress, notesTemplate, Optional.of(false), Options.NONE);
        }
    }

    /// Of which storage.
    record BackupDefaultsQuery(Optional<String> storage) {

        /// Whatever it is.
        public static final BackupDefaultsQuery ANY = new BackupDefaultsQuery(Optional.empty());
    }

    /// Which backup.
    record ArchiveQuery(String volume) {}
}
