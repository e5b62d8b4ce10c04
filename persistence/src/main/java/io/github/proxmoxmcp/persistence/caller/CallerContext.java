package io.github.proxmoxmcp.persistence.caller;

import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/// For whom the store is asked: what is scarce in it is shared among them. What the server asks for itself (its sync,
/// its upkeep) is done outside of this.
public final class CallerContext {

    private static final ScopedValue<Asker> ASKER = ScopedValue.newInstance();

    private record Asker(String id, boolean stops) {}

    private CallerContext() {}

    /// Does what somebody asks for.
    ///
    /// @param id whose share it takes
    /// @param stops whether reading ends when the thread is interrupted, because nobody waits for it any more; what
    ///     acts has to go on, to write down what became of it
    public static <T> T as(String id, boolean stops, Supplier<T> work) {
        return ScopedValue.where(ASKER, new Asker(id, stops)).call(work::get);
    }

    /// The same work for another thread, which does it for whom this thread works.
    public static <T> Callable<T> carried(Callable<T> work) {
        return asker().<Callable<T>>map(
                        asker -> () -> ScopedValue.where(ASKER, asker).call(work::call))
                .orElse(work);
    }

    /// Whose share this takes; empty: the server's own.
    public static Optional<String> who() {
        return asker().map(Asker::id);
    }

    /// Whether an interrupt of this thread ends what it reads.
    public static boolean stopsOnInterrupt() {
        return asker().filter(Asker::stops).isPresent();
    }

    private static Optional<Asker> asker() {
        return ASKER.isBound() ? Optional.of(ASKER.get()) : Optional.empty();
    }
}
