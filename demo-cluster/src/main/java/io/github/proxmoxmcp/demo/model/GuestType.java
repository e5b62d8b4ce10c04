package io.github.proxmoxmcp.demo.model;

/// Virtual machine or container, with the words that Proxmox uses for each.
public enum GuestType {
    QEMU("qemu", "qemu-server", "VM", "qm", "name"),
    LXC("lxc", "lxc", "CT", "vz", "hostname");

    private final String path;
    private final String folder;
    private final String noun;
    private final String taskPrefix;
    private final String nameOption;

    GuestType(String path, String folder, String noun, String taskPrefix, String nameOption) {
        this.path = path;
        this.folder = folder;
        this.noun = noun;
        this.taskPrefix = taskPrefix;
        this.nameOption = nameOption;
    }

    /// The word in API paths and resource ids: `qemu` or `lxc`.
    public String path() {
        return path;
    }

    /// The folder of its configuration files below a node's.
    public String folder() {
        return folder;
    }

    /// The word in messages: `VM` or `CT`.
    public String noun() {
        return noun;
    }

    /// The type of a task of this kind, such as `qmstart` or `vzstart`. Only `qmigrate` is built otherwise.
    public String task(String action) {
        return this == QEMU && action.equals("migrate") ? "qmigrate" : taskPrefix + action;
    }

    /// The configuration option that holds the guest's name.
    public String nameOption() {
        return nameOption;
    }
}
