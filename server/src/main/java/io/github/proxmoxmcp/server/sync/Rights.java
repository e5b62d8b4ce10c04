package io.github.proxmoxmcp.server.sync;

import io.github.proxmoxmcp.client.Proxmox;
import io.github.proxmoxmcp.client.ProxmoxException;
import io.github.proxmoxmcp.client.access.AccessApi.PermissionQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// What the token may not see. Proxmox's lists leave out silently what a token has no right to, so an empty list says
/// nothing unless the rights are known.
final class Rights {

    private static final Duration OLD = Duration.ofMinutes(5);

    private static final List<Need> NEEDS = List.of(
            new Need("guests", "/vms", "VM.Audit"),
            new Need("nodes' numbers and other users' tasks", "/nodes", "Sys.Audit"),
            new Need("storages", "/storage", "Datastore.Audit"));

    private final Proxmox api;
    private final String tokenId;
    private Instant readAt = Instant.MIN;
    private Privileges held = Privileges.NONE;
    private Optional<String> failure = Optional.empty();

    Rights(Proxmox api, String tokenId) {
        this.api = api;
        this.tokenId = tokenId;
    }

    private record Need(String what, String path, String privilege) {

        /// Whether the privilege holds for everything of this kind. Proxmox lists what is inherited at `path` itself.
        boolean met(Map<String, Map<String, Boolean>> held) {
            return Stream.of("/", path)
                    .anyMatch(at -> held.getOrDefault(at, Map.of()).containsKey(privilege));
        }

        boolean partly(Map<String, Map<String, Boolean>> held) {
            return held.entrySet().stream()
                    .anyMatch(entry ->
                            entry.getKey().startsWith(path) && entry.getValue().containsKey(privilege));
        }
    }

    /// Sentences on what stays hidden; read anew every five minutes, and when there is reason to.
    List<String> missing(Instant now, boolean doubt) {
        if (doubt || isOld(now)) {
            read(now);
        }
        return failure.map(text -> List.of("what the token may see could not be told: " + text))
                .orElseGet(() -> NEEDS.stream()
                        .flatMap(need -> sentence(need, held.held()).stream())
                        .toList());
    }

    /// Whether a pool that is not shown is hidden from the token. Asked anew before it is denied: the right may just
    /// have been lost.
    boolean hidesPool(Instant now, String pool) {
        if ((isOld(now) || failure.isPresent() || seesPool(pool)) && !readAt.equals(now)) {
            read(now);
        }
        return failure.isEmpty() && !seesPool(pool);
    }

    private boolean seesPool(String pool) {
        return held.at("/pool/" + pool, "Pool.Audit");
    }

    private boolean isOld(Instant now) {
        return readAt.isBefore(now.minus(OLD));
    }

    private void read(Instant now) {
        readAt = now;
        try {
            held = new Privileges(api.access().permissions(PermissionQuery.OWN));
            failure = Optional.empty();
        } catch (ProxmoxException e) {
            held = Privileges.NONE;
            failure = Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private Optional<String> sentence(Need need, Map<String, Map<String, Boolean>> held) {
        if (need.met(held)) {
            return Optional.empty();
        }
        return Optional.of("the token has no " + need.privilege() + " on " + need.path() + ": "
                + (need.partly(held) ? "only some " : "") + need.what()
                + (need.partly(held) ? " are shown" : " are hidden")
                + "; to grant it: pveum acl modify / --tokens '" + tokenId + "' --roles PVEAuditor");
    }
}
