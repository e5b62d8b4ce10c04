package io.github.proxmoxmcp.persistence.sql.history;

import io.github.proxmoxmcp.persistence.inventory.BackupJob;
import io.github.proxmoxmcp.persistence.inventory.NodeCertificate;
import io.github.proxmoxmcp.persistence.inventory.NodeDisk;
import io.github.proxmoxmcp.persistence.inventory.NodeInterface;
import io.github.proxmoxmcp.persistence.inventory.NodeService;
import io.github.proxmoxmcp.persistence.inventory.NodeUpdate;
import io.github.proxmoxmcp.persistence.inventory.ReplicationJob;
import io.github.proxmoxmcp.persistence.inventory.ReplicationState;
import io.github.proxmoxmcp.persistence.inventory.StorageDefinition;
import io.github.proxmoxmcp.persistence.sql.database.Facts;
import java.time.Instant;

/// Makes records out of rows of lists: the way back of [InventoryTable].
public final class InventoryRecords {

    private InventoryRecords() {}

    public static StorageDefinition storage(Version version) {
        Facts facts = version.facts();
        return new StorageDefinition(
                name(version),
                facts.text(0).orElseThrow(),
                Records.words(facts.text(1).orElseThrow()),
                Records.words(facts.text(2).orElseThrow()),
                flag(facts, 3),
                flag(facts, 4),
                facts.text(5),
                facts.text(6));
    }

    public static BackupJob backupJob(Version version) {
        Facts facts = version.facts();
        return new BackupJob(
                name(version),
                flag(facts, 0),
                facts.text(1).orElseThrow(),
                facts.text(2),
                facts.text(3),
                facts.text(4).orElseThrow(),
                facts.text(5),
                facts.text(6),
                facts.text(7),
                facts.text(8));
    }

    public static ReplicationJob replicationJob(Version version) {
        Facts facts = version.facts();
        return new ReplicationJob(
                name(version),
                facts.get(0, Integer.class).orElseThrow(),
                facts.text(1).orElseThrow(),
                facts.text(2),
                facts.text(3).orElseThrow(),
                facts.get(4, Double.class),
                flag(facts, 5),
                facts.text(6));
    }

    public static ReplicationState replicationState(Version version) {
        return new ReplicationState(
                name(version), flag(version.facts(), 0), version.facts().text(1));
    }

    public static NodeInterface networkInterface(Version version) {
        Facts facts = version.facts();
        return new NodeInterface(
                name(version),
                facts.text(0).orElseThrow(),
                flag(facts, 1),
                flag(facts, 2),
                facts.text(3),
                facts.text(4),
                facts.text(5).map(Records::words).orElseThrow(),
                facts.get(6, Integer.class),
                facts.text(7));
    }

    public static NodeService service(Version version) {
        return new NodeService(name(version), version.facts().text(0).orElseThrow());
    }

    public static NodeUpdate update(Version version) {
        Facts facts = version.facts();
        return new NodeUpdate(name(version), facts.text(0).orElseThrow(), facts.text(1));
    }

    public static NodeDisk disk(Version version) {
        Facts facts = version.facts();
        return new NodeDisk(
                name(version),
                facts.text(0),
                facts.text(1),
                facts.text(2),
                facts.get(3, Long.class),
                facts.text(4),
                facts.text(5),
                facts.get(6, Integer.class));
    }

    public static NodeCertificate certificate(Version version) {
        Facts facts = version.facts();
        return new NodeCertificate(
                name(version),
                facts.text(0),
                facts.text(1),
                facts.text(2),
                facts.get(3, Long.class).map(Instant::ofEpochMilli));
    }

    private static String name(Version version) {
        return version.key().getLast().toString();
    }

    private static boolean flag(Facts facts, int column) {
        return facts.get(column, Boolean.class).orElseThrow();
    }
}
