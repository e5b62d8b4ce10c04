package io.github.proxmoxmcp.demo.world;

import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// The options of the whole cluster, as they stand in its configuration file.
public final class ClusterOptions {
    private final World world;
    private final TreeMap<String, String> options = new TreeMap<>(Map.of(
            "description", "",
            "keyboard", "en-us",
            "mac_prefix", "BC:24:11",
            "migration", "type=secure",
            "tag-style", "color-map=prod:ff0000:ffffff"));

    ClusterOptions(World world) {
        this.world = world;
    }

    public SortedMap<String, String> all() {
        return Collections.unmodifiableSortedMap(options);
    }

    public void set(String key, String value) {
        options.put(key, value);
    }

    public void delete(String key) {
        options.remove(key);
    }

    /// The tags that may be set: those that guests have.
    public SortedSet<String> tags() {
        var tags = new TreeSet<String>();
        world.guests()
                .forEach(guest ->
                        guest.config().option("tags").ifPresent(list -> tags.addAll(Arrays.asList(list.split(";")))));
        tags.addAll(Arrays.asList(options.getOrDefault("registered-tags", "").split("[;, ]+")));
        tags.remove("");
        return tags;
    }
}
