package io.github.proxmoxmcp.demo.access;

import io.github.proxmoxmcp.demo.TokenLevel;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// The users of a demo cluster, their API tokens, passwords and rights.
public final class AccessControl {
    private static final String ROOT = "root@pam";

    /// Tokens by their id, and what users may do themselves by theirs.
    private final Map<String, Token> tokens = new ConcurrentHashMap<>();

    private final Map<String, User> users = new ConcurrentSkipListMap<>();
    private final Map<String, String> passwords = new ConcurrentHashMap<>();
    private final List<Grant> grants = new CopyOnWriteArrayList<>();
    private final Tickets tickets = new Tickets();

    public AccessControl() {
        addUser(
                new User(ROOT, true, 0, List.of(), new TreeMap<>()),
                UUID.randomUUID().toString());
        tokens.put(ROOT, new Token(ROOT, "", Map.of("/", Roles.all())));
        for (var level : TokenLevel.values()) {
            issue(level.id(), Map.of("/", Roles.privileges(level.roles())));
            level.roles().forEach(role -> grants.add(new Grant("/", "token", level.id(), role, true)));
        }
    }

    /// Makes a token, or a new secret for one; answers `USER@REALM!TOKENID=SECRET`.
    public String issue(String id, Map<String, Set<String>> privilegesByPath) {
        var owner = id.substring(0, id.indexOf('!'));
        users.putIfAbsent(owner, new User(owner, true, 0, List.of(), new TreeMap<>()));
        var token = new Token(id, UUID.randomUUID().toString(), privilegesByPath);
        tokens.put(id, token);
        return token.value();
    }

    /// The value to send after `PVEAPIToken=`.
    public String value(TokenLevel level) {
        return token(level).value();
    }

    /// The token that an `Authorization` header's value proves.
    public Optional<Token> authenticate(String value) {
        int equals = value.indexOf('=');
        if (equals < 0) {
            return Optional.empty();
        }
        return Optional.ofNullable(tokens.get(value.substring(0, equals)))
                .filter(Token::enabled)
                .filter(token -> enabled(token.owner()))
                .filter(token -> Tickets.same(token.value(), value));
    }

    /// The user whose ticket this is, as one who may do what the user may.
    public Optional<Token> byTicket(String ticket, Instant now) {
        return tickets.user(ticket, now).filter(this::enabled).map(this::rights);
    }

    public boolean guards(String guard, String user, Instant now) {
        return tickets.guards(guard, user, now);
    }

    /// Whether this is the user's password, or a ticket of theirs that is still valid.
    public boolean proves(String user, String password, Instant now) {
        boolean known = Optional.ofNullable(passwords.get(user))
                .filter(secret -> Tickets.same(secret, password))
                .isPresent();
        return enabled(user) && (known || tickets.user(password, now).equals(Optional.of(user)));
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
        tokens.keySet().removeIf(token -> token.equals(id) || token.startsWith(id + "!"));
        grants.removeIf(grant -> grant.who().equals(id) || grant.who().startsWith(id + "!"));
    }

    public void removeToken(String id) {
        tokens.remove(id);
        grants.removeIf(grant -> grant.who().equals(id));
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

    public List<Grant> grants() {
        return List.copyOf(grants);
    }

    /// Gives somebody a role on a path, or takes it away.
    public void grant(Grant grant, boolean remove) {
        grants.remove(grant);
        if (!remove) {
            grants.add(grant);
        }
        var roles = grants.stream()
                .filter(other -> other.who().equals(grant.who()) && other.path().equals(grant.path()))
                .map(Grant::role)
                .toList();
        rights(grant.who()).grant(grant.path(), roles.isEmpty() ? Set.of() : Roles.privileges(roles));
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
        var rights = rights(user);
        privilegesByPath.forEach(rights::grant);
    }

    private boolean enabled(String user) {
        return user(user).filter(User::enabled).isPresent();
    }

    private Token rights(String who) {
        return tokens.computeIfAbsent(who, id -> new Token(id, "", Map.of()));
    }

    private Token token(TokenLevel level) {
        return Optional.ofNullable(tokens.get(level.id())).orElseThrow();
    }
}
