package io.github.proxmoxmcp.server.manifest;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// What a manifest is of.
public enum ManifestKind {
    VM("VM"),
    CONTAINER("Container"),
    POOL("Pool"),
    STORAGE("Storage"),
    BACKUP_JOB("BackupJob"),
    HA_RESOURCE("HaResource"),
    /// Proxmox VE 9.
    HA_RULE("HaRule"),
    /// Proxmox VE 8.
    HA_GROUP("HaGroup"),
    /// Of the cluster, a node or a guest, or a security group.
    FIREWALL("Firewall"),
    ROLE("Role"),
    GROUP("Group"),
    USER("User"),
    /// Who has which roles on one path.
    ACL("Acl"),
    /// Compared, and never changed.
    BRIDGE("Bridge"),
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

    /// Whether it is a place that is always there: what it holds is declared, not that it is there.
    public boolean isPlace() {
        return this == FIREWALL || this == ACL || this == BRIDGE;
    }

    static Optional<ManifestKind> of(String text) {
        return Arrays.stream(values()).filter(kind -> kind.word.equals(text)).findFirst();
    }

    static List<String> words() {
        return Arrays.stream(values()).map(ManifestKind::word).toList();
    }
}
