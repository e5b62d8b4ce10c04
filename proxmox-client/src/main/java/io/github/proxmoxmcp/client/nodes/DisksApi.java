package io.github.proxmoxmcp.client.nodes;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.proxmoxmcp.client.endpoint.Endpoint;
import io.github.proxmoxmcp.client.value.Upid;
import java.util.List;
import java.util.Optional;

/// The disks of a node and what is made of them: `/nodes/{node}/disks`.
public interface DisksApi {

    @Endpoint("GET /nodes/{node}/disks/list")
    List<Disk> list(String node, DiskQuery query);

    @Endpoint("GET /nodes/{node}/disks/smart")
    Smart smart(String node, SmartQuery query);

    /// Writes an empty partition table.
    @Endpoint("POST /nodes/{node}/disks/initgpt")
    Upid initGpt(String node, DiskGpt request);

    /// Destroys what is on the disk.
    @Endpoint("PUT /nodes/{node}/disks/wipedisk")
    Upid wipe(String node, DiskWipe request);

    @Endpoint("GET /nodes/{node}/disks/directory")
    List<DirectoryMount> directories(String node);

    @Endpoint("POST /nodes/{node}/disks/directory")
    Upid createDirectory(String node, DirectoryCreate request);

    @Endpoint("DELETE /nodes/{node}/disks/directory/{name}")
    Upid removeDirectory(String node, String name, DiskCleanup request);

    @Endpoint("GET /nodes/{node}/disks/lvm")
    LvmTree lvm(String node);

    @Endpoint("POST /nodes/{node}/disks/lvm")
    Upid createLvm(String node, LvmCreate request);

    @Endpoint("DELETE /nodes/{node}/disks/lvm/{name}")
    Upid removeLvm(String node, String name, DiskCleanup request);

    @Endpoint("GET /nodes/{node}/disks/lvmthin")
    List<ThinPool> lvmThin(String node);

    @Endpoint("POST /nodes/{node}/disks/lvmthin")
    Upid createLvmThin(String node, LvmCreate request);

    @Endpoint("DELETE /nodes/{node}/disks/lvmthin/{name}")
    Upid removeLvmThin(String node, String name, ThinCleanup request);

    @Endpoint("GET /nodes/{node}/disks/zfs")
    List<Zpool> zfs(String node);

    @Endpoint("POST /nodes/{node}/disks/zfs")
    Upid createZfs(String node, ZfsCreate request);

    @Endpoint("GET /nodes/{node}/disks/zfs/{name}")
    ZpoolState zpool(String node, String name);

    @Endpoint("DELETE /nodes/{node}/disks/zfs/{name}")
    Upid removeZfs(String node, String name, DiskCleanup request);

    /// With partitions, without health, of which type.
    record DiskQuery(
            @JsonProperty("include-partitions") Optional<Boolean> includePartitions,
            Optional<Boolean> skipsmart,
            Optional<String> type) {

        /// All of them.
        public static final DiskQuery ALL = new DiskQuery(Optional.empty(), Optional.empty(), Optional.empty());
    }

    /// Of which disk, such as `/dev/sda`.
    record SmartQuery(String disk, Optional<Boolean> healthonly) {}

    /// Which disk.
    record DiskGpt(String disk, Optional<String> uuid) {}

    /// Which disk.
    record DiskWipe(String disk) {}

    /// A file system on a disk, and whether it becomes a storage.
    record DirectoryCreate(
            String device,
            String name,
            Optional<String> filesystem,
            @JsonProperty("add_storage") Optional<Boolean> addStorage) {}

    /// A volume group on a disk, and whether it becomes a storage.
    record LvmCreate(
            String device,
            String name,
            @JsonProperty("add_storage") Optional<Boolean> addStorage) {}

    /// A pool of disks, separated by commas.
    record ZfsCreate(
            String devices,
            String name,
            String raidlevel,
            Optional<Integer> ashift,
            Optional<String> compression,
            @JsonProperty("draid-config") Optional<String> draidConfig,
            @JsonProperty("add_storage") Optional<Boolean> addStorage) {}

    /// Whether its storage and what is on the disks go too.
    record DiskCleanup(
            @JsonProperty("cleanup-config") Optional<Boolean> cleanupConfig,
            @JsonProperty("cleanup-disks") Optional<Boolean> cleanupDisks) {

        /// Proxmox's defaults.
        public static final DiskCleanup PLAIN = new DiskCleanup(Optional.empty(), Optional.empty());
    }

    /// Of which volume group, and whether its storage and disks are cleaned too.
    record ThinCleanup(
            @JsonProperty("volume-group") String volumeGroup,
            @JsonProperty("cleanup-config") Optional<Boolean> cleanupConfig,
            @JsonProperty("cleanup-disks") Optional<Boolean> cleanupDisks) {}

    /// A disk, or a partition with its `parent`; sizes in bytes.
    record Disk(
            String devpath,
            long size,
            Optional<String> used,
            Optional<String> health,
            Optional<String> vendor,
            Optional<String> model,
            Optional<String> serial,
            Optional<String> wwn,
            Optional<Boolean> gpt,
            Optional<Boolean> mounted,
            Optional<String> parent,
            Optional<String> type,
            Optional<String> rpm,
            Optional<String> wearout) {}

    /// The health of a disk.
    record Smart(
            String health, Optional<String> type, Optional<String> text, Optional<List<SmartAttribute>> attributes) {}

    /// A figure of it.
    record SmartAttribute(
            Optional<String> id,
            Optional<String> name,
            Optional<String> value,
            Optional<String> worst,
            Optional<String> threshold,
            Optional<String> raw,
            Optional<String> fail) {}

    /// A disk that is mounted as a directory.
    record DirectoryMount(
            String path, String device, String type, Optional<String> options, Optional<String> unitfile) {}

    /// All volume groups.
    record LvmTree(List<VolumeGroup> children) {}

    /// A volume group; sizes in bytes.
    record VolumeGroup(
            String name,
            Optional<Long> size,
            Optional<Long> free,
            Optional<Integer> lvcount,
            Optional<List<PhysicalVolume>> children) {}

    /// A disk of it.
    record PhysicalVolume(String name, Optional<Long> size, Optional<Long> free) {}

    /// A thin pool; sizes in bytes.
    record ThinPool(
            String lv,
            String vg,
            @JsonProperty("lv_size") Optional<Long> lvSize,
            Optional<Long> used,
            @JsonProperty("metadata_size") Optional<Long> metadataSize,
            @JsonProperty("metadata_used") Optional<Long> metadataUsed) {}

    /// A ZFS pool; sizes in bytes.
    record Zpool(
            String name,
            Optional<Long> size,
            Optional<Long> alloc,
            Optional<Long> free,
            Optional<Integer> frag,
            Optional<Double> dedup,
            Optional<String> health) {}

    /// A ZFS pool in detail.
    record ZpoolState(
            String name,
            String state,
            Optional<String> errors,
            Optional<String> scan,
            Optional<String> status,
            Optional<String> action) {}
}
