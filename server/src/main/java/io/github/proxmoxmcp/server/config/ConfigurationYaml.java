package io.github.proxmoxmcp.server.config;

import io.github.proxmoxmcp.client.value.Secret;
import io.github.proxmoxmcp.server.config.ClusterSection.SecretInPlace;
import io.github.proxmoxmcp.server.config.PolicySection.DownloadPrefix;
import io.github.proxmoxmcp.server.tool.RecordReader;
import io.github.proxmoxmcp.server.tool.Scope.VmidRange;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// Reads YAML into the records of its sections.
final class ConfigurationYaml {

    private final RecordReader.Giver giver;

    /// @param expand what a path in the text means
    ConfigurationYaml(Function<String, Path> expand) {
        this.giver = new RecordReader.Giver(
                "key",
                false,
                Set.of(),
                Map.<Class<?>, Function<String, ?>>of(
                        Path.class,
                        expand,
                        ZoneId.class,
                        ConfigurationYaml::zone,
                        LocalTime.class,
                        ConfigurationYaml::time,
                        VmidRange.class,
                        ConfigurationYaml::range,
                        DownloadPrefix.class,
                        DownloadPrefix::parse,
                        HttpsUrl.class,
                        HttpsUrl::parse,
                        SecretInPlace.class,
                        SecretInPlace::refuse,
                        Secret.class,
                        path -> wrong(
                                () -> Secret.of(ConfiguredSecret.file(expand.apply(path), "is wrong", "the secret")))));
    }

    /// @param where what the text is, for errors, each of which names the key that it is about
    /// @throws ConfigurationException with everything that is wrong
    <R extends Record> R read(String where, String text, Class<R> type) {
        try {
            return RecordReader.read(giver, type, mapping(where, text));
        } catch (RecordReader.Unfit e) {
            throw new ConfigurationException(where + ": " + e.getMessage(), e);
        }
    }

    private static Map<?, ? extends @Nullable Object> mapping(String where, String text) {
        if (text.isBlank()) {
            return Map.of();
        }
        try {
            YAMLMapper yaml = YAMLMapper.builder().build();
            JsonNode tree = yaml.readTree(text);
            if (tree.isMissingNode() || tree.isNull()) {
                return Map.of();
            }
            if (yaml.treeToValue(tree, Object.class) instanceof Map<?, ?> map) {
                return map;
            }
            throw new ConfigurationException(where + ": must be a mapping of keys to values, not '" + tree + "'");
        } catch (JacksonException e) {
            throw new ConfigurationException(
                    where + " is not YAML: "
                            + e.getOriginalMessage().lines().findFirst().orElse("") + FaultyLine.of(e),
                    e);
        }
    }

    private static ZoneId zone(String text) {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("must be a name such as Europe/Berlin, or UTC, not '" + text + "'", e);
        }
    }

    private static LocalTime time(String text) {
        try {
            return LocalTime.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("must be a time of the day in quotes, not '" + text + "'", e);
        }
    }

    private static VmidRange range(String text) {
        return VmidRange.parse(text)
                .orElseThrow(() ->
                        new IllegalArgumentException("takes numbers and ranges such as 100-199, not '" + text + "'"));
    }

    /// What is wrong with a secret, as the rest of a sentence about its key.
    private static <T> T wrong(Supplier<T> secret) {
        try {
            return secret.get();
        } catch (ConfigurationException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }
}
