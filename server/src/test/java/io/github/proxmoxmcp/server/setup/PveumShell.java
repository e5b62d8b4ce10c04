package io.github.proxmoxmcp.server.setup;

import io.github.proxmoxmcp.client.Proxmox;
import io.github.proxmoxmcp.client.access.RightsApi.AclChange;
import io.github.proxmoxmcp.client.access.RightsApi.GroupCreate;
import io.github.proxmoxmcp.client.access.RightsApi.RoleCreate;
import io.github.proxmoxmcp.client.access.UsersApi.TokenChange;
import io.github.proxmoxmcp.client.access.UsersApi.TokenCreate;
import io.github.proxmoxmcp.client.access.UsersApi.UserChange;
import io.github.proxmoxmcp.client.access.UsersApi.UserCreate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Runs `pveum` lines as a shell on a node would: through the API calls that they stand for. A line that is not one of
/// those that are known here fails.
final class PveumShell {

    private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|(\\S+)");

    private final Proxmox api;

    /// @param api as root
    PveumShell(Proxmox api) {
        this.api = api;
    }

    /// Runs a line; answers the value of a token that it made.
    Optional<String> run(String line) {
        List<String> words = new ArrayList<>(WORD.matcher(line.replaceFirst("\\s+#.*", ""))
                .results()
                .map(found -> Optional.ofNullable(found.group(1))
                        .or(() -> Optional.ofNullable(found.group(2)))
                        .orElse(found.group(3)))
                .toList());
        Map<String, String> options = new TreeMap<>();
        List<String> plain = new ArrayList<>();
        for (Iterator<String> word = words.iterator(); word.hasNext(); ) {
            String next = word.next();
            if (next.startsWith("--")) {
                options.put(next.substring(2), word.next());
            } else {
                plain.add(next);
            }
        }
        return run(String.join(" ", plain.subList(0, command(plain))), plain, options);
    }

    private static int command(List<String> plain) {
        return plain.size() > 3 && plain.get(2).equals("token") ? 4 : 3;
    }

    private Optional<String> run(String command, List<String> plain, Map<String, String> given) {
        Options options = new Options(given);
        switch (command) {
            case "pveum role add" -> api.rights().createRole(new RoleCreate(plain.get(3), options.text("privs")));
            case "pveum group add" -> api.rights().createGroup(new GroupCreate(plain.get(3), options.text("comment")));
            case "pveum acl modify" -> acl(plain.get(3), options, Optional.empty());
            case "pveum acl delete" -> acl(plain.get(3), options, Optional.of(true));
            case "pveum user add" ->
                api.users()
                        .create(new UserCreate(
                                plain.get(3),
                                Optional.empty(),
                                options.text("groups"),
                                options.flag("enable"),
                                options.time("expire"),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                options.text("comment")));
            case "pveum user modify" ->
                api.users()
                        .change(
                                plain.get(3),
                                new UserChange(
                                        options.text("groups"),
                                        options.flag("append"),
                                        options.flag("enable"),
                                        options.time("expire"),
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty(),
                                        options.text("comment")));
            case "pveum user token add" -> {
                return Optional.of(plain.get(4) + "!" + plain.get(5) + "="
                        + api.users()
                                .createToken(
                                        plain.get(4),
                                        plain.get(5),
                                        new TokenCreate(
                                                Optional.empty(), options.time("expire"), options.flag("privsep")))
                                .value()
                                .reveal());
            }
            case "pveum user token modify" ->
                api.users()
                        .changeToken(
                                plain.get(4),
                                plain.get(5),
                                new TokenChange(
                                        Optional.empty(),
                                        options.time("expire"),
                                        options.flag("privsep"),
                                        Optional.empty()));
            case "pveum user token list" -> api.users().get(plain.get(4));
            default -> throw new IllegalArgumentException("no such command here: " + command);
        }
        return Optional.empty();
    }

    private void acl(String path, Options options, Optional<Boolean> delete) {
        api.rights()
                .changeAcl(new AclChange(
                        path,
                        options.text("roles").orElseThrow(),
                        options.text("users"),
                        options.text("groups"),
                        options.text("tokens"),
                        options.flag("propagate"),
                        delete));
    }

    private record Options(Map<String, String> given) {

        Optional<String> text(String name) {
            return Optional.ofNullable(given.get(name));
        }

        Optional<Boolean> flag(String name) {
            return text(name).map("1"::equals);
        }

        Optional<Instant> time(String name) {
            return text(name).map(Long::valueOf).map(Instant::ofEpochSecond);
        }
    }
}
