package io.github.proxmoxmcp.client.connection;

/// Calls for which nobody waits. They take only their share of the calls that may be in flight, so that there is always
/// room for one that somebody waits for.
public final class Background {

    private static final InheritableThreadLocal<Boolean> HERE = new InheritableThreadLocal<>();

    private Background() {}

    /// Runs work whose calls are of this kind, those of the threads that it starts too.
    public static void run(Runnable work) {
        boolean before = isHere();
        HERE.set(true);
        try {
            work.run();
        } finally {
            HERE.set(before);
        }
    }

    /// Whether a call of this thread is one.
    public static boolean isHere() {
        return Boolean.TRUE.equals(HERE.get());
    }

    /// How many of so many calls at once they may be: at least one, and where there are several not all.
    public static int share(int concurrent) {
        return Math.max(1, concurrent - Math.max(1, concurrent / 4));
    }
}
