package io.github.proxmoxmcp.demo.route;

import java.util.Optional;
import java.util.regex.Pattern;

/// What a string parameter must look like, under Proxmox's name for it.
public enum ParameterFormat {
    NODE("pve-node", "[a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?", "value does not look like a valid node name"),
    VMID("pve-vmid", "[1-9][0-9]{2,8}", "value does not look like a valid VM ID"),
    VMIDS("pve-vmid-list", "([1-9][0-9]{2,8}[,; ]*)*", "value does not look like a valid VM ID"),
    REPLICATION_ID("pve-replication-job-id", "[1-9][0-9]{2,8}-\\d{1,9}", "invalid replication job id '%s'"),
    CONFIG_ID("pve-configid", "(?i)[a-z][a-z0-9_-]+", "invalid configuration ID '%s'"),
    STORAGE_ID("pve-storage-id", "(?i)[a-z][a-z0-9_.-]*[a-z0-9]", "storage ID '%s' contains illegal characters"),
    POOL_ID("pve-poolid", "[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+){0,2}", "value '%s' is not a valid pool name"),
    DNS_NAME(
            "dns-name",
            "(?i)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*",
            "value does not look like a valid DNS name"),
    TAGS("pve-tag-list", "(?i)([a-z0-9_][a-z0-9_+.-]*[;, ]*)*", "invalid characters in tag"),
    DISK_SIZE("", "\\+?\\d+(\\.\\d+)?[KMGT]?", "value does not match the regex pattern"),
    HA_SID("pve-ha-resource-or-vm-id", "((vm|ct):)?[1-9][0-9]{2,8}", "value '%s' does not look like a resource"),
    MEMORY("pve-qm-memory", "", ""),
    NET("pve-qm-net", "", ""),
    DRIVE("pve-qm-drive", "", "");

    private final String label;
    private final Pattern pattern;
    private final String problem;

    ParameterFormat(String label, String pattern, String problem) {
        this.label = label;
        this.pattern = Pattern.compile(pattern);
        this.problem = problem;
    }

    public String label() {
        return label;
    }

    /// What is wrong with a value, in Proxmox's words.
    public Optional<String> problem(String parameter, String value) {
        return switch (this) {
            case MEMORY -> PropertyText.memory(value);
            case NET -> PropertyText.net(parameter, value);
            case DRIVE -> PropertyText.drive(parameter, value);
            default ->
                pattern.matcher(value).matches()
                        ? Optional.empty()
                        : Optional.of("invalid format - " + problem.formatted(value) + "\n");
        };
    }
}
