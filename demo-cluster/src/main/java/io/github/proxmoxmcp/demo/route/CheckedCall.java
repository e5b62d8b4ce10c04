package io.github.proxmoxmcp.demo.route;

import io.github.proxmoxmcp.demo.access.Token;
import io.github.proxmoxmcp.demo.model.GuestType;
import io.github.proxmoxmcp.demo.world.GuestAddress;
import io.github.proxmoxmcp.demo.world.World;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// One checked call of an endpoint.
///
/// @param localNode the node whose listener was asked
/// @param values path and other parameters together
public record CheckedCall(World world, EffectiveRights rights, String localNode, Map<String, String> values) {
    public CheckedCall {
        values = Map.copyOf(values);
    }

    public Optional<String> text(String name) {
        return Optional.ofNullable(values.get(name));
    }

    public String required(String name) {
        return text(name).orElseThrow(() -> new IllegalStateException(name + " is not checked to be there"));
    }

    public List<String> list(String name) {
        return text(name)
                .map(values -> List.of(values.split(Argument.SEPARATOR)))
                .orElse(List.of());
    }

    public OptionalInt number(String name) {
        return text(name)
                .map(value -> OptionalInt.of(Math.clamp(Long.parseLong(value), Integer.MIN_VALUE, Integer.MAX_VALUE)))
                .orElseGet(OptionalInt::empty);
    }

    public boolean flag(String name) {
        return text(name).equals(Optional.of("1"));
    }

    public String node() {
        return required("node");
    }

    public GuestAddress guest(GuestType kind) {
        return new GuestAddress(kind, Integer.parseInt(required("vmid")), node());
    }

    public Token token() {
        return rights.token();
    }

    public String user() {
        return token().id();
    }

    public boolean may(String aclPath, String... anyOf) {
        return rights.may(aclPath, List.of(anyOf));
    }

    /// Refuses with the path and the privilege that are missing.
    public void require(String aclPath, String... anyOf) {
        if (!may(aclPath, anyOf)) {
            throw ApiError.forbidden(aclPath + ", " + String.join("|", anyOf));
        }
    }
}
