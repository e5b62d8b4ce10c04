package io.github.proxmoxmcp.client.storage;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.proxmoxmcp.client.endpoint.Endpoint;
import io.github.proxmoxmcp.client.guest.RrdPoint;
import io.github.proxmoxmcp.client.guest.RrdQuery;
import io.github.proxmoxmcp.client.value.Options;
import io.github.proxmoxmcp.client.value.Settings;
import io.github.proxmoxmcp.client.value.Upid;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Storages and volumes on one node: `/nodes/{node}/storage/{storage}`.
public interface VolumesApi {

    @Endpoint("GET /nodes/{node}/storage/{storage}/status")
    StorageStatus status(String node, String storage);

    @Endpoint("GET /nodes/{node}/storage/{storage}/rrddata")
    List<RrdPoint> rrddata(String node, String storage, RrdQuery query);

    /// An empty disk; answers its volume.
    @Endpoint("POST /nodes/{node}/storage/{storage}/content")
    String allocate(String node, String storage, VolumeCreate request);

    @Endpoint("GET /nodes/{node}/storage/{storage}/content/{volume}")
    VolumeDetail get(String node, String storage, String volume);

    @Endpoint("PUT /nodes/{node}/storage/{storage}/content/{volume}")
    void change(String node, String storage, String volume, VolumeChange request);

    @Endpoint("DELETE /nodes/{node}/storage/{storage}/content/{volume}")
    Optional<Upid> remove(String node, String storage, String volume, VolumeRemoval request);

    @Endpoint("POST /nodes/{node}/storage/{storage}/content/{volume}")
    String copy(String node, String storage, String volume, VolumeCopy request);

    @Endpoint("POST /nodes/{node}/storage/{storage}/download-url")
    Upid download(String node, String storage, UrlDownload request);

    @Endpoint("POST /nodes/{node}/storage/{storage}/oci-registry-pull")
    Upid pullOci(String node, String storage, OciPull request);

    /// Sends a file of this machine.
    @Endpoint("POST /nodes/{node}/storage/{storage}/upload")
    Upid upload(String node, String storage, Upload request);

    /// What pruning would keep and remove.
    @Endpoint("GET /nodes/{node}/storage/{storage}/prunebackups")
    List<PruneCandidate> prunePreview(String node, String storage, PruneQuery query);

    @Endpoint("DELETE /nodes/{node}/storage/{storage}/prunebackups")
    Upid prune(String node, String storage, PruneQuery request);

    @Endpoint("GET /nodes/{node}/storage/{storage}/import-metadata")
    ImportMetadata importMetadata(String node, String storage, ImportQuery query);

    @Endpoint("GET /nodes/{node}/storage/{storage}/file-restore/list")
    List<ArchiveEntry> listArchive(String node, String storage, ArchivePath query);

    @Endpoint("GET /nodes/{node}/storage/{storage}/identity")
    StorageIdentity identity(String node, String storage);

    /// A disk for a guest; the size such as `4G`.
    record VolumeCreate(int vmid, String filename, String size, Optional<String> format) {}

    /// Notes, and whether it is kept from pruning and removal.
    record VolumeChange(
            Optional<String> notes,
            @JsonProperty("protected") Optional<Boolean> protection) {}

    /// How long to wait for the end before it becomes a task.
    record VolumeRemoval(Optional<Duration> delay) {

        /// Proxmox's defaults.
        public static final VolumeRemoval PLAIN = new VolumeRemoval(Optional.empty());
    }

    /// Where to.
    record VolumeCopy(
            String target, @JsonProperty("target_node") Optional<String> targetNode) {}

    /// From where, and as what; `compression`, … by name.
    record UrlDownload(
            String url,
            String content,
            String filename,
            Optional<String> checksum,
            @JsonProperty("checksum-algorithm") Optional<String> checksumAlgorithm,
            Options options) {}

    /// Which image.
    record OciPull(String reference, Optional<String> filename) {}

    /// By which rule (`keep-last=3,…`), of which guests.
    record PruneQuery(
            @JsonProperty("prune-backups") Optional<String> pruneBackups,
            Optional<String> type,
            Optional<Integer> vmid) {

        /// Proxmox's defaults.
        public static final PruneQuery CONFIGURED =
                new PruneQuery(Optional.empty(), Optional.empty(), Optional.empty());
    }

    /// Which volume.
    record ImportQuery(String volume) {}

    /// Which backup, and which path in it (base64 or `/`).
    record ArchivePath(String volume, String filepath) {}

    /// A storage on a node; sizes in bytes.
    record StorageStatus(
            String type,
            Optional<ContentTypes> content,
            Optional<Boolean> enabled,
            Optional<Boolean> active,
            Optional<Boolean> shared,
            Optional<Long> total,
            Optional<Long> used,
            Optional<Long> avail) {}

    /// A volume; sizes in bytes.
    record VolumeDetail(
            String path,
            Optional<String> format,
            Optional<Long> size,
            Optional<Long> used,
            Optional<String> notes,
            @JsonProperty("protected") Optional<Boolean> protection) {}

    /// A backup, and whether it is kept.
    record PruneCandidate(String volid, String mark, String type, Instant ctime, Optional<Integer> vmid) {}

    /// How to create the guest of an image.
    record ImportMetadata(
            String type,
            String source,
            @JsonProperty("create-args") Optional<Settings> createArgs,
            Optional<Settings> disks,
            Optional<Settings> net) {}

    /// A file of a backup.
    record ArchiveEntry(
            String filepath, String text, String type, boolean leaf, Optional<Instant> mtime, Optional<Long> size) {}

    /// What tells that two storages are the same.
    record StorageIdentity(String id, String type) {}
}
