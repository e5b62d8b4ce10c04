package io.github.proxmoxmcp.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.client.endpoint.Declaration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Writes `docs/reference/api-coverage.md` (with `-Dgolden=write`) or compares with it.
class ApiCoverageTest {

    private static final Path PAGE = ApiSchema.ROOT.resolve("docs/reference/api-coverage.md");

    /// What is left to the generic call on purpose, and why; the first that matches is the reason.
    private static final Map<String, String> EXCLUDED = excluded();

    private static Map<String, String> excluded() {
        Map<String, String> reasons = new LinkedHashMap<>();
        reasons.put(".*/ceph(/.*)?", "Ceph has an API of its own");
        reasons.put("/cluster/acme/.*|/cluster/acme", "set up once, in the web interface");
        reasons.put(".*/(vncwebsocket|mtunnelwebsocket)", "a web socket, no call");
        reasons.put(".*/(mtunnel|remote_migrate|dbus-vmstate)", "between clusters or between nodes, experimental");
        reasons.put(".*/(spiceproxy|spiceshell|vncshell|/nodes/[^/]+/termproxy|vncticket)", "consoles of people");
        reasons.put("/access/openid.*", "a login by browser");
        reasons.put(".*/rrd", "a picture on the node's own disk");
        reasons.put("/nodes/[^/]+/execute", "refuses tokens");
        reasons.put("/cluster/config/(join|nodes/.*)|/cluster/config", "makes a cluster, with root's password");
        return reasons;
    }

    @Test
    void pageTellsWhatIsTyped() throws IOException {
        JsonNode schema = ApiSchema.orSkip();

        String page = page(schema);

        assertThat(Endpoints.declared()).hasSizeGreaterThan(400);
        if (System.getProperty("golden", "check").equals("write")) {
            Files.writeString(PAGE, page);
        }
        assertThat(PAGE).as("-Dgolden=write writes it anew").exists().content().isEqualTo(page);
    }

    private static String page(JsonNode schema) {
        Set<String> typed =
                Endpoints.declared().stream().map(Declaration::toString).collect(Collectors.toSet());
        SortedMap<String, Area> areas = new TreeMap<>();
        schema.properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(method -> areas.computeIfAbsent(area(path.getKey()), _ -> new Area())
                                .add(path.getKey(), method.getKey(), method.getValue(), typed)));
        Area whole = new Area();
        areas.values().forEach(whole::add);
        StringBuilder page = new StringBuilder("""
            # Coverage of the Proxmox VE API

            Written by `ApiCoverageTest` from the declared endpoints and the API schema of Proxmox VE 9.2. A method that
            is not typed is reached by the generic call.

            | area | methods | typed | generic only | excluded |
            |---|--:|--:|--:|--:|
            """);
        areas.forEach((name, area) -> page.append(row("`" + name + "`", area)));
        page.append(row("**all**", whole)).append("\n## Excluded, and why\n\n");
        whole.excluded.forEach((reason, methods) -> page.append("- ")
                .append(reason)
                .append(": ")
                .append(methods.size())
                .append(" methods\n"));
        page.append("\n## Generic only\n\n");
        whole.generic.forEach(method -> page.append("- `").append(method).append("`\n"));
        return page.toString();
    }

    private static String row(String name, Area area) {
        int excluded = area.excluded.values().stream().mapToInt(Set::size).sum();
        int all = area.typed + area.generic.size() + excluded;
        return Stream.of(name, all, area.typed, area.generic.size(), excluded)
                .map(String::valueOf)
                .collect(Collectors.joining(" | ", "| ", " |\n"));
    }

    private static String area(String path) {
        List<String> segments = List.of(path.substring(1).split("/"));
        int depth = !segments.getFirst().equals("nodes") ? 2 : segments.contains("{vmid}") ? 5 : 3;
        if (!Set.of("cluster", "nodes").contains(segments.getFirst())) {
            depth = 1;
        }
        return segments.stream().limit(Math.min(depth, 3)).collect(Collectors.joining("/", "/", ""));
    }

    private static final class Area {
        private int typed;
        private final Set<String> generic = new TreeSet<>();
        private final SortedMap<String, Set<String>> excluded = new TreeMap<>();

        void add(String path, String method, JsonNode description, Set<String> declared) {
            String call = method + " " + path;
            if (declared.contains(call)) {
                typed++;
            } else {
                reason(path, description)
                        .ifPresentOrElse(
                                reason -> excluded.computeIfAbsent(reason, _ -> new TreeSet<>())
                                        .add(call),
                                () -> generic.add(call));
            }
        }

        void add(Area area) {
            typed += area.typed;
            generic.addAll(area.generic);
            area.excluded.forEach((reason, calls) ->
                    excluded.computeIfAbsent(reason, _ -> new TreeSet<>()).addAll(calls));
        }

        private static Optional<String> reason(String path, JsonNode description) {
            return EXCLUDED.entrySet().stream()
                    .filter(rule -> Pattern.matches(rule.getKey(), path))
                    .map(Map.Entry::getValue)
                    .findFirst()
                    .or(() -> description.path("returns").path("links").isArray() && isIndex(description)
                            ? Optional.of("an index: it lists the paths below and holds no data")
                            : Optional.empty());
        }

        private static boolean isIndex(JsonNode description) {
            return description.path("description").asString("").matches("(?is).*(index|diridx).*")
                    || description.path("name").asString("").matches(".*(index|diridx|idx)");
        }
    }
}
