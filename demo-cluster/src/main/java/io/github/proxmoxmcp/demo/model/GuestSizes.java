package io.github.proxmoxmcp.demo.model;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// How large a guest's configuration makes it.
///
/// @param cpus empty for a container that may use all of its node's
/// @param memory in bytes
/// @param disk bytes of the disk that it boots from, 0 when unknown
public record GuestSizes(OptionalInt cpus, long memory, long disk) {
    private static final long MIB = 1L << 20;
    private static final int DEFAULT_MEMORY = 512;
    private static final int MAX_MIB = 100_000_000;

    public static GuestSizes of(GuestType kind, Map<String, String> options) {
        return new GuestSizes(
                cpus(kind, options),
                number(options, "memory").orElse(DEFAULT_MEMORY) * MIB,
                Disk.bootSize(kind, options));
    }

    private static OptionalInt cpus(GuestType kind, Map<String, String> options) {
        var cores = number(options, "cores");
        return kind == GuestType.LXC
                ? cores
                : OptionalInt.of(cores.orElse(1) * number(options, "sockets").orElse(1));
    }

    private static OptionalInt number(Map<String, String> options, String key) {
        return Optional.ofNullable(options.get(key))
                .map(value -> OptionalInt.of((int) Math.min(MAX_MIB, Long.parseLong(value.replace("current=", "")))))
                .orElseGet(OptionalInt::empty);
    }
}
