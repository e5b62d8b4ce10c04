package io.github.proxmoxmcp.persistence;

import static io.github.proxmoxmcp.persistence.Examples.LAB;
import static io.github.proxmoxmcp.persistence.Examples.cycle;

import io.github.proxmoxmcp.persistence.sql.Stores;
import io.github.proxmoxmcp.persistence.value.Kind;
import io.github.proxmoxmcp.persistence.value.Moment;
import io.github.proxmoxmcp.persistence.value.Thing;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// A store for each test, and the ways to fill it.
abstract class StoreFixture {

    protected Store store;

    /// A place that is empty when a test begins, and the same until it ends.
    protected abstract StoreLocation location();

    @BeforeEach
    void open() {
        store = another();
    }

    @AfterEach
    void close() {
        store.close();
    }

    /// A second handle on this store, opened as another process would.
    protected Store another() {
        return Stores.open(location(), InstantSource.system());
    }

    protected static Observation guestsAt(int n, Guest... guests) {
        return Observation.of(LAB, cycle(n)).withComplete(Set.of(Kind.GUEST)).withGuests(List.of(guests), List.of());
    }

    protected List<Change> record(Observation observation) {
        return store.recorder().record(observation);
    }

    protected GuestState guest(int vmid) {
        return guest(vmid, Moment.now());
    }

    protected GuestState guest(int vmid, Moment moment) {
        return store.guests().get(LAB, vmid, moment).orElseThrow();
    }

    protected static Thing thing(int vmid, String name) {
        return new Thing(Kind.GUEST, Integer.toString(vmid), Optional.of(name));
    }

    /// A fact that changed, nobody knows by what.
    protected static Change.Field changed(Instant at, String name, Optional<String> before, Optional<String> after) {
        return new Change.Field(name, before, after, at, Optional.empty());
    }
}
