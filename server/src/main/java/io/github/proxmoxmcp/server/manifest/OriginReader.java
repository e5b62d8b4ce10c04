package io.github.proxmoxmcp.server.manifest;

import io.github.proxmoxmcp.server.manifest.yaml.Fault;
import io.github.proxmoxmcp.server.manifest.yaml.YamlTree;
import io.github.proxmoxmcp.server.manifest.yaml.YamlTree.Mapping;
import java.util.List;
import java.util.Optional;

/// Reads `from`: what a guest is made of.
final class OriginReader {

    private final List<Fault> faults;

    OriginReader(List<Fault> faults) {
        this.faults = faults;
    }

    Origin read(Mapping document, ManifestKind kind) {
        Optional<YamlTree> tree = document.get("from");
        if (tree.isEmpty()) {
            return Origin.NOTHING;
        }
        if (!kind.isGuest() || !(tree.get() instanceof Mapping from)) {
            faults.add(new Fault(tree.get().place(), "from", "is a mapping, such as {template: debian12, full: true}"));
            return Origin.NOTHING;
        }
        List<String> known = kind == ManifestKind.CONTAINER
                ? List.of("template", "full", "storage", "ostemplate")
                : List.of("template", "full", "storage");
        ManifestReader reader = new ManifestReader(faults);
        from.entries().forEach(entry -> reader.requireKnown(entry, "from." + entry.key(), known));
        Optional<String> full = from.text("full");
        full.filter(text -> !text.matches("true|false"))
                .ifPresent(text -> faults.add(new Fault(
                        from.get("full").orElseThrow().place(), "from.full", "is true or false, not '" + text + "'")));
        Origin origin = new Origin(
                from.text("template"), full.map("true"::equals), from.text("storage"), from.text("ostemplate"));
        if (origin.template().isPresent() == origin.ostemplate().isPresent()) {
            faults.add(new Fault(
                    from.place(),
                    "from",
                    kind == ManifestKind.CONTAINER ? "names one of template and ostemplate" : "names a template"));
        }
        return origin;
    }
}
