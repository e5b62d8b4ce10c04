package io.github.proxmoxmcp.client.connection;

import java.util.Optional;
import java.util.function.Supplier;

/// For whom calls are made. The calls that may be in flight at once are shared among requesters, and none has all of
/// them, so that there is always room for one of another. Who does not say for whom it calls may have all.
public final class Requester {

    private static final String BACKGROUND = "in the background";

    private static final InheritableThreadLocal<Optional<String>> HERE = new InheritableThreadLocal<>() {
        @Override
        protected Optional<String> initialValue() {
            return Optional.empty();
        }
    };

    private Requester() {}

    /// Does what nobody waits for; the calls of threads that it starts are of this kind too.
    public static void inBackground(Runnable work) {
        as(BACKGROUND, () -> {
            work.run();
            return Optional.empty();
        });
    }

    /// Does what somebody asks for, in the threads that it starts too.
    ///
    /// @param id whose share of the calls it takes
    public static <T> T as(String id, Supplier<T> work) {
        Optional<String> before = HERE.get();
        HERE.set(Optional.of(id));
        try {
            return work.get();
        } finally {
            HERE.set(before);
        }
    }

    /// Whose share the calls of this thread take; empty: nobody's.
    public static Optional<String> here() {
        return HERE.get();
    }

    /// How many of so many calls at once one may have: at least one, and where there are several not all.
    public static int share(int concurrent) {
        return Math.max(1, concurrent - Math.max(1, concurrent / 4));
    }
}
