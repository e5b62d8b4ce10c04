package io.github.proxmoxmcp.server.resource;

import io.github.proxmoxmcp.persistence.Change;
import io.github.proxmoxmcp.persistence.value.Kind;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/// Which changes show in which resource.
final class ChangeFilter {

    private static final Set<Kind> OF_NODES = Set.of(Kind.NODE, Kind.NODE_DETAILS);

    private ChangeFilter() {}

    /// What the status counts: nodes, quorum, and guests by status and node; not a guest's configuration.
    static boolean cluster(Map<String, String> variables, Change change) {
        return change.thing().kind() == Kind.CLUSTER
                || nodes(variables, change)
                || (change.thing().kind() == Kind.GUEST
                        && !(change instanceof Change.Altered(var _, var _, var _, List<Change.Field> fields, var _)
                                && fields.stream()
                                        .noneMatch(field -> field.name().equals("status"))));
    }

    static boolean nodes(Map<String, String> variables, Change change) {
        return OF_NODES.contains(change.thing().kind());
    }

    /// The node itself, and guests that come, go or move.
    static boolean node(Map<String, String> variables, Change change) {
        String node = Objects.requireNonNull(variables.get("node"));
        return switch (change) {
            case Change.Moved moved -> moved.from().equals(node) || moved.to().equals(node);
            case Change.Appeared appeared -> appeared.node().equals(node);
            case Change.Vanished vanished -> vanished.node().equals(node);
            case Change.Altered altered ->
                OF_NODES.contains(altered.thing().kind())
                        && altered.thing().id().equals(node);
        };
    }

    /// By vmid or name, and also by the name that it had until then.
    static boolean guest(Map<String, String> variables, Change change) {
        String guest = Objects.requireNonNull(variables.get("guest"));
        return change.thing().kind() == Kind.GUEST
                && Stream.concat(
                                Stream.of(change.thing().id()),
                                Stream.concat(change.thing().name().stream(), earlierNames(change)))
                        .anyMatch(guest::equalsIgnoreCase);
    }

    static boolean storage(Map<String, String> variables, Change change) {
        String storage = Objects.requireNonNull(variables.get("storage"));
        String id = change.thing().id();
        return switch (change.thing().kind()) {
            case STORAGE -> id.startsWith(storage + "@");
            case STORAGE_DEFINITION -> id.equals(storage);
            default -> false;
        };
    }

    private static Stream<String> earlierNames(Change change) {
        return change instanceof Change.Altered altered
                ? altered.fields().stream()
                        .filter(field -> field.name().equals("name"))
                        .flatMap(field -> field.before().stream())
                : Stream.empty();
    }
}
