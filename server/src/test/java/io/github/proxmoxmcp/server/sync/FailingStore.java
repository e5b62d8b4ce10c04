package io.github.proxmoxmcp.server.sync;

import io.github.proxmoxmcp.persistence.Store;
import io.github.proxmoxmcp.persistence.value.StoreException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;

/// Lets a real store fail when it is told to: as when its database is locked, or away for a while.
final class FailingStore {

    private final AtomicInteger uses = new AtomicInteger();
    private volatile int first = Integer.MAX_VALUE;
    private volatile int last;

    /// The store, which from now on may fail.
    Store around(Store store) {
        return proxy(Store.class, store, true);
    }

    /// Lets it fail so many times, after it has worked so many times.
    void failAfter(int works, int fails) {
        uses.set(0);
        first = works;
        last = works + fails;
    }

    /// Lets it fail until it is mended.
    void fail() {
        failAfter(0, Integer.MAX_VALUE);
    }

    /// Lets it work again; how many times it was used since it was told to fail.
    int mend() {
        first = Integer.MAX_VALUE;
        return uses.get();
    }

    private <T> T proxy(Class<T> type, Object real, boolean isStore) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (_, method, arguments) -> invoke(real, method, arguments, isStore)));
    }

    @SuppressWarnings("NullAway") // a method without parameters has no arguments
    private Object invoke(Object real, Method method, Object[] arguments, boolean isStore) throws Throwable {
        if (!isStore) {
            int use = uses.getAndIncrement();
            if (use >= first && use < last) {
                throw new StoreException.Unusable("the database is locked");
            }
        }
        try {
            Object result = method.invoke(real, arguments);
            return isStore && method.getReturnType().isInterface()
                    ? proxy(method.getReturnType(), result, false)
                    : result;
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
