package io.github.proxmoxmcp.server.problems;

import io.github.proxmoxmcp.persistence.Guest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Something that is wrong, or soon will be.
///
/// @param subject what it is about, in a few words
/// @param evidence what was seen
/// @param since since when it is known, where history tells
/// @param next what to do about it
/// @param about what it is about, for programs
public record Problem(
        Severity severity,
        Area area,
        String subject,
        String evidence,
        Optional<Instant> since,
        String next,
        About about) {

    /// One whose subject alone tells it from others of its area.
    public Problem(
            Severity severity, Area area, String subject, String evidence, Optional<Instant> since, String next) {
        this(severity, area, subject, evidence, since, next, new About(subject, List.of(), List.of()));
    }

    /// What a problem is about.
    ///
    /// @param key the same as long as it is the same problem, however many guests it has meanwhile and whatever
    ///     their names are; of one area no other problem has it
    /// @param guests the vmids of the guests that have it
    /// @param nodes the nodes that have it
    public record About(String key, List<Integer> guests, List<String> nodes) {}

    /// The same, told from others of its area by this.
    Problem named(String key) {
        return with(new About(key, about.guests(), about.nodes()));
    }

    /// The same, of one guest, by whose vmid it is told from the same of others.
    Problem ofGuest(Guest guest) {
        return with(new About(about.key() + " " + guest.vmid(), List.of(guest.vmid()), about.nodes()));
    }

    Problem ofGuests(List<Guest> guests) {
        return ofVmids(guests.stream().map(Guest::vmid).toList());
    }

    Problem ofVmids(List<Integer> vmids) {
        return with(new About(about.key(), vmids.stream().distinct().sorted().toList(), about.nodes()));
    }

    Problem ofNode(String node) {
        return with(new About(about.key(), about.guests(), List.of(node)));
    }

    private Problem with(About other) {
        return new Problem(severity, area, subject, evidence, since, next, other);
    }

    /// How bad it is, worst first.
    public enum Severity {
        CRITICAL,
        WARNING,
        INFO
    }

    /// What it concerns.
    public enum Area {
        QUORUM,
        NODE,
        HA,
        STORAGE,
        DISK,
        BACKUP,
        GUEST,
        REPLICATION,
        TASK,
        SNAPSHOT,
        CERTIFICATE,
        UPDATE,
        MIGRATION,
        CAPACITY,
        DRIFT
    }
}
