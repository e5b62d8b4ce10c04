package io.github.proxmoxmcp.persistence.value;

/// The kinds of things whose history is kept.
public enum Kind {
    CLUSTER,
    NODE,
    NODE_DETAILS,
    GUEST,
    GUEST_CONFIG,
    GUEST_SNAPSHOT,
    STORAGE,
    STORAGE_DEFINITION,
    BACKUP,
    BACKUP_JOB,
    POOL,
    POOL_MEMBER,
    HA_RESOURCE,
    REPLICATION_JOB,
    NODE_NETWORK,
    NODE_SERVICE,
    NODE_UPDATE,
    NODE_DISK,
    NODE_CERTIFICATE,
    REPLICATION_STATE,
    CLUSTER_OPTION
}
