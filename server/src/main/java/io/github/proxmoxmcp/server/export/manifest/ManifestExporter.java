package io.github.proxmoxmcp.server.export.manifest;

import io.github.proxmoxmcp.server.cluster.Reading;
import io.github.proxmoxmcp.server.export.Exported;
import io.github.proxmoxmcp.server.export.Exporter;
import io.github.proxmoxmcp.server.export.Selection;
import java.util.List;
import java.util.TreeMap;

/// Manifests: what is exported, planned against the same cluster, changes nothing.
public final class ManifestExporter implements Exporter {

    @Override
    public String name() {
        return "manifest";
    }

    @Override
    public Exported export(Reading reading, Selection selection) {
        return new Exported(new TreeMap<>(), List.of());
    }
}
