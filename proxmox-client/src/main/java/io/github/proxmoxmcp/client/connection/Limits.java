package io.github.proxmoxmcp.client.connection;

/// How much a client may ask of a cluster.
///
/// @param concurrent how many calls may be in flight at once
/// @param perSecond how many calls may begin within a second
/// @param responseBytes the largest answer that is read, after unpacking
public record Limits(int concurrent, int perSecond, int responseBytes) {

    /// 8 at once, 200 a second, 64 MiB an answer.
    public static final Limits DEFAULT = new Limits(8, 200, 64 << 20);

    public Limits {
        if (concurrent < 1 || perSecond < 1 || responseBytes < 1) {
            throw new IllegalArgumentException("timeouts and limits of a connection must be greater than 0");
        }
    }
}
