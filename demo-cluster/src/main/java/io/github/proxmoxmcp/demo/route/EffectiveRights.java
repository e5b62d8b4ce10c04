package io.github.proxmoxmcp.demo.route;

import io.github.proxmoxmcp.demo.access.AccessControl;
import io.github.proxmoxmcp.demo.access.Token;
import io.github.proxmoxmcp.demo.world.SimulatedGuest;
import io.github.proxmoxmcp.demo.world.World;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/// What a token may do, its rights through pools included.
public record EffectiveRights(AccessControl access, World world, Token token) {
    private static final String GUEST = "/vms/";
    private static final String STORAGE = "/storage/";

    public boolean may(String path, List<String> anyOf) {
        var held = privileges(path).keySet();
        return anyOf.stream().anyMatch(held::contains);
    }

    public SortedMap<String, Boolean> privileges(String path) {
        return access.privileges(token, path, pools(path));
    }

    /// Every path on which there is something to tell.
    public SortedSet<String> paths() {
        var members = new TreeSet<String>();
        world.guests().stream()
                .filter(guest -> guest.pool().isPresent())
                .forEach(guest -> members.add(GUEST + guest.vmid()));
        world.pools().comments().keySet().stream()
                .flatMap(pool -> world.pools().storages(pool).stream())
                .forEach(storage -> members.add(STORAGE + storage));
        return access.paths(members);
    }

    private List<String> pools(String path) {
        if (path.startsWith(GUEST) && path.substring(GUEST.length()).matches("\\d{1,9}")) {
            return world.guest(Integer.parseInt(path.substring(GUEST.length())))
                    .flatMap(SimulatedGuest::pool)
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
