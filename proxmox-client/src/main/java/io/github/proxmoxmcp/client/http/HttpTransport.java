package io.github.proxmoxmcp.client.http;

import io.github.proxmoxmcp.client.call.Call;
import io.github.proxmoxmcp.client.call.ProxmoxException;
import io.github.proxmoxmcp.client.call.ProxmoxException.ClusterUnreachable;
import io.github.proxmoxmcp.client.call.Reason;
import io.github.proxmoxmcp.client.call.Sleeper;
import io.github.proxmoxmcp.client.connection.ConnectionSettings;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/// Sends calls to the endpoints of a cluster: a few at a time, to the next endpoint when one cannot be connected to,
/// and reads again when the failure may pass. A change is never sent twice.
public final class HttpTransport implements AutoCloseable {

    private static final int ATTEMPTS = 3;
    private static final long FIRST_PAUSE_MILLIS = 200;

    private final InstantSource clock;
    private final Sleeper sleeper;
    private final RandomGenerator random;
    private final Turns turns;
    private final Exchange exchange;
    private final EndpointPool pool;
    private final CallRate rate;

    public HttpTransport(ConnectionSettings settings, InstantSource clock, Sleeper sleeper, RandomGenerator random) {
        this.clock = clock;
        this.sleeper = sleeper;
        this.random = random;
        this.turns = new Turns(settings.limits().concurrent());
        this.exchange = new Exchange(settings, clock);
        this.pool = new EndpointPool(settings.endpoints(), clock);
        this.rate = new CallRate(settings.limits().perSecond(), clock);
    }

    /// The body of a successful answer, unpacked; every other answer is an exception.
    public byte[] send(Request request) {
        Instant started = clock.instant();
        for (int attempt = 1; ; attempt++) {
            try {
                return inTurn(request, started);
            } catch (ProxmoxException failure) {
                // Past half of the time a repetition would only hide the reason behind a timeout.
                boolean late = remaining(request, started)
                                .compareTo(exchange.limit(request).dividedBy(2))
                        < 0;
                if (!request.call().isRead() || attempt == ATTEMPTS || late || !mayPass(failure)) {
                    throw failure;
                }
                pause(request.call(), attempt);
            }
        }
    }

    /// How many calls were answered with each HTTP status so far, repetitions too; `none`: no answer came.
    public SortedMap<String, Long> answers() {
        return exchange.answers();
    }

    @Override
    public void close() {
        exchange.close();
    }

    private byte[] throughEndpoints(Request request, Instant started) {
        List<URI> endpoints = pool.inOrder();
        List<ProxmoxException> failures = new ArrayList<>();
        for (int number = 0; number < endpoints.size(); number++) {
            URI endpoint = endpoints.get(number);
            boolean last = number == endpoints.size() - 1;
            try {
                byte[] body = once(request, endpoint, started, last);
                pool.answered(endpoint);
                return body;
            } catch (ClusterUnreachable failure) {
                pool.failed(endpoint);
                if (failure.outcomeUnknown()) {
                    throw failure;
                }
                failures.add(failure);
            } catch (ProxmoxException.Timeout failure) {
                if (Thread.currentThread().isInterrupted()) {
                    throw failure;
                }
                pool.failed(endpoint);
                // Nobody knows what became of a change, so only a read may go on.
                if (last || !request.call().isRead()) {
                    throw failure;
                }
                failures.add(failure);
            } catch (ProxmoxException answer) {
                pool.answered(endpoint);
                throw answer;
            }
        }
        throw failures.size() == 1 ? failures.getFirst() : together(request.call(), failures);
    }

    private byte[] once(Request request, URI endpoint, Instant started, boolean last) {
        Duration left = remaining(request, started);
        // A node that has just died does not answer: leave the next endpoint its time.
        return exchange.perform(request, endpoint, last || !request.call().isRead() ? left : left.dividedBy(2));
    }

    /// The place in the rate is taken last: what waits for room has taken none that another call could have.
    private byte[] inTurn(Request request, Instant started) {
        acquire(request, started);
        try {
            awaitRate(request, started);
            return throughEndpoints(request, started);
        } finally {
            turns.release();
        }
    }

    private void acquire(Request request, Instant started) {
        try {
            if (!turns.acquire(remaining(request, started))) {
                throw new ProxmoxException.Timeout(
                        request.call(),
                        Reason.ours("too many calls are in flight: none ended within " + exchange.limit(request)),
                        false);
            }
        } catch (InterruptedException _) {
            throw interrupted(request.call());
        }
    }

    private void awaitRate(Request request, Instant started) {
        Duration delay = rate.delay();
        if (delay.compareTo(remaining(request, started)) > 0) {
            throw new ProxmoxException.Timeout(
                    request.call(),
                    Reason.ours("too many calls: this one may begin in " + delay.toMillis() + " ms only"),
                    false);
        }
        if (delay.isPositive()) {
            try {
                sleeper.sleep(delay);
            } catch (InterruptedException _) {
                throw interrupted(request.call());
            }
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

    private Duration remaining(Request request, Instant started) {
        Duration left = exchange.limit(request).minus(Duration.between(started, clock.instant()));
        return left.isPositive() ? left : Duration.ofMillis(1);
    }

    private static ProxmoxException interrupted(Call call) {
        Thread.currentThread().interrupt();
        return new ProxmoxException.Timeout(call, Reason.ours("the wait was interrupted before it was sent"), false);
    }

    private static ClusterUnreachable together(Call call, List<ProxmoxException> failures) {
        return new ClusterUnreachable(
                call,
                Reason.ours("none of the " + failures.size() + " endpoints can be used: "
                        + failures.stream().map(ProxmoxException::text).collect(Collectors.joining("; "))),
                failures.stream()
                        .allMatch(failure ->
                                failure instanceof ClusterUnreachable unreachable && unreachable.untrusted()),
                false);
    }
}
