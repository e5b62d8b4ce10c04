package io.github.proxmoxmcp.server.manifest;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// What a manifest is of.
public enum ManifestKind {
    VM("VM"),
    CONTAINER("Container"),
    POOL("Pool"),
    /// Several guests of one template; it is expanded before anything is compared.
    FLEET("Fleet");

    private final String word;

    ManifestKind(String word) {
        this.word = word;
    }

    /// As manifests write it.
    public String word() {
        return word;
    }

    public boolean isGuest() {
        return this == VM || this == CONTAINER;
    }

    static Optional<ManifestKind> of(String text) {
        return Arrays.stream(values()).filter(kind -> kind.word.equals(text)).findFirst();
    }

    static List<String> words() {
        return Arrays.stream(values()).map(ManifestKind::word).toList();
    }
}
