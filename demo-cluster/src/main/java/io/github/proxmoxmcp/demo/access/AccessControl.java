package io.github.proxmoxmcp.demo.access;

import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/// The users of a demo cluster, their groups, API tokens and passwords, and the list of who may do what.
public final class AccessControl {
    private static final String ROOT = Acl.ROOT;

    private final Map<String, Token> tokens = new ConcurrentHashMap<>();
    private final Map<String, User> users = new ConcurrentSkipListMap<>();
    private final Map<String, String> groups = new ConcurrentSkipListMap<>();
    private final Map<String, String> passwords = new ConcurrentHashMap<>();
    private final List<Grant> grants = new CopyOnWriteArrayList<>();
    private final Roles roles = new Roles();
    private final Tickets tickets = new Tickets();
    private volatile Acl acl = acl();

    public AccessControl() {
        addUser(
                new User(ROOT, true, 0, List.of(), new TreeMap<>()),
                UUID.randomUUID().toString());
        for (var level : TokenLevel.values()) {
            addToken(level.id(), level.separated(), 0, "");
            level.roles().forEach(role -> put(new Grant("/", "token", level.id(), role, true)));
        }
    }

    /// Makes a token with rights of its own, or a new secret for one; answers `USER@REALM!TOKENID=SECRET`. Its user is
    /// given the same, because a token may do no more than its user.
    public String issue(String id, Map<String, Set<String>> privilegesByPath) {
        var owner = id.substring(0, id.indexOf('!'));
        users.putIfAbsent(owner, new User(owner, true, 0, List.of(), new TreeMap<>()));
        var value = addToken(id, true, 0, "");
        privilegesByPath.forEach((path, privileges) -> {
            var role = roles.of(privileges);
            put(new Grant(path, "token", id, role, true));
            if (!owner.equals(ROOT)) {
                put(new Grant(path, "user", owner, role, true));
            }
        });
        return value;
    }

    /// Makes a token that may do nothing yet, or a new secret for one; answers its whole value.
    public String addToken(String id, boolean separated, long expires, String comment) {
        var token = new Token(id, UUID.randomUUID().toString(), separated, expires, comment);
        tokens.put(id, token);
        acl = acl();
        return token.value();
    }

    /// Changes a token; its secret stays.
    public void changeToken(String id, boolean separated, long expires, String comment) {
        tokens.computeIfPresent(id, (same, token) -> token.with(separated, expires, comment));
    }

    public Optional<Token> token(String id) {
        return Optional.ofNullable(tokens.get(id));
    }

    /// The value to send after `PVEAPIToken=`.
    public String value(TokenLevel level) {
        return token(level).value();
    }

    /// The token that an `Authorization` header's value proves.
    public Optional<Token> authenticate(String value, Instant now) {
        int equals = value.indexOf('=');
        if (equals < 0) {
            return Optional.empty();
        }
        return token(value.substring(0, equals))
                .filter(Token::enabled)
                .filter(token -> isBefore(now, token.expires()) && enabled(token.owner(), now))
                .filter(token -> Tickets.same(token.value(), value));
    }

    /// The user whose ticket this is, as one who may do what the user may.
    public Optional<Token> byTicket(String ticket, Instant now) {
        return tickets.user(ticket, now).filter(user -> enabled(user, now)).flatMap(this::known);
    }

    public boolean guards(String guard, String user, Instant now) {
        return tickets.guards(guard, user, now);
    }

    /// Whether this is the user's password, or a ticket of theirs that is still valid.
    public boolean proves(String user, String password, Instant now) {
        boolean known = Optional.ofNullable(passwords.get(user))
                .filter(secret -> Tickets.same(secret, password))
                .isPresent();
        return enabled(user, now) && (known || tickets.user(password, now).equals(Optional.of(user)));
    }

    public String ticket(String user, Instant now) {
        return tickets.ticket(user, now);
    }

    /// What a write must send along with a ticket.
    public String guard(String user, Instant now) {
        return tickets.guard(user, now);
    }

    /// The password of `root@pam`, new with every start.
    public String rootPassword() {
        return Optional.ofNullable(passwords.get(ROOT)).orElseThrow();
    }

    public void addUser(User user, String password) {
        users.put(user.id(), user);
        if (!password.isEmpty()) {
            passwords.put(user.id(), password);
        }
    }

    public void removeUser(String id) {
        users.remove(id);
        passwords.remove(id);
        tokens.keySet().removeIf(token -> token.startsWith(id + "!"));
        forget(grant -> !grant.type().equals("group")
                && (grant.who().equals(id) || grant.who().startsWith(id + "!")));
    }

    public void removeToken(String id) {
        tokens.remove(id);
        forget(grant -> grant.who().equals(id));
    }

    public Collection<User> users() {
        return List.copyOf(users.values());
    }

    public Optional<User> user(String id) {
        return Optional.ofNullable(users.get(id));
    }

    /// The names of a user's tokens.
    public List<String> tokensOf(String user) {
        return new TreeSet<>(tokens.keySet())
                .stream()
                        .filter(id -> id.startsWith(user + "!"))
                        .map(id -> id.substring(user.length() + 1))
                        .toList();
    }

    /// A token, or a user as one who may do what the user may.
    public Optional<Token> known(String id) {
        return id.contains("!") ? token(id) : user(id).map(user -> new Token(id, "", false, 0, ""));
    }

    /// Comments by group.
    public Map<String, String> groups() {
        return Collections.unmodifiableMap(groups);
    }

    public void addGroup(String name, String comment) {
        groups.put(name, comment);
    }

    public void removeGroup(String name) {
        groups.remove(name);
        users.replaceAll((id, user) -> user.without(name));
        forget(grant -> grant.type().equals("group") && grant.who().equals(name));
    }

    public Roles roles() {
        return roles;
    }

    /// Removes a role, and silently all that was granted with it.
    public void removeRole(String name) {
        roles.remove(name);
        forget(grant -> grant.role().equals(name));
    }

    public List<Grant> grants() {
        return List.copyOf(grants);
    }

    /// Gives somebody a role on a path, or takes it away.
    public void grant(Grant grant, boolean remove) {
        if (remove) {
            forget(grant::isOfSame);
        } else {
            put(grant);
        }
    }

    /// The privileges of a token or user on a path, each with whether it holds below that too.
    ///
    /// @param pools those that have what the path names as a member
    public SortedMap<String, Boolean> privileges(Token who, String path, Collection<String> pools) {
        var granted = acl.privileges(who.id(), path, pools);
        var left = who.left(path, granted.keySet());
        if (left.size() == granted.size()) {
            return granted;
        }
        var some = new TreeMap<>(granted);
        some.keySet().retainAll(left);
        return some;
    }

    /// The paths on which something may be granted.
    ///
    /// @param members of all pools, as paths
    public SortedSet<String> paths(Collection<String> members) {
        return acl.paths(members);
    }

    public void revoke(TokenLevel level, String privilege) {
        if (!Roles.all().contains(privilege)) {
            throw new IllegalArgumentException("no privilege '" + privilege + "'");
        }
        token(level).revoke(privilege);
    }

    public void hide(TokenLevel level, String path) {
        token(level).hide(path);
    }

    public void restore(TokenLevel level) {
        token(level).restore();
        token(level).enable(true);
    }

    public void disable(TokenLevel level) {
        token(level).enable(false);
    }

    /// The privileges of a user itself, by path.
    public void allow(String user, Map<String, Set<String>> privilegesByPath) {
        privilegesByPath.forEach((path, privileges) -> put(new Grant(path, "user", user, roles.of(privileges), true)));
    }

    private void put(Grant grant) {
        grants.removeIf(grant::isOfSame);
        grants.add(grant);
        acl = acl();
    }

    private void forget(Predicate<Grant> which) {
        grants.removeIf(which);
        acl = acl();
    }

    private Acl acl() {
        return new Acl(
                Acl.byPath(grants),
                user -> user(user).map(User::groups).orElse(List.of()),
                roles::privileges,
                id -> token(id).filter(Token::separated).isPresent());
    }

    private boolean enabled(String user, Instant now) {
        return user(user)
                .filter(found -> found.enabled() && isBefore(now, found.expires()))
                .isPresent();
    }

    private static boolean isBefore(Instant now, long expires) {
        return expires == 0 || now.getEpochSecond() < expires;
    }

    private Token token(TokenLevel level) {
        return token(level.id()).orElseThrow();
    }
}
