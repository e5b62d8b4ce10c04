package io.github.proxmoxmcp.server.cluster.argument;

/// The range of an argument where it does not stand in the schema, which every client reads with every tool.
public final class Bounds {

    private Bounds() {}

    public static void check(int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException("is " + value + ", but must be from " + least + " to " + most);
        }
    }
}
