package io.github.proxmoxmcp.persistence.inventory;

import io.github.proxmoxmcp.persistence.inventory.History.Doc;
import io.github.proxmoxmcp.persistence.value.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/// Who may do what in the cluster. Neither passwords nor the values of tokens are ever part of it.
public interface Access {

    /// A user.
    @History(
            kind = Kind.ACCESS_USER,
            view = "access_users",
            about = "One row for each user.",
            question = "Who may log in no more?",
            sql = """
                select name, enabled, expires_at
                from access_users
                where not enabled or expires_at < now() order by name\
                """)
    record User(
            @Doc("the user with the realm: joe@pve") String name,
            @Doc("whether they may log in") boolean enabled,
            @Doc("until when they may; null: for ever") Optional<Instant> expiresAt,
            @Doc("their groups, separated by ';'") List<String> groups,
            @Doc("first name") Optional<String> firstName,
            @Doc("last name") Optional<String> lastName,
            @Doc("mail address") Optional<String> email,
            @Doc("what its maker noted") Optional<String> comment) {}

    /// An API token.
    @History(
            kind = Kind.USER_TOKEN,
            view = "user_tokens",
            about = "One row for each API token of a user; its value is never known.",
            question = "Which tokens have all rights of their user?",
            sql = """
                select name, owner, expires_at, comment
                from user_tokens where not separated order by name\
                """)
    record Token(
            @Doc("the token with its user: joe@pve!mcp") String name,
            @Doc("its user") String owner,

            @Doc("whether it has rights of its own, and not its user's")
            boolean separated,

            @Doc("until when it is good; null: for ever") Optional<Instant> expiresAt,
            @Doc("what its maker noted") Optional<String> comment) {}

    /// A group of users.
    @History(
            kind = Kind.ACCESS_GROUP,
            view = "access_groups",
            about = "One row for each group of users.",
            question = "Who is in which group?",
            sql = """
                select name, members, comment
                from access_groups order by name\
                """)
    record Group(
            @Doc("the group") String name,
            @Doc("its users, separated by ';'") List<String> members,
            @Doc("what its maker noted") Optional<String> comment) {}

    /// A role.
    @History(
            kind = Kind.ACCESS_ROLE,
            view = "access_roles",
            about = "One row for each role: a set of privileges.",
            question = "Which roles may change the options of a virtual machine?",
            sql = """
                select name, builtin
                from access_roles
                where ';' || privileges || ';' like '%;VM.Config.Options;%' order by name\
                """)
    record Role(
            @Doc("the role") String name,
            @Doc("whether it is Proxmox's own") boolean builtin,
            @Doc("its privileges, separated by ';', sorted") List<String> privileges) {}

    /// An entry of the access control list.
    @History(
            kind = Kind.ACCESS_RULE,
            view = "access_rules",
            about = "One row for each entry of the access control list: who has which role on which path.",
            question = "Who has a role on everything?",
            sql = """
                select grantee, type, role, valid_from
                from access_rules where path = '/' order by grantee, role\
                """,
            key = 3)
    record Rule(
            @Doc("where: /, /vms/100, /pool/prod, /storage/nfs, …")
            String path,

            @Doc("who: a user, a group or a token") String grantee,
            @Doc("which role") String role,
            @Doc("user, group or token") String type,
            @Doc("whether it holds below the path, too") boolean propagate) {}

    /// A realm.
    @History(
            kind = Kind.ACCESS_REALM,
            view = "access_realms",
            about = "One row for each realm that users come from.",
            question = "Which directories do users come from?",
            sql = """
                select name, type, settings
                from access_realms order by name\
                """)
    record Realm(
            @Doc("the realm") String name,
            @Doc("pam, pve, ldap, ad, openid") String type,
            @Doc("whether the login offers it first") boolean isDefault,
            @Doc("what second factor it demands") Optional<String> tfa,
            @Doc("what its maker noted") Optional<String> comment,

            @Doc("its other options, a line each; passwords struck out")
            SortedMap<String, String> settings) {}
}
