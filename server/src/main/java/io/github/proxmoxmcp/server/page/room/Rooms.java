package io.github.proxmoxmcp.server.page.room;

import io.github.proxmoxmcp.server.page.Room;
import java.util.List;

/// The table of all rooms.
public final class Rooms {

    private Rooms() {}

    /// In the order of the navigation.
    public static List<Room> all() {
        return List.of(new NowRoom(), new TimeRoom(), new DiffRoom(), new LifeRoom());
    }
}
