package io.github.proxmoxmcp.client.storage;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.proxmoxmcp.client.endpoint.Endpoint;
import io.github.proxmoxmcp.client.value.Options;
import io.github.proxmoxmcp.client.value.Settings;
import java.util.List;
import java.util.Optional;

/// The configuration of storages: `/storage`.
public interface StorageConfigApi {

    /// Every option of every storage by name, its secrets (`password`, `keyring`, …) struck out; usage is per node.
    @Endpoint("GET /storage")
    List<Settings> definitions();

    @Endpoint("POST /storage")
    StorageCreated create(StorageCreate request);

    @Endpoint("GET /storage/{storage}")
    Settings get(String storage);

    @Endpoint("PUT /storage/{storage}")
    StorageCreated change(String storage, StorageChange request);

    /// Forgets the storage; what is on it stays.
    @Endpoint("DELETE /storage/{storage}")
    void remove(String storage);

    /// A storage: the usual options, and every other by name.
    ///
    /// @param options every other parameter by name
    record StorageCreate(
            String storage,
            String type,
            Optional<String> content,
            Optional<String> nodes,
            Optional<String> path,
            Optional<String> server,
            Optional<String> export,
            Optional<Boolean> shared,
            Optional<Boolean> disable,
            @JsonProperty("prune-backups") Optional<String> pruneBackups,
            Options options) {

        /// Everything by name.
        public static StorageCreate of(String storage, String type, Options options) {
            return new StorageCreate(
                    storage,
                    type,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    options);
        }
    }

    /// What to change about a storage.
    ///
    /// @param options every other parameter by name
    record StorageChange(
            Optional<String> content,
            Optional<String> nodes,
            Optional<Boolean> shared,
            Optional<Boolean> disable,
            @JsonProperty("prune-backups") Optional<String> pruneBackups,
            Optional<String> delete,
            Optional<String> digest,
            Options options) {

        /// Everything by name.
        public static StorageChange of(Options options) {
            return new StorageChange(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    options);
        }
    }

    /// What there is now.
    record StorageCreated(String storage, String type) {}
}
