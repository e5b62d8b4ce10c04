package io.github.proxmoxmcp.demo.route;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/// One method of the API, as data: from this it is routed, its calls are checked, and its documentation is written.
///
/// @param path a template such as `/nodes/{node}/qemu/{vmid}/config`
/// @param returns the JSON type of `data`
public record Endpoint(
        String method,
        String path,
        String name,
        String description,
        Permit permit,
        List<Param> params,
        String returns,
        Function<Call, Reply> answer) {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\w+)}");

    public Endpoint {
        params = List.copyOf(params);
    }

    public static Endpoint get(String path, String name, String description) {
        return of("GET", path, name, description, "array");
    }

    public static Endpoint post(String path, String name, String description) {
        return of("POST", path, name, description, "string");
    }

    public static Endpoint put(String path, String name, String description) {
        return of("PUT", path, name, description, "null");
    }

    public static Endpoint delete(String path, String name, String description) {
        return of("DELETE", path, name, description, "string");
    }

    public Endpoint permit(Permit who) {
        return new Endpoint(method, path, name, description, who, params, returns, answer);
    }

    public Endpoint takes(Param... more) {
        return takes(Arrays.asList(more));
    }

    public Endpoint takes(List<Param> more) {
        var all = new ArrayList<>(params);
        all.addAll(more);
        return new Endpoint(method, path, name, description, permit, all, returns, answer);
    }

    public Endpoint returning(String type) {
        return new Endpoint(method, path, name, description, permit, params, type, answer);
    }

    public Endpoint answers(Function<Call, Reply> how) {
        return new Endpoint(method, path, name, description, permit, params, returns, how);
    }

    /// Whether the node in the path answers, not the node that was asked.
    public boolean answeredByNode() {
        return path.startsWith("/nodes/{node}/");
    }

    public Optional<Param> param(String used) {
        return params.stream().filter(param -> param.covers(used)).findFirst();
    }

    private static Endpoint of(String method, String path, String name, String description, String returns) {
        return new Endpoint(
                method,
                path,
                name,
                description,
                Permit.everybody(),
                pathParams(path),
                returns,
                call -> Reply.nothing());
    }

    private static List<Param> pathParams(String path) {
        return PLACEHOLDER
                .matcher(path)
                .results()
                .map(match -> pathParam(match.group(1)))
                .toList();
    }

    private static Param pathParam(String name) {
        return switch (name) {
            case "node" -> Param.text(name, "Name of a node.").as(Format.NODE);
            case "vmid" ->
                Param.integer(name, "Number of a guest.")
                        .as(Format.VMID)
                        .from(100)
                        .to(999_999_999);
            case "storage" -> Param.text(name, "Name of a storage.").as(Format.STORAGE_ID);
            case "snapname" ->
                Param.text(name, "Name of a snapshot.").as(Format.CONFIG_ID).upTo(40);
            case "poolid" -> Param.text(name, "Name of a pool.").as(Format.POOL_ID);
            default -> Param.text(name, "Part of the path.");
        };
    }
}
