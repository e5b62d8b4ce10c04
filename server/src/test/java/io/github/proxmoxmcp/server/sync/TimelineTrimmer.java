package io.github.proxmoxmcp.server.sync;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Makes fixtures out of recorded timelines: only what the sync asks for, packed.
///
/// Arguments: the folder to write to, then recorded files.
final class TimelineTrimmer {

    private static final Pattern ASKED = Pattern.compile("GET (?:/cluster/(?:resources|status|tasks|log.*|options)|"
            + "/cluster/ha/resources|/storage|/pools.*|/access/permissions"
            + "|/nodes/[^/]+/(?:network|services)"
            + "|/nodes/[^/]+/(?:qemu|lxc)/\\d+/(?:config(?:\\?current=1)?|pending|snapshot|status/current)"
            + "|/nodes/[^/]+/tasks/[^/]*clone[^/]*/log"
            + "|/nodes/[^/]+/storage/[^/]+/content(?:\\?content=backup)?)");

    private TimelineTrimmer() {}

    public static void main(String[] arguments) throws IOException {
        List<Path> files = Stream.of(arguments).map(Path::of).toList();
        Files.createDirectories(files.getFirst());
        for (Path file : files.subList(1, files.size())) {
            trim(file, files.getFirst());
        }
    }

    private static void trim(Path file, Path folder) throws IOException {
        JsonMapper json = new JsonMapper();
        JsonNode timeline = json.readTree(Files.readAllBytes(file));
        for (JsonNode step : timeline.path("steps")) {
            ObjectNode observed = (ObjectNode) step.path("observed");
            Timeline.nameAsAsked(json, observed);
            observed.propertyNames().stream()
                    .filter(label -> !ASKED.matcher(label).matches())
                    .toList()
                    .forEach(observed::remove);
        }
        write(json, timeline, folder, file);
    }

    private static void write(JsonMapper json, JsonNode timeline, Path folder, Path file) throws IOException {
        Path target = folder.resolve(file.getFileName() + ".gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(target))) {
            out.write(json.writeValueAsBytes(timeline));
        }
    }
}
