package io.github.proxmoxmcp.server.sync.inventory;

import static io.github.proxmoxmcp.server.sync.inventory.InventorySource.filtered;
import static io.github.proxmoxmcp.server.sync.inventory.InventorySource.rows;
import static io.github.proxmoxmcp.server.sync.inventory.InventorySource.whole;

import io.github.proxmoxmcp.client.Proxmox;
import io.github.proxmoxmcp.client.access.Permissions;
import io.github.proxmoxmcp.client.access.RightsApi;
import io.github.proxmoxmcp.client.access.UsersApi.User;
import io.github.proxmoxmcp.client.access.UsersApi.UserQuery;
import io.github.proxmoxmcp.client.value.Settings;
import io.github.proxmoxmcp.persistence.inventory.Access;
import io.github.proxmoxmcp.persistence.inventory.Listing;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/// Lists of who may do what. Proxmox logs none of their changes, so only their age says that they are to be read again.
record AccessLists(Proxmox api) {

    private static final int MINUTES = 15;

    List<InventorySource> all() {
        return List.of(
                new InventorySource(
                        InventorySource.id(Access.User.class, ""),
                        "users",
                        Duration.ofMinutes(MINUTES),
                        false,
                        this::users),
                filtered(
                        Access.Group.class,
                        "groups of users",
                        MINUTES,
                        () -> rows(api.rights().groups(), AccessLists::group),
                        AccessLists::seesUsers),
                whole(
                        Access.Role.class,
                        "roles",
                        MINUTES * 4,
                        () -> rows(api.rights().roles(), AccessLists::role)),
                filtered(
                        Access.Rule.class,
                        "access control list",
                        MINUTES,
                        () -> rows(api.rights().acl(), AccessLists::rule),
                        rights -> rights.at("/access", "Sys.Audit")),
                whole(
                        Access.Realm.class,
                        "realms",
                        MINUTES * 4,
                        () -> rows(
                                api.rights().realms(),
                                row -> realm(row, api.rights().realm(row.realm())))));
    }

    private static boolean seesUsers(Permissions rights) {
        return rights.everywhere("/access/groups", "User.Modify", "Sys.Audit");
    }

    /// One call tells of users and of their tokens.
    private Function<Permissions, List<Listing<?>>> users() {
        List<User> rows = api.users().list(new UserQuery(Optional.empty(), Optional.of(true)));
        List<Access.User> users = rows(rows, AccessLists::user);
        List<Access.Token> tokens = rows.stream().flatMap(AccessLists::tokens).toList();
        return rights -> List.of(
                Listing.of(Access.User.class, users, seesUsers(rights)),
                Listing.of(Access.Token.class, tokens, seesUsers(rights)));
    }

    private static Access.User user(User row) {
        return new Access.User(
                row.userid(),
                row.enable().orElse(true),
                expiry(row.expire()),
                InventoryRecords.words(row.groups()),
                InventoryRecords.text(row.firstname()),
                InventoryRecords.text(row.lastname()),
                InventoryRecords.text(row.email()),
                InventoryRecords.text(row.comment()));
    }

    private static Stream<Access.Token> tokens(User row) {
        return row.tokens().orElse(List.of()).stream()
                .map(token -> new Access.Token(
                        row.userid() + "!" + token.tokenid(),
                        row.userid(),
                        token.privsep().orElse(true),
                        expiry(token.expire()),
                        InventoryRecords.text(token.comment())));
    }

    /// Proxmox says 0 for never.
    private static Optional<Instant> expiry(Optional<Instant> expire) {
        return expire.filter(at -> at.isAfter(Instant.EPOCH));
    }

    private static Access.Group group(RightsApi.Group row) {
        return new Access.Group(
                row.groupid(), InventoryRecords.words(row.users()), InventoryRecords.text(row.comment()));
    }

    private static Access.Role role(RightsApi.Role row) {
        return new Access.Role(row.roleid(), row.special().orElse(false), InventoryRecords.words(row.privs()));
    }

    private static Access.Rule rule(RightsApi.AclEntry row) {
        return new Access.Rule(
                row.path(),
                row.ugid(),
                row.roleid(),
                row.type(),
                row.propagate().orElse(true));
    }

    private static Access.Realm realm(RightsApi.Realm row, Settings more) {
        return new Access.Realm(
                row.realm(),
                row.type(),
                row.isDefault().orElse(false),
                row.tfa(),
                InventoryRecords.text(row.comment()),
                InventoryRecords.rest(more, "realm", "default", "tfa", "comment"));
    }
}
