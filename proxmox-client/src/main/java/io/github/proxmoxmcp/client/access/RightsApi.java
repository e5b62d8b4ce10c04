package io.github.proxmoxmcp.client.access;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.proxmoxmcp.client.endpoint.Endpoint;
import io.github.proxmoxmcp.client.value.Options;
import io.github.proxmoxmcp.client.value.Secret;
import io.github.proxmoxmcp.client.value.Settings;
import io.github.proxmoxmcp.client.value.Upid;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Groups, roles, access control and realms: `/access`.
public interface RightsApi {

    @Endpoint("GET /access/groups")
    List<Group> groups();

    @Endpoint("POST /access/groups")
    void createGroup(GroupCreate request);

    @Endpoint("GET /access/groups/{groupid}")
    GroupDetail group(String groupid);

    @Endpoint("PUT /access/groups/{groupid}")
    void changeGroup(String groupid, GroupChange request);

    @Endpoint("DELETE /access/groups/{groupid}")
    void removeGroup(String groupid);

    @Endpoint("GET /access/roles")
    List<Role> roles();

    @Endpoint("POST /access/roles")
    void createRole(RoleCreate request);

    /// Its privileges.
    @Endpoint("GET /access/roles/{roleid}")
    Map<String, Boolean> role(String roleid);

    @Endpoint("PUT /access/roles/{roleid}")
    void changeRole(String roleid, RoleChange request);

    @Endpoint("DELETE /access/roles/{roleid}")
    void removeRole(String roleid);

    @Endpoint("GET /access/acl")
    List<AclEntry> acl();

    /// Gives roles on a path, or takes them.
    @Endpoint("PUT /access/acl")
    void changeAcl(AclChange request);

    @Endpoint("GET /access/domains")
    List<Realm> realms();

    @Endpoint("POST /access/domains")
    void createRealm(RealmCreate request);

    @Endpoint("GET /access/domains/{realm}")
    Settings realm(String realm);

    @Endpoint("PUT /access/domains/{realm}")
    void changeRealm(String realm, RealmChange request);

    @Endpoint("DELETE /access/domains/{realm}")
    void removeRealm(String realm);

    @Endpoint("POST /access/domains/{realm}/sync")
    Upid syncRealm(String realm, RealmSync request);

    /// A login by password. [io.github.proxmoxmcp.client.connection.UserPassword] does this by itself.
    @Endpoint("POST /access/ticket")
    Ticket ticket(TicketRequest request);

    /// A new group.
    record GroupCreate(String groupid, Optional<String> comment) {}

    /// Its comment.
    record GroupChange(Optional<String> comment) {}

    /// A new role with its privileges, separated by commas.
    record RoleCreate(String roleid, Optional<String> privs) {}

    /// Its privileges, separated by commas, or further ones.
    record RoleChange(Optional<String> privs, Optional<Boolean> append) {}

    /// Where, which roles, and whose, separated by commas.
    record AclChange(
            String path,
            String roles,
            Optional<String> users,
            Optional<String> groups,
            Optional<String> tokens,
            Optional<Boolean> propagate,
            Optional<Boolean> delete) {}

    /// A new realm, with the options of its type by name.
    ///
    /// @param options every other parameter by name
    record RealmCreate(
            String realm,
            String type,
            Optional<String> comment,
            @JsonProperty("default") Optional<Boolean> isDefault,
            Options options) {

        /// Everything by name.
        public static RealmCreate of(String realm, String type, Options options) {
            return new RealmCreate(realm, type, Optional.empty(), Optional.empty(), options);
        }
    }

    /// What to change about a realm.
    ///
    /// @param options every other parameter by name
    record RealmChange(
            Optional<String> comment,
            @JsonProperty("default") Optional<Boolean> isDefault,
            Optional<String> delete,
            Optional<String> digest,
            Options options) {

        /// Everything by name.
        public static RealmChange of(Options options) {
            return new RealmChange(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), options);
        }
    }

    /// What to take over from the directory.
    record RealmSync(
            Optional<String> scope,
            @JsonProperty("enable-new") Optional<Boolean> enableNew,
            @JsonProperty("remove-vanished") Optional<String> removeVanished,
            @JsonProperty("dry-run") Optional<Boolean> dryRun) {}

    /// Who, and the password.
    record TicketRequest(String username, Secret password, Optional<String> realm, Optional<Secret> otp) {}

    /// A group; `users` are separated by commas.
    record Group(String groupid, Optional<String> comment, Optional<String> users) {}

    /// A group and who is in it.
    record GroupDetail(Optional<String> comment, List<String> members) {}

    /// A role; `privs` are separated by commas.
    record Role(String roleid, Optional<String> privs, Optional<Boolean> special) {}

    /// Who has which role where.
    record AclEntry(String path, String roleid, String type, String ugid, Optional<Boolean> propagate) {}

    /// Where users come from.
    record Realm(
            String realm,
            String type,
            Optional<String> comment,
            Optional<String> tfa,
            @JsonProperty("default") Optional<Boolean> isDefault) {}

    /// A login.
    record Ticket(
            String username,
            Optional<Secret> ticket,
            @JsonProperty("CSRFPreventionToken") Optional<Secret> csrfToken,
            Optional<String> clustername) {}
}
