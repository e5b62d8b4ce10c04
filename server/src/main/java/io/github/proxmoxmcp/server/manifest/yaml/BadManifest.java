package io.github.proxmoxmcp.server.manifest.yaml;

import java.util.List;
import java.util.stream.Collectors;

/// Manifests that cannot be used, with everything that is wrong with them.
public final class BadManifest extends RuntimeException {

    private static final long serialVersionUID = 1;

    private static final int SHOWN = 20;

    private final transient List<Fault> faults;

    public BadManifest(List<Fault> faults) {
        super(text(faults));
        this.faults = List.copyOf(faults);
    }

    public List<Fault> faults() {
        return faults;
    }

    private static String text(List<Fault> faults) {
        return faults.stream().limit(SHOWN).map(Fault::toString).collect(Collectors.joining("\n"))
                + (faults.size() > SHOWN ? "\nand " + (faults.size() - SHOWN) + " more" : "");
    }
}
