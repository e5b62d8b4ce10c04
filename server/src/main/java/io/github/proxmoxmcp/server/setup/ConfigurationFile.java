package io.github.proxmoxmcp.server.setup;

import io.github.proxmoxmcp.client.connection.Trust;
import io.github.proxmoxmcp.server.config.ClusterAddresses;
import io.github.proxmoxmcp.server.config.FaultyLine;
import io.github.proxmoxmcp.server.tool.Access;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;

/// This program's own configuration file, into which a cluster is put; the other clusters and settings in it stay.
final class ConfigurationFile {

    private static final YAMLMapper YAML = YAMLMapper.builder()
            .disable(YAMLWriteFeature.WRITE_DOC_START_MARKER)
            .disable(YAMLWriteFeature.SPLIT_LINES)
            .enable(YAMLWriteFeature.MINIMIZE_QUOTES)
            .build();

    private final Path file;
    private final Optional<String> before;
    private final ObjectNode root;

    private ConfigurationFile(Path file, Optional<String> before, ObjectNode root) {
        this.file = file;
        this.before = before;
        this.root = root;
    }

    static ConfigurationFile read(Path file) {
        Optional<String> before = FileChange.current(file);
        return new ConfigurationFile(
                file,
                before,
                before.filter(text -> !text.isBlank())
                        .map(text -> parse(file, text))
                        .orElseGet(YAML::createObjectNode));
    }

    /// What callers may do, where the file says so.
    Optional<Access> access() {
        String text = root.path("access").asString("");
        return Arrays.stream(Access.values())
                .filter(level -> level.name().equalsIgnoreCase(text))
                .findFirst();
    }

    /// Where the cluster of this name is, if that is nowhere that `urls` lead to: it is then another cluster, or the
    /// same one at another place, which only a person can tell.
    Optional<String> elsewhere(String name, List<URI> urls) {
        JsonNode url = clusters().path(name).path("url");
        String text = url.isArray()
                ? url.valueStream().map(one -> one.asString("")).collect(Collectors.joining(","))
                : url.asString("");
        return Optional.of(text).filter(known -> !known.isBlank() && !sharesOne(known, urls));
    }

    private static boolean sharesOne(String known, List<URI> urls) {
        try {
            return ClusterAddresses.parse(known).stream().anyMatch(urls::contains);
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    boolean has(String name) {
        return clusters().has(name);
    }

    private ObjectNode clusters() {
        return root.get("clusters") instanceof ObjectNode present ? present : YAML.createObjectNode();
    }

    /// With this cluster in it. What else its entry says, such as a scope, stays.
    FileChange with(Optional<Access> access, String name, List<URI> urls, Path tokenFile, Trust trust) {
        if (access.isPresent() || !root.has("access")) {
            root.put("access", access.orElse(Access.READ).name().toLowerCase(Locale.ROOT));
        }
        ObjectNode clusters = root.get("clusters") instanceof ObjectNode present ? present : root.putObject("clusters");
        ObjectNode cluster = clusters.get(name) instanceof ObjectNode present ? present : clusters.putObject(name);
        cluster.remove(List.of("token_env", "ca_file", "fingerprint"));
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
            throw new SetupException(
                    file + " is not a mapping of keys to values: correct it, or name another with --config");
        } catch (JacksonException e) {
            throw new SetupException(
                    file + " is not YAML" + FaultyLine.of(e) + ": correct it, or name another with --config", e);
        }
    }
}
