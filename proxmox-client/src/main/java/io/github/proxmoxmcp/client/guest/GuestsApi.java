package io.github.proxmoxmcp.client.guest;

import io.github.proxmoxmcp.client.endpoint.Bound;
import io.github.proxmoxmcp.client.endpoint.Endpoint;
import io.github.proxmoxmcp.client.endpoint.LibraryOnly;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The guests of one type on a node: `/nodes/{node}/qemu` or `/nodes/{node}/lxc`.
@Bound({"node", "type"})
@LibraryOnly
public interface GuestsApi {

    @Endpoint("GET /nodes/{node}/{type}")
    List<GuestSummary> list();

    /// A guest in the list; sizes in bytes, `cpu` the used share of `cpus`.
    record GuestSummary(
            int vmid,
            String status,
            Optional<String> qmpstatus,
            Optional<String> name,
            Optional<Boolean> template,
            Optional<Tags> tags,
            Optional<String> lock,
            Optional<Double> cpu,
            Optional<Double> cpus,
            Optional<Long> mem,
            Optional<Long> maxmem,
            Optional<Duration> uptime) {
        /// An empty lock is none: older containers have one in their status.
        public GuestSummary {
            lock = lock.filter(text -> !text.isBlank());
        }
    }
}
