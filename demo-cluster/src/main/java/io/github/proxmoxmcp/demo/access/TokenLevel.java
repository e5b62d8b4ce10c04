package io.github.proxmoxmcp.demo.access;

import java.util.List;

/// The API tokens that every demo cluster has, by what they may do.
public enum TokenLevel {
    /// `root@pam` itself, without privilege separation: its user may do everything.
    FULL("root@pam!full", ""),
    /// Sees everything that `PVEAuditor` on `/` sees.
    AUDIT("root@pam!audit", "PVEAuditor"),
    /// Sees as an auditor and manages guests: power, configuration, snapshots, backups.
    OPERATOR("root@pam!operator", "PVEAuditor PVEVMAdmin PVEDatastoreUser"),
    /// Is known, and has no privilege at all.
    NONE("root@pam!none", "");

    private final String id;
    private final String roles;

    TokenLevel(String id, String roles) {
        this.id = id;
        this.roles = roles;
    }

    /// `USER@REALM!TOKENID`, the part before the secret.
    public String id() {
        return id;
    }

    /// The roles that the token has on `/`.
    public List<String> roles() {
        return roles.isEmpty() ? List.of() : List.of(roles.split(" "));
    }

    /// Whether it has rights of its own, or those of its user.
    public boolean separated() {
        return this != FULL;
    }
}
