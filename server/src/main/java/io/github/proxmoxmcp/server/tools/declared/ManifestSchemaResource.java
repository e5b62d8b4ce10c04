package io.github.proxmoxmcp.server.tools.declared;

import io.github.proxmoxmcp.server.manifest.ManifestSchema;
import io.github.proxmoxmcp.server.resource.ResourceDefinition;
import io.github.proxmoxmcp.server.resource.ResourceDefinition.Form;
import io.github.proxmoxmcp.server.resource.UriTemplate;
import io.github.proxmoxmcp.server.tool.Answer;
import java.util.Map;
import java.util.Optional;

/// How manifests are written, for who writes some; the same for all clusters.
public final class ManifestSchemaResource {

    private ManifestSchemaResource() {}

    /// What is read.
    record JsonSchema(Map<String, Object> schema) {}

    public static ResourceDefinition definition() {
        return new ResourceDefinition(
                new UriTemplate("proxmox://schema/manifests"),
                "manifest_schema",
                "JSON Schema of manifests",
                "What export_state writes and plan_manifest reads: every kind and field.",
                Form.JSON,
                Optional.empty(),
                _ -> Answer.of(new JsonSchema(ManifestSchema.schema())));
    }
}
