package io.github.proxmoxmcp.server.resource;

import io.github.proxmoxmcp.server.tool.Answer;
import io.github.proxmoxmcp.server.tool.ToolException;
import io.github.proxmoxmcp.server.tool.UntrustedText;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The resources that there are, sorted by address. Like the tools' registry it knows nothing of MCP.
public final class ResourceRegistry {

    private static final String CLUSTER = "cluster";

    private final List<ResourceDefinition> kinds;
    private final List<String> clusters;

    /// @param clusters names of the clusters that are followed
    public ResourceRegistry(List<ResourceDefinition> kinds, List<String> clusters) {
        this.kinds = kinds.stream()
                .sorted(Comparator.comparing(kind -> kind.uri().text()))
                .toList();
        this.clusters = clusters.stream().sorted().toList();
    }

    /// A resource that is listed, because there is exactly one of it, or one in each cluster.
    public record Listed(String uri, ResourceDefinition kind) {}

    /// A resource that an address names.
    public record Found(ResourceDefinition kind, Map<String, String> variables) {

        public Answer<?> read() {
            return kind.read().of(variables);
        }
    }

    public List<Listed> listed() {
        Stream<Listed> ofAll = kinds.stream()
                .filter(kind -> kind.uri().variables().isEmpty())
                .map(kind -> new Listed(kind.uri().text(), kind));
        Stream<Listed> ofEach = clusters.stream()
                .flatMap(cluster -> kinds.stream()
                        .filter(kind -> kind.uri().variables().equals(List.of(CLUSTER)))
                        .map(kind ->
                                new Listed(kind.uri().with(CLUSTER, cluster).text(), kind)));
        return Stream.concat(ofEach, ofAll).toList();
    }

    /// What has more variables than the cluster.
    public List<ResourceDefinition> templates() {
        return kinds.stream()
                .filter(kind -> !List.of(CLUSTER).containsAll(kind.uri().variables()))
                .toList();
    }

    /// @throws ToolException.NotFound when no resource has an address like this, with those that there are
    public Found find(String uri) {
        for (ResourceDefinition kind : kinds) {
            var variables = kind.uri().match(uri);
            if (variables.isPresent()) {
                return new Found(kind, variables.get());
            }
        }
        throw new ToolException.NotFound("There is no resource '" + UntrustedText.line(uri) + "'. There are "
                + kinds.stream().map(kind -> kind.uri().text()).collect(Collectors.joining(", "))
                + (clusters.isEmpty() ? "; no cluster is configured" : "; clusters: " + String.join(", ", clusters)));
    }
}
