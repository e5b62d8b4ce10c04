package io.github.proxmoxmcp.client.http;

import io.github.proxmoxmcp.client.Call;
import io.github.proxmoxmcp.client.ConnectionSettings;
import io.github.proxmoxmcp.client.ProxmoxException;
import io.github.proxmoxmcp.client.ProxmoxException.ClusterUnreachable;
import io.github.proxmoxmcp.client.Sleeper;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Sends calls to the endpoints of a cluster: a few at a time, to the next endpoint when one cannot be connected to,
/// and reads again when the failure may pass. A change is never sent twice.
public final class HttpTransport implements AutoCloseable {

    private static final int ATTEMPTS = 3;
    private static final long FIRST_PAUSE_MILLIS = 200;

    private final ConnectionSettings settings;
    private final InstantSource clock;
    private final Sleeper sleeper;
    private final RandomGenerator random;
    private final Semaphore slots;
    private final Exchange exchange;
    private final AtomicInteger preferred = new AtomicInteger();

    public HttpTransport(ConnectionSettings settings, InstantSource clock, Sleeper sleeper, RandomGenerator random) {
        this.settings = settings;
        this.clock = clock;
        this.sleeper = sleeper;
        this.random = random;
        this.slots = new Semaphore(settings.maxConcurrent(), true);
        this.exchange = new Exchange(settings);
    }

    /// The body of a successful answer, unpacked; every other answer is an exception.
    public byte[] send(Request request) {
        Instant started = clock.instant();
        for (int attempt = 1; ; attempt++) {
            try {
                return throughEndpoints(request, started);
            } catch (ProxmoxException failure) {
                // Past half of the time a repetition would only hide the reason behind a timeout.
                boolean late =
                        remaining(started).compareTo(settings.callTimeout().dividedBy(2)) < 0;
                if (!request.call().isRead() || attempt == ATTEMPTS || late || !mayPass(failure)) {
                    throw failure;
                }
                pause(request.call(), attempt);
            }
        }
    }

    @Override
    public void close() {
        exchange.close();
    }

    private byte[] throughEndpoints(Request request, Instant started) {
        List<URI> endpoints = settings.endpoints();
        int first = preferred.get();
        List<ClusterUnreachable> failures = new ArrayList<>();
        for (int number : IntStream.range(0, endpoints.size())
                .map(i -> (first + i) % endpoints.size())
                .toArray()) {
            try {
                byte[] body = once(request, endpoints.get(number), started);
                preferred.set(number);
                return body;
            } catch (ClusterUnreachable failure) {
                if (failure.outcomeUnknown()) {
                    throw failure;
                }
                failures.add(failure);
            } catch (ProxmoxException.Timeout failure) {
                throw failure;
            } catch (ProxmoxException answer) {
                preferred.set(number);
                throw answer;
            }
        }
        throw failures.size() == 1 ? failures.getFirst() : together(request.call(), failures);
    }

    private byte[] once(Request request, URI endpoint, Instant started) {
        Call call = request.call();
        try {
            if (!slots.tryAcquire(remaining(started).toMillis(), TimeUnit.MILLISECONDS)) {
                throw new ProxmoxException.Timeout(
                        call, "too many calls are in flight: none ended within " + settings.callTimeout(), false);
            }
        } catch (InterruptedException _) {
            throw interrupted(call);
        }
        try {
            return exchange.perform(request, endpoint, remaining(started));
        } finally {
            slots.release();
        }
    }

    private static boolean mayPass(ProxmoxException failure) {
        return switch (failure) {
            case ClusterUnreachable unreachable -> !unreachable.untrusted();
            case ProxmoxException.NodeUnreachable unreachable -> unreachable.status() > 500;
            case ProxmoxException.Failed failed -> failed.status() >= 502 && failed.status() <= 504;
            default -> false;
        };
    }

    private void pause(Call call, int attempt) {
        long longest = FIRST_PAUSE_MILLIS << attempt;
        try {
            sleeper.sleep(Duration.ofMillis(random.nextLong(longest / 2, longest + 1)));
        } catch (InterruptedException _) {
            throw interrupted(call);
        }
    }

    private Duration remaining(Instant started) {
        Duration left = settings.callTimeout().minus(Duration.between(started, clock.instant()));
        return left.isPositive() ? left : Duration.ofMillis(1);
    }

    private static ProxmoxException interrupted(Call call) {
        Thread.currentThread().interrupt();
        return new ProxmoxException.Timeout(call, "the wait was interrupted before it was sent", false);
    }

    private static ClusterUnreachable together(Call call, List<ClusterUnreachable> failures) {
        return new ClusterUnreachable(
                call,
                "none of the " + failures.size() + " endpoints can be used: "
                        + failures.stream().map(ProxmoxException::text).collect(Collectors.joining("; ")),
                failures.stream().allMatch(ClusterUnreachable::untrusted),
                false);
    }
}
