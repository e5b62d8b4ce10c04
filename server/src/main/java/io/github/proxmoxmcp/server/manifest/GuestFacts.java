package io.github.proxmoxmcp.server.manifest;

import io.github.proxmoxmcp.server.manifest.guest.Field;
import io.github.proxmoxmcp.server.tool.UntrustedText;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// A guest as it is, from the memory or from a look at the cluster.
///
/// @param config the wanted configuration; absent: it was not read
/// @param unknownSince set when nothing is known of it any more
public record GuestFacts(
        int vmid,
        boolean container,
        Optional<String> name,
        String node,
        String status,
        boolean template,
        Optional<String> pool,
        Optional<String> lock,
        Optional<SortedMap<String, String>> config,
        Optional<Instant> unknownSince) {

    /// The options together with what Proxmox does not call one.
    public SortedMap<String, String> options() {
        SortedMap<String, String> options = new TreeMap<>(config.orElseGet(TreeMap::new));
        pool.ifPresent(one -> options.put(Field.POOL, one));
        options.put(Field.NODE, node);
        options.put(Field.POWER, status.equals("stopped") ? "stopped" : "running");
        return options;
    }

    public boolean isRunning() {
        return !status.equals("stopped");
    }

    /// `100 (web01)`
    public String label() {
        return vmid + name.map(text -> " (" + UntrustedText.marked(text) + ")").orElse("");
    }
}
