package io.github.proxmoxmcp.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.proxmoxmcp.client.json.Secrets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Every field that any GET of the real API may answer with, and that is named or described like a credential, is one
/// that is struck out, or is known to be harmless.
class SecretFieldsTest {

    private static final Pattern LIKE_ONE = Pattern.compile(
            "(?i)passw|secret|token|ticket|credential|(^|[-_])key(s|ring)?$|privkey|private.?key|^data$");

    /// Names and states, public keys, numbers.
    private static final Set<String> HARMLESS = Set.of(
            "tokens",
            "tokenid",
            "totp-locked",
            "sshkeys",
            "/cluster/metrics/export data",
            "/nodes/{node}/hosts data",
            "/nodes/{node}/lxc/{vmid}/pending key",
            "/nodes/{node}/qemu/{vmid}/pending key",
            "/nodes/{node}/qemu/{vmid}/cloudinit key",
            "/nodes/{node}/storage/{storage}/import-metadata key",
            "/nodes/{node}/apt/repositories Key");

    @Test
    void everyFieldThatLooksLikeACredentialIsStruckOutOrHarmless() throws IOException {
        Path schema = Path.of(System.getProperty("repository.root"), "..", "shared", "pve", "apidoc.json");
        assumeTrue(Files.exists(schema), "the real schema is not at hand: " + schema);
        JsonNode paths = JsonMapper.shared().readTree(Files.readString(schema));
        List<String> shown = new ArrayList<>();
        List<String> struck = new ArrayList<>();

        paths.properties()
                .forEach(path -> fields(path.getValue().path("GET").path("returns"), field -> {
                    String where = path.getKey() + " " + field;
                    if (LIKE_ONE.matcher(field).find() && !HARMLESS.contains(where) && !HARMLESS.contains(field)) {
                        (isStruckOut(path.getKey(), field) ? struck : shown).add(where);
                    }
                }));

        assertThat(struck).hasSizeGreaterThan(8);
        assertThat(shown).isEmpty();
    }

    /// Sends a field as Proxmox would, with the neighbouring fields by which some secrets are recognised.
    private static boolean isStruckOut(String path, String field) {
        var row = JsonMapper.shared().createObjectNode();
        row.put(field, "hunter2");
        if (path.startsWith("/cluster/acme/plugins")) {
            row.put("plugin", "dns");
        }
        if (path.endsWith("/subscription")) {
            row.put("serverid", "A1");
        }
        return !Secrets.strikeOut(row).toString().contains("hunter2");
    }

    private static void fields(JsonNode schema, java.util.function.Consumer<String> each) {
        schema.path("properties").properties().forEach(property -> {
            each.accept(property.getKey());
            fields(property.getValue(), each);
        });
        if (schema.has("items")) {
            fields(schema.path("items"), each);
        }
    }
}
