package io.github.proxmoxmcp.client.storage;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.proxmoxmcp.client.endpoint.Endpoint;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The state and content of storages on each node: `/nodes/{node}/storage`.
public interface StorageApi {

    /// What the node has, disabled ones and those of other nodes included.
    @Endpoint("GET /nodes/{node}/storage")
    List<NodeStorage> list(String node);

    /// Volumes. Without Datastore rights this is an empty list, not an error.
    @Endpoint("GET /nodes/{node}/storage/{storage}/content")
    List<Volume> content(String node, String storage, ContentQuery query);

    /// A storage as one node sees it; sizes in bytes.
    record NodeStorage(
            String storage,
            String type,
            Optional<ContentTypes> content,
            Optional<Boolean> enabled,
            Optional<Boolean> active,
            Optional<Boolean> shared,
            Optional<Long> total,
            Optional<Long> used,
            Optional<Long> avail) {}

    /// Which volumes: of a content type (`backup`, `images`, …), of a guest.
    record ContentQuery(Optional<String> content, Optional<Integer> vmid) {

        /// All of them.
        public static final ContentQuery ALL = new ContentQuery(Optional.empty(), Optional.empty());
    }

    /// A file or disk on a storage.
    ///
    /// @param protection whether it is kept from pruning and removal
    record Volume(
            String volid,
            String content,
            Optional<String> format,
            Optional<Long> size,
            Optional<Long> used,
            Optional<Instant> ctime,
            Optional<Integer> vmid,
            Optional<String> notes,
            Optional<String> subtype,
            Optional<String> parent,
            @JsonProperty("protected") Optional<Boolean> protection,
            Optional<Verification> verification) {}

    /// What a backup server found when it checked an archive: `ok` or `failed`.
    record Verification(Optional<String> state) {}
}
