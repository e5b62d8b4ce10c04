package io.github.proxmoxmcp.demo.access;

import static java.util.Map.entry;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
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

    /// Everything but what changes the nodes themselves and who may do what.
    private static final String ADMIN = AUDITOR + " " + VM_ADMIN + " " + DATASTORE_USER
            + " Datastore.Allocate Datastore.AllocateTemplate Group.Allocate Mapping.Use Pool.Allocate"
            + " Realm.AllocateUser SDN.Allocate SDN.Use Sys.Console Sys.Syslog User.Modify";

    private static final SortedMap<String, String> ROLES = new TreeMap<>(Map.ofEntries(
            entry("Administrator", EVERYTHING),
            entry("PVEAdmin", ADMIN),
            entry("PVEAuditor", AUDITOR),
            entry("PVEVMUser", VM_USER),
            entry("PVEVMAdmin", VM_ADMIN),
            entry("PVEDatastoreUser", DATASTORE_USER),
            entry(
                    "PVEDatastoreAdmin",
                    "Datastore.Allocate Datastore.AllocateSpace Datastore.AllocateTemplate Datastore.Audit"),
            entry("PVEMappingAdmin", "Mapping.Audit Mapping.Modify Mapping.Use"),
            entry("PVEMappingUser", "Mapping.Audit Mapping.Use"),
            entry("PVEPoolAdmin", "Pool.Allocate Pool.Audit"),
            entry("PVEPoolUser", "Pool.Audit"),
            entry("PVESDNAdmin", "SDN.Allocate SDN.Audit SDN.Use"),
            entry("PVESDNUser", "SDN.Audit SDN.Use"),
            entry("PVESysAdmin", "Sys.Audit Sys.Console Sys.Syslog"),
            entry("PVETemplateUser", "VM.Audit VM.Clone"),
            entry("PVEUserAdmin", "Group.Allocate Realm.AllocateUser User.Modify"),
            entry("NoAccess", "")));

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

    /// The names of the roles.
    public static Set<String> names() {
        return Collections.unmodifiableSet(ROLES.keySet());
    }
}
