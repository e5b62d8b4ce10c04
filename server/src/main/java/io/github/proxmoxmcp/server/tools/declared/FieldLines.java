package io.github.proxmoxmcp.server.tools.declared;

import io.github.proxmoxmcp.server.declared.JudgedThing;
import io.github.proxmoxmcp.server.declared.JudgedThing.Drifted;
import io.github.proxmoxmcp.server.manifest.Difference;
import io.github.proxmoxmcp.server.tool.Printable;
import io.github.proxmoxmcp.server.tool.UntrustedText;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// The fields of a thing as a plan tells them: what it is, what it will be, and when that comes into force.
final class FieldLines {

    /// What a running virtual machine takes over at once, with Proxmox's usual hotplug.
    private static final Set<String> LIVE = Set.of(
            "hostname", "description", "tags", "pool", "onBoot", "startup", "protection", "nets", "disks", "power");

    private static final Set<String> LIVE_IN_CONTAINERS = Set.of("cpu", "memory");

    private static final int MAX_VALUE_CHARACTERS = 60;

    private FieldLines() {}

    static List<String> of(JudgedThing judged, boolean running) {
        boolean container = judged.guest().filter(guest -> guest.container()).isPresent();
        return Stream.concat(
                        judged.differences().stream().map(one -> line(one, container, running)),
                        judged.released().stream().map(wanted -> wanted.path() + "  released, its value stays"))
                .toList();
    }

    private static String line(Drifted drifted, boolean container, boolean running) {
        Difference difference = drifted.difference();
        String values = difference.path() + "  " + live(difference) + " → "
                + difference.wanted().shown();
        return switch (difference.kind()) {
            case CHANGE ->
                values + "  " + (running && waits(container, difference) ? "on restart" : "live") + origin(drifted);
            case CREATION_ONLY -> difference.path() + "  is " + live(difference) + "; used at creation only";
            case IGNORED ->
                difference.path() + "  is " + live(difference) + "; ignored: " + UntrustedText.marked(difference.why());
            case CANNOT -> values + "  cannot: " + difference.why() + origin(drifted);
        };
    }

    /// Who made it what it is: of what was never applied nobody asks.
    static String origin(Drifted drifted) {
        return drifted.since().isEmpty()
                ? ""
                : "  set " + drifted.author() + ", " + drifted.since().get().truncatedTo(ChronoUnit.SECONDS);
    }

    static String live(Difference difference) {
        return UntrustedText.marked(Printable.line(difference.shownNow(), MAX_VALUE_CHARACTERS));
    }

    /// Whether a running guest takes it over only at its next start.
    static boolean waits(boolean container, Difference difference) {
        String group = difference.path().replaceFirst("\\..*", "");
        return !LIVE.contains(group) && !(container && LIVE_IN_CONTAINERS.contains(group));
    }
}
