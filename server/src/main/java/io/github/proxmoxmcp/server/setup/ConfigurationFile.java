package io.github.proxmoxmcp.server.setup;

import io.github.proxmoxmcp.client.Trust;
import io.github.proxmoxmcp.server.tool.Access;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;

/// Puts a cluster into this program's own configuration file; the other clusters and settings in it stay.
final class ConfigurationFile {

    private static final YAMLMapper YAML = YAMLMapper.builder()
            .disable(YAMLWriteFeature.WRITE_DOC_START_MARKER)
            .disable(YAMLWriteFeature.SPLIT_LINES)
            .enable(YAMLWriteFeature.MINIMIZE_QUOTES)
            .build();

    private ConfigurationFile() {}

    static FileChange with(Path file, Access access, String name, List<URI> urls, Path tokenFile, Trust trust) {
        Optional<String> before = FileChange.current(file);
        ObjectNode root = before.filter(text -> !text.isBlank())
                .map(text -> parse(file, text))
                .orElseGet(YAML::createObjectNode);
        root.put("access", access.name().toLowerCase(Locale.ROOT));
        ObjectNode clusters = root.get("clusters") instanceof ObjectNode present ? present : root.putObject("clusters");
        ObjectNode cluster = clusters.putObject(name);
        cluster.put("url", String.join(",", urls.stream().map(URI::toString).toList()));
        cluster.put("token_file", tokenFile.toAbsolutePath().toString());
        switch (trust) {
            case Trust.SystemAuthorities _ -> {}
            case Trust.CaFile(Path authority) ->
                cluster.put("ca_file", authority.toAbsolutePath().toString());
            case Trust.Fingerprint(String sha256) -> cluster.put("fingerprint", sha256);
        }
        return new FileChange(file, before, YAML.writeValueAsString(root));
    }

    private static ObjectNode parse(Path file, String text) {
        try {
            JsonNode tree = YAML.readTree(text);
            if (tree instanceof ObjectNode object) {
                return object;
            }
            throw new SetupException(file + " is no mapping of keys to values: mend it, or name another with --config");
        } catch (JacksonException e) {
            throw new SetupException(
                    file + " is not YAML (line " + e.getLocation().getLineNr()
                            + "): mend it, or name another with --config",
                    e);
        }
    }
}
