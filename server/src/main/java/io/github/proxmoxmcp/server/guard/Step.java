package io.github.proxmoxmcp.server.guard;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import io.github.proxmoxmcp.client.Planner;
import io.github.proxmoxmcp.client.http.PercentEncoding;
import io.github.proxmoxmcp.client.http.Request;
import io.github.proxmoxmcp.client.http.Request.Parameter;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// One call that changes the cluster, as data: it can be shown, stored, approved and sent by another process.
///
/// @param path below `/api2/json`, each segment percent-encoded
/// @param parameters each with its values; several are sent as several
/// @param what it does, a phrase such as `start web01`
/// @param lane steps in a row that name lanes are sent side by side, those of one lane in order; a step without one
///     waits for all before it, and all after it wait for it
public record Step(
        String method, String path, SortedMap<String, List<String>> parameters, String what, Optional<String> lane) {

    public Step {
        parameters = Collections.unmodifiableSortedMap(new TreeMap<>(parameters));
    }

    /// A step that waits for all before it.
    public Step(String method, String path, SortedMap<String, List<String>> parameters, String what) {
        this(method, path, parameters, what, Optional.empty());
    }

    /// A step from the request that a method of the API would send.
    public static Step of(Planner.Planned call, String what) {
        Request request = Planner.request(call);
        if (request.file().isPresent()) {
            throw new IllegalArgumentException("a step sends no file: " + request.call());
        }
        return new Step(
                request.method().name(),
                request.path(),
                request.parameters().stream()
                        .collect(groupingBy(Parameter::name, TreeMap::new, mapping(Parameter::value, toList()))),
                what);
    }

    /// The same beside those of other lanes.
    public Step inLane(String name) {
        return new Step(method, path, parameters, what, Optional.of(name));
    }

    /// The same, waiting for all before it.
    public Step alone() {
        return new Step(method, path, parameters, what, Optional.empty());
    }

    /// Every value of a parameter: what is judged is all of them, whichever Proxmox takes.
    List<String> values(String name) {
        return parameters.getOrDefault(name, List.of());
    }

    /// The words of the lists that a parameter's values are.
    Stream<String> words(String name) {
        return values(name).stream()
                .flatMap(text -> Arrays.stream(text.split("[,;\\s]+")))
                .filter(word -> !word.isEmpty());
    }

    /// The segments of the path, decoded.
    List<String> segments() {
        return Arrays.stream(path.split("/"))
                .filter(segment -> !segment.isEmpty())
                .map(PercentEncoding::decode)
                .toList();
    }

    /// The call as a person reads it: `POST /nodes/pve1/qemu/100/status/stop timeout=5`.
    @Override
    public String toString() {
        return StepText.exact(this);
    }
}
