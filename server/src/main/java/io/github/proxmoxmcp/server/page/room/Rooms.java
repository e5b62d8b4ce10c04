package io.github.proxmoxmcp.server.page.room;

import io.github.proxmoxmcp.server.cluster.Backend;
import io.github.proxmoxmcp.server.cluster.Readings;
import io.github.proxmoxmcp.server.mcp.DirectCalls;
import io.github.proxmoxmcp.server.page.Room;
import io.github.proxmoxmcp.server.problems.Acknowledging;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Supplier;

/// The table of all rooms.
public final class Rooms {

    private Rooms() {}

    /// In the order of the navigation.
    ///
    /// @param calls tell which tools a visitor has
    /// @param backend for what is no tool's
    public static List<Room> all(DirectCalls calls, Supplier<Backend> backend, InstantSource clock) {
        Acknowledging acknowledging = new Acknowledging(new Readings(backend, clock, ZoneOffset.UTC));
        return List.of(
                new NowRoom(),
                new GuestRoom(),
                new LifeRoom(),
                new ProblemsRoom(),
                new AcknowledgeRoom(acknowledging, clock),
                new TimeRoom(() -> backend.get().store().history()),
                new DiffRoom(),
                new DriftRoom(calls),
                new AuditRoom(() -> backend.get().store().audit()),
                new ToolsRoom());
    }
}
