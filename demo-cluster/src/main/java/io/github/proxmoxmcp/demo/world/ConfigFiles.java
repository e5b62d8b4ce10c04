package io.github.proxmoxmcp.demo.world;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What stands in the cluster's configuration files of firewalls, networks, mappings, notices and figures: sections
/// with options. Proxmox logs no change of them.
public final class ConfigFiles {

    /// Between the values of an option that is a list.
    public static final String SEPARATOR = "\0";

    private final Map<String, LinkedHashMap<String, SortedMap<String, String>>> files = new TreeMap<>();
    private final Map<String, List<SortedMap<String, String>>> rules = new TreeMap<>();

    /// The sections of a file, such as `sdn/zones`, by name.
    public Map<String, SortedMap<String, String>> sections(String file) {
        return Collections.unmodifiableMap(files.getOrDefault(file, new LinkedHashMap<>()));
    }

    public Optional<SortedMap<String, String>> section(String file, String name) {
        return Optional.ofNullable(sections(file).get(name));
    }

    public void put(String file, String name, Map<String, String> options) {
        files.computeIfAbsent(file, _ -> new LinkedHashMap<>()).put(name, new TreeMap<>(options));
    }

    public boolean remove(String file, String name) {
        return files.getOrDefault(file, new LinkedHashMap<>()).remove(name) != null;
    }

    /// The rules of a firewall in their order: `cluster`, `node/pve1`, `guest/100` or `group/web`.
    public List<SortedMap<String, String>> rules(String place) {
        return rules.computeIfAbsent(place, _ -> new ArrayList<>());
    }

    void forget(String place) {
        rules.remove(place);
        files.keySet().removeIf(file -> file.equals(place) || file.startsWith(place + "/"));
    }
}
