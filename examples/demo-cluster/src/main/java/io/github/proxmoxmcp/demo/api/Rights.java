package io.github.proxmoxmcp.demo.api;

import io.github.proxmoxmcp.demo.access.Token;
import io.github.proxmoxmcp.demo.world.Guest;
import io.github.proxmoxmcp.demo.world.World;
import java.util.List;

/// What a token may do, its rights through pools included: who may on a pool may on its members.
final class Rights {
    private static final String GUEST = "/vms/";
    private static final String STORAGE = "/storage/";

    private Rights() {}

    static boolean may(World world, Token token, String path, List<String> anyOf) {
        return token.may(path, anyOf)
                || pools(world, path).stream().anyMatch(pool -> token.may("/pool/" + pool, anyOf));
    }

    private static List<String> pools(World world, String path) {
        if (path.startsWith(GUEST) && path.substring(GUEST.length()).matches("\\d{1,9}")) {
            return world.guest(Integer.parseInt(path.substring(GUEST.length())))
                    .flatMap(Guest::pool)
                    .map(List::of)
                    .orElse(List.of());
        }
        if (path.startsWith(STORAGE)) {
            var id = path.substring(STORAGE.length());
            return world.pools().comments().keySet().stream()
                    .filter(pool -> world.pools().storages(pool).contains(id))
                    .toList();
        }
        return List.of();
    }
}
