package io.github.proxmoxmcp.server.resource;

import java.util.List;

/// The addresses of all resources. Constants apart from what is behind them, because the protocol wants to know the
/// templates before anything else is built.
public final class Addresses {

    static final String STATUS = "proxmox://{cluster}/status";
    static final String NODES = "proxmox://{cluster}/nodes";
    static final String NODE = "proxmox://{cluster}/node/{node}";
    static final String GUEST = "proxmox://{cluster}/guest/{guest}";
    static final String CONFIG = "proxmox://{cluster}/guest/{guest}/config";
    static final String HISTORY = "proxmox://{cluster}/guest/{guest}/history";
    static final String STORAGE = "proxmox://{cluster}/storage/{storage}";
    static final String TASK = "proxmox://{cluster}/task/{task}";
    static final String SNAPSHOT = "proxmox://{cluster}/snapshot/{snapshot}";

    /// URI templates with more variables than the cluster.
    public static final List<String> TEMPLATES = List.of(GUEST, CONFIG, HISTORY, NODE, SNAPSHOT, STORAGE, TASK);

    private Addresses() {}
}
