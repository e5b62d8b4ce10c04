package io.github.proxmoxmcp.client.cluster;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.github.proxmoxmcp.client.guest.Tags;
import io.github.proxmoxmcp.client.storage.ContentTypes;
import java.time.Duration;
import java.util.Optional;

/// A row of `/cluster/resources`. What Proxmox leaves out while a node is away or a privilege is missing is `Optional`;
/// sizes are bytes, `cpu` is the used share of `maxcpu`.
@JsonTypeInfo(
        use = JsonTypeInfo.Id.NAME,
        property = "type",
        visible = true,
        defaultImpl = ClusterResource.OtherResource.class)
@JsonSubTypes({
    @JsonSubTypes.Type(
            value = ClusterResource.GuestResource.class,
            names = {"qemu", "lxc"}),
    @JsonSubTypes.Type(value = ClusterResource.NodeResource.class, name = "node"),
    @JsonSubTypes.Type(value = ClusterResource.StorageResource.class, name = "storage"),
    @JsonSubTypes.Type(value = ClusterResource.PoolResource.class, name = "pool")
})
public sealed interface ClusterResource {

    /// A virtual machine (`qemu`) or container (`lxc`).
    ///
    /// @param status `running`, `stopped`, `paused`, …, or `unknown` five minutes after its node was lost
    record GuestResource(
            String type,
            int vmid,
            String node,
            String status,
            Optional<String> name,
            Optional<Boolean> template,
            Optional<Tags> tags,
            Optional<String> pool,
            Optional<String> lock,
            Optional<String> hastate,
            Optional<Double> cpu,
            Optional<Double> maxcpu,
            Optional<Long> mem,
            Optional<Long> maxmem,
            Optional<Long> memhost,
            Optional<Long> disk,
            Optional<Long> maxdisk,
            Optional<Duration> uptime,
            Optional<Long> netin,
            Optional<Long> netout,
            Optional<Long> diskread,
            Optional<Long> diskwrite)
            implements ClusterResource {
        /// An empty lock is none: older containers have one in their status.
        public GuestResource {
            lock = lock.filter(text -> !text.isBlank());
        }

        /// Whether it is a container, not a virtual machine.
        public boolean isContainer() {
            return type.equals("lxc");
        }
    }

    /// A node; without numbers when it is offline or Sys.Audit is missing.
    record NodeResource(
            String node,
            Optional<String> status,
            Optional<String> level,
            Optional<String> hastate,
            Optional<Double> cpu,
            Optional<Integer> maxcpu,
            Optional<Long> mem,
            Optional<Long> maxmem,
            Optional<Long> disk,
            Optional<Long> maxdisk,
            Optional<Duration> uptime,
            @JsonProperty("cgroup-mode") Optional<Integer> cgroupMode)
            implements ClusterResource {}

    /// A storage as one node sees it: shared ones come once per node.
    record StorageResource(
            String storage,
            String node,
            Optional<String> status,
            Optional<String> plugintype,
            Optional<ContentTypes> content,
            Optional<Boolean> shared,
            Optional<Long> disk,
            Optional<Long> maxdisk)
            implements ClusterResource {}

    /// A pool.
    record PoolResource(String pool) implements ClusterResource {}

    /// Anything else: networks, SDN zones, and what future versions add.
    record OtherResource(Optional<String> type, Optional<String> id, Optional<String> node, Optional<String> status)
            implements ClusterResource {}
}
