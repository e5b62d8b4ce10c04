package io.github.proxmoxmcp.server.setup;

import java.util.Map;

/// The privileges that a token holds, as `/access/permissions` tells them: path to privilege to whether it holds below
/// that path too.
record Held(Map<String, Map<String, Boolean>> byPath) {

    /// Whether one of the privileges holds for everything below the path.
    boolean everywhere(Need need) {
        return need.privileges().stream()
                .anyMatch(privilege -> at(need.path(), privilege) || inherited(need.path(), privilege));
    }

    /// Whether one of them holds for something below the path.
    boolean somewhere(Need need) {
        return byPath.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(need.path()))
                .anyMatch(entry -> need.privileges().stream().anyMatch(entry.getValue()::containsKey));
    }

    boolean nothing() {
        return byPath.values().stream().allMatch(Map::isEmpty);
    }

    private boolean at(String path, String privilege) {
        return byPath.getOrDefault(path, Map.of()).containsKey(privilege);
    }

    private boolean inherited(String path, String privilege) {
        return !path.equals("/") && byPath.getOrDefault("/", Map.of()).getOrDefault(privilege, false);
    }
}
