package io.github.proxmoxmcp.server.cluster;

import io.github.proxmoxmcp.persistence.Change;
import io.github.proxmoxmcp.persistence.ChangeQuery;
import io.github.proxmoxmcp.persistence.Guest;
import io.github.proxmoxmcp.persistence.GuestState;
import io.github.proxmoxmcp.persistence.value.Kind;
import io.github.proxmoxmcp.persistence.value.Moment;
import io.github.proxmoxmcp.server.cluster.argument.GuestRef;
import io.github.proxmoxmcp.server.tool.Names;
import io.github.proxmoxmcp.server.tool.ToolException;
import io.github.proxmoxmcp.server.tool.UntrustedText;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Finds the guest that somebody means by a vmid or a name. Node and kind are looked up, never demanded.
public final class GuestFinder {

    private static final int MAX_FORMER_GUESTS = 3;

    private GuestFinder() {}

    /// @throws ToolException.NotFound when there is none, with the nearest names; or several, with all of them
    public static GuestState find(Reading reading, GuestRef ref) {
        GuestsAt guests = reading.guests();
        List<GuestState> found = ref.vmid()
                .map(vmid -> guests.get(vmid).stream().toList())
                .filter(byId -> !byId.isEmpty())
                .orElseGet(() -> guests.named(ref.value()));
        if (found.size() == 1) {
            return found.getFirst();
        }
        if (found.isEmpty()) {
            throw new ToolException.NotFound(nothing(reading, ref));
        }
        throw new ToolException.NotFound("Several guests are named '" + ref.value() + "'; say which by its vmid: "
                + found.stream().map(GuestFinder::line).collect(Collectors.joining("; ")));
    }

    /// The vmid that somebody means, also of a guest that is no more.
    ///
    /// @throws ToolException.NotFound when there never was one, or several had the name
    public static int vmid(Reading reading, GuestRef ref) {
        GuestsAt guests = reading.guests();
        if (guests.named(ref.value()).isEmpty()) {
            Optional<Integer> byId = ref.vmid().filter(vmid -> wasThere(reading, vmid));
            List<Integer> past = byId.map(List::of).orElseGet(() -> guests.everNamed(ref.value()));
            if (past.size() > 1) {
                throw new ToolException.NotFound("Several guests were named '" + UntrustedText.line(ref.value())
                        + "'; say which by its vmid: "
                        + past.stream().map(String::valueOf).collect(Collectors.joining(", ")));
            }
            if (!past.isEmpty()) {
                return past.getFirst();
            }
        }
        return find(reading, ref).guest().vmid();
    }

    private static boolean wasThere(Reading reading, int vmid) {
        return reading.history().firstSeen(Kind.GUEST, String.valueOf(vmid)).isPresent();
    }

    private static String nothing(Reading reading, GuestRef ref) {
        Optional<String> early = reading.beforeMemory();
        if (early.isPresent()) {
            return "Nothing is known of guest '" + UntrustedText.line(ref.value()) + "' then: " + early.get();
        }
        Optional<String> past = past(reading, ref);
        if (past.isPresent()) {
            return past.get();
        }
        List<String> near = reading.guests().namesLike(ref.value(), 5);
        String missing = reading.incomplete().isEmpty()
                ? ""
                : " Not everything could be seen: " + String.join("; ", reading.incomplete()) + ".";
        return "There is no guest '" + UntrustedText.line(ref.value()) + "' in cluster '"
                + reading.clusterName() + "'."
                + (near.isEmpty()
                        ? " list_vms and list_containers show all."
                        : " Near: " + near.stream().map(UntrustedText::marked).collect(Collectors.joining(", ")) + ".")
                + missing;
    }

    /// What became of guests that had this vmid or name and are there no more.
    private static Optional<String> past(Reading reading, GuestRef ref) {
        List<Integer> vmids = ref.vmid()
                .filter(vmid -> wasThere(reading, vmid))
                .map(List::of)
                .orElseGet(() -> reading.guests().everNamed(ref.value()));
        List<String> ends = vmids.stream()
                .flatMap(vmid -> end(reading, vmid).stream())
                .limit(MAX_FORMER_GUESTS)
                .toList();
        return ends.isEmpty()
                ? Optional.empty()
                : Optional.of("There is no guest '" + UntrustedText.line(ref.value()) + "' "
                        + (reading.moment() instanceof Moment.Now ? "any more" : "at that moment") + ": "
                        + String.join("; ", ends));
    }

    private static Optional<String> end(Reading reading, int vmid) {
        return reading
                .store()
                .history()
                .changes(new ChangeQuery(
                        reading.cluster().name(),
                        Instant.EPOCH,
                        reading.now(),
                        Optional.of(Kind.GUEST),
                        Optional.of(String.valueOf(vmid)),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        1))
                .rows()
                .stream()
                .filter(Change.Vanished.class::isInstance)
                .findFirst()
                .map(gone -> "guest " + vmid
                        + gone.thing()
                                .name()
                                .map(name -> " (" + UntrustedText.marked(name) + ")")
                                .orElse("") + " vanished at "
                        + gone.at().truncatedTo(ChronoUnit.SECONDS)
                        + gone.cause()
                                .map(cause -> ", " + UntrustedText.marked(cause.type()) + " by "
                                        + UntrustedText.marked(cause.user()))
                                .orElse("")
                        + "; get_history guest=" + vmid + " shows its history, get_guest guest=" + vmid
                        + " at=… what it was like");
    }

    private static String line(GuestState state) {
        Guest guest = state.guest();
        return guest.vmid() + " (" + Names.snake(guest.kind().name()) + " on " + UntrustedText.marked(guest.node())
                + ", "
                + UntrustedText.marked(guest.status())
                + ")";
    }
}
