package io.github.proxmoxmcp.demo.access;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// The roles that Proxmox comes with, as sets of privileges.
public final class Roles {
    private static final String AUDITOR =
            "Datastore.Audit Mapping.Audit Pool.Audit SDN.Audit Sys.Audit VM.Audit VM.GuestAgent.Audit";
    private static final String VM_USER = "VM.Audit VM.Backup VM.Config.CDROM VM.Config.Cloudinit VM.Console"
            + " VM.GuestAgent.Audit VM.GuestAgent.FileRead VM.GuestAgent.FileSystemMgmt VM.GuestAgent.FileWrite"
            + " VM.PowerMgmt";
    private static final String VM_ADMIN = VM_USER
            + " VM.Allocate VM.Clone VM.Config.CPU VM.Config.Disk VM.Config.HWType VM.Config.Memory VM.Config.Network"
            + " VM.Config.Options VM.GuestAgent.Unrestricted VM.Migrate VM.Replicate VM.Snapshot VM.Snapshot.Rollback";
    private static final String DATASTORE_USER = "Datastore.AllocateSpace Datastore.Audit";
    private static final String EVERYTHING = AUDITOR + " " + VM_ADMIN + " " + DATASTORE_USER
            + " Datastore.Allocate Datastore.AllocateTemplate Group.Allocate Mapping.Modify Mapping.Use"
            + " Permissions.Modify Pool.Allocate Realm.Allocate Realm.AllocateUser SDN.Allocate SDN.Use"
            + " Sys.AccessNetwork Sys.Console Sys.Incoming Sys.Modify Sys.PowerMgmt Sys.Syslog User.Modify";

    private static final Map<String, String> ROLES = Map.of(
            "Administrator", EVERYTHING,
            "PVEAuditor", AUDITOR,
            "PVEVMUser", VM_USER,
            "PVEVMAdmin", VM_ADMIN,
            "PVEDatastoreUser", DATASTORE_USER,
            "NoAccess", "");

    private Roles() {}

    /// The privileges of some roles together.
    public static Set<String> privileges(List<String> roles) {
        return roles.stream()
                .map(role -> Optional.ofNullable(ROLES.get(role))
                        .orElseThrow(() -> new IllegalArgumentException("no role '" + role + "'")))
                .flatMap(names -> Arrays.stream(names.split(" ")))
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /// Every privilege there is.
    public static Set<String> all() {
        return privileges(List.of("Administrator"));
    }
}
