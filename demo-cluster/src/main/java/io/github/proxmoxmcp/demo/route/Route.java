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
public record Route(
        String method,
        String path,
        String name,
        String description,
        Permit permit,
        List<Param> params,
        String returns,
        Function<CheckedCall, Reply> answer) {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\w+)}");

    public Route {
        params = List.copyOf(params);
    }

    public static Route get(String path, String name, String description) {
        return of("GET", path, name, description, "array");
    }

    public static Route post(String path, String name, String description) {
        return of("POST", path, name, description, "string");
    }

    public static Route put(String path, String name, String description) {
        return of("PUT", path, name, description, "null");
    }

    public static Route delete(String path, String name, String description) {
        return of("DELETE", path, name, description, "string");
    }

    public Route permit(Permit who) {
        return new Route(method, path, name, description, who, params, returns, answer);
    }

    public Route takes(Param... more) {
        return takes(Arrays.asList(more));
    }

    public Route takes(List<Param> more) {
        var all = new ArrayList<>(params);
        all.addAll(more);
        return new Route(method, path, name, description, permit, all, returns, answer);
    }

    public Route returning(String type) {
        return new Route(method, path, name, description, permit, params, type, answer);
    }

    public Route answers(Function<CheckedCall, Reply> how) {
        return new Route(method, path, name, description, permit, params, returns, how);
    }

    /// Whether the node in the path answers, not the node that was asked.
    public boolean answeredByNode() {
        return path.startsWith("/nodes/{node}/");
    }

    public Optional<Param> param(String used) {
        return params.stream().filter(param -> param.covers(used)).findFirst();
    }

    private static Route of(String method, String path, String name, String description, String returns) {
        return new Route(
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
            case "node" -> Param.text(name, "Name of a node.").as(ParameterFormat.NODE);
            case "vmid" ->
                Param.integer(name, "Number of a guest.")
                        .as(ParameterFormat.VMID)
                        .from(100)
                        .to(999_999_999);
            case "storage" -> Param.text(name, "Name of a storage.").as(ParameterFormat.STORAGE_ID);
            case "snapname" ->
                Param.text(name, "Name of a snapshot.")
                        .as(ParameterFormat.CONFIG_ID)
                        .upTo(40);
            case "poolid" -> Param.text(name, "Name of a pool.").as(ParameterFormat.POOL_ID);
            default -> Param.text(name, "Part of the path.");
        };
    }
}
