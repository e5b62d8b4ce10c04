package io.github.proxmoxmcp.server.declared;

import io.github.proxmoxmcp.persistence.GuestState;
import io.github.proxmoxmcp.persistence.GuestStore.Incarnation;
import io.github.proxmoxmcp.persistence.value.Moment;
import io.github.proxmoxmcp.server.cluster.GuestsAt;
import io.github.proxmoxmcp.server.cluster.Reading;
import io.github.proxmoxmcp.server.manifest.GuestFacts;
import io.github.proxmoxmcp.server.sync.guest.GuestIdentity;
import java.util.List;
import java.util.Optional;

/// Tells guests apart that have the same vmid one after the other, by what the memory saw of them.
public record Incarnations(Reading reading) {

    /// Which one a vmid is of now, or which the next will be.
    public int now(int vmid, boolean isThere) {
        Optional<Integer> current = reading.guests().get(vmid).map(GuestState::incarnation);
        return isThere && current.isPresent()
                ? current.get()
                : 1
                        + reading.guests().incarnations(vmid).stream()
                                .mapToInt(Incarnation::number)
                                .max()
                                .orElse(0);
    }

    /// Why a guest is not the one that a manifest was applied to; absent: it is, as far as is known. One that was
    /// deleted and came back from an archive is the same.
    Optional<String> another(Declared.Binding bound, GuestFacts guest) {
        Optional<GuestState> current = reading.guests().get(guest.vmid());
        if (bound.vmid() != guest.vmid() || bound.incarnation().isEmpty() || current.isEmpty()) {
            return Optional.empty();
        }
        int applied = bound.incarnation().get();
        if (current.get().incarnation() == applied) {
            return Optional.empty();
        }
        List<Incarnation> all = reading.guests().incarnations(guest.vmid());
        Optional<Incarnation> then =
                all.stream().filter(one -> one.number() == applied).findFirst();
        if (then.filter(one -> isBack(one, guest)).isPresent()) {
            return Optional.empty();
        }
        return Optional.of("guest " + guest.label() + " has this vmid since "
                + all.stream()
                        .filter(one -> one.number() == current.get().incarnation())
                        .map(one -> one.from().toString())
                        .findFirst()
                        .orElse("some time")
                + "; the one that this was applied to is gone"
                + then.flatMap(Incarnation::to).map(at -> " since " + at).orElse(""));
    }

    private boolean isBack(Incarnation then, GuestFacts guest) {
        return then.to()
                .map(gone -> new GuestsAt(
                        reading.store().guests(), reading.cluster().name(), Moment.at(gone.minusMillis(1))))
                .flatMap(guests -> guests.config(guest.vmid()))
                .flatMap(config -> guest.config().map(now -> GuestIdentity.isBack(config, now)))
                .orElse(false);
    }
}
