package io.github.proxmoxmcp.demo.route;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The tree of API paths, with the methods that each path has.
public final class PathTree {
    private final String path;
    private final String segment;
    private final TreeMap<String, PathTree> children = new TreeMap<>();
    private final TreeMap<String, Route> methods = new TreeMap<>();

    /// An endpoint that was found, with what the placeholders of its path stand for.
    public record Found(Route endpoint, Map<String, String> values) {}

    private PathTree(String path, String segment) {
        this.path = path;
        this.segment = segment;
    }

    public static PathTree of(List<Route> endpoints) {
        var root = new PathTree("", "");
        for (var endpoint : endpoints) {
            var place = root;
            for (var segment : endpoint.path().substring(1).split("/")) {
                if (!segment.isEmpty()) {
                    place = place.child(segment);
                }
            }
            if (place.methods.put(endpoint.method(), endpoint) != null) {
                throw new IllegalStateException("declared twice: " + endpoint.method() + " " + endpoint.path());
            }
        }
        return root;
    }

    public Optional<Found> find(List<String> segments, String method) {
        var values = new TreeMap<String, String>();
        var place = this;
        for (var asked : segments) {
            var fixed = Optional.ofNullable(place.children.get(asked));
            var next = fixed.or(place::placeholder);
            if (next.isEmpty()) {
                return Optional.empty();
            }
            place = next.get();
            if (fixed.isEmpty()) {
                values.put(place.segment.substring(1, place.segment.length() - 1), asked);
            }
        }
        return Optional.ofNullable(place.methods.get(method)).map(endpoint -> new Found(endpoint, values));
    }

    /// Its full path as a template.
    public String path() {
        return path;
    }

    public String segment() {
        return segment;
    }

    public Collection<PathTree> children() {
        return Collections.unmodifiableCollection(children.values());
    }

    public Map<String, Route> methods() {
        return Collections.unmodifiableMap(methods);
    }

    private PathTree child(String name) {
        return children.computeIfAbsent(name, key -> new PathTree(path + "/" + key, key));
    }

    private Optional<PathTree> placeholder() {
        return children.values().stream()
                .filter(child -> child.segment.startsWith("{"))
                .findFirst();
    }
}
