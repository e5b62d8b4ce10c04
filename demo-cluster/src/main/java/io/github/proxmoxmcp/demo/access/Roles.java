package io.github.proxmoxmcp.demo.access;

import static java.util.Map.entry;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;

/// The roles that Proxmox comes with, and those that were made here, as sets of privileges.
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

    private static final SortedMap<String, Set<String>> BUILT_IN = new TreeMap<>(Map.ofEntries(
            entry("Administrator", words(EVERYTHING)),
            entry("PVEAdmin", words(ADMIN)),
            entry("PVEAuditor", words(AUDITOR)),
            entry("PVEVMUser", words(VM_USER)),
            entry("PVEVMAdmin", words(VM_ADMIN)),
            entry("PVEDatastoreUser", words(DATASTORE_USER)),
            entry(
                    "PVEDatastoreAdmin",
                    words("Datastore.Allocate Datastore.AllocateSpace Datastore.AllocateTemplate Datastore.Audit")),
            entry("PVEMappingAdmin", words("Mapping.Audit Mapping.Modify Mapping.Use")),
            entry("PVEMappingUser", words("Mapping.Audit Mapping.Use")),
            entry("PVEPoolAdmin", words("Pool.Allocate Pool.Audit")),
            entry("PVEPoolUser", words("Pool.Audit")),
            entry("PVESDNAdmin", words("SDN.Allocate SDN.Audit SDN.Use")),
            entry("PVESDNUser", words("SDN.Audit SDN.Use")),
            entry("PVESysAdmin", words("Sys.Audit Sys.Console Sys.Syslog")),
            entry("PVETemplateUser", words("VM.Audit VM.Clone")),
            entry("PVEUserAdmin", words("Group.Allocate Realm.AllocateUser User.Modify")),
            entry("NoAccess", words(""))));

    /// Roles that are not built in, with their privileges.
    private final Map<String, Set<String>> own = new ConcurrentSkipListMap<>();

    Roles() {}

    /// The privileges of a role; none where there is no such role.
    public Set<String> privileges(String role) {
        return Optional.ofNullable(own.get(role))
                .or(() -> Optional.ofNullable(BUILT_IN.get(role)))
                .orElse(Set.of());
    }

    /// The names of all roles.
    public Set<String> names() {
        var names = new TreeSet<>(BUILT_IN.keySet());
        names.addAll(own.keySet());
        return names;
    }

    /// Whether a role comes with Proxmox.
    public static boolean isBuiltIn(String role) {
        return BUILT_IN.containsKey(role);
    }

    public void put(String role, Set<String> privileges) {
        own.put(role, new TreeSet<>(privileges));
    }

    void remove(String role) {
        own.remove(role);
    }

    /// A role with exactly these privileges, made where there is none.
    String of(Set<String> privileges) {
        var role = names().stream()
                .filter(name -> privileges(name).equals(privileges))
                .findFirst()
                .orElse("Custom" + (own.size() + 1));
        if (!isBuiltIn(role)) {
            put(role, privileges);
        }
        return role;
    }

    /// The privileges of some of the roles that Proxmox comes with.
    public static Set<String> privileges(List<String> roles) {
        return roles.stream()
                .map(role -> Optional.ofNullable(BUILT_IN.get(role))
                        .orElseThrow(() -> new IllegalArgumentException("no role '" + role + "'")))
                .flatMap(Set::stream)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /// Every privilege there is.
    public static Set<String> all() {
        return privileges(List.of("Administrator"));
    }

    private static Set<String> words(String privileges) {
        return Arrays.stream(privileges.split(" "))
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
