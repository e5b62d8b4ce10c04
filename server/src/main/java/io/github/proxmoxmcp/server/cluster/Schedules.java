package io.github.proxmoxmcp.server.cluster;

import io.github.proxmoxmcp.client.Proxmox;
import io.github.proxmoxmcp.client.call.ProxmoxException;
import io.github.proxmoxmcp.client.cluster.OptionsApi.ScheduleQuery;
import io.github.proxmoxmcp.client.cluster.OptionsApi.ScheduledRun;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/// When calendar events such as `mon..fri 02:00` happen, as the cluster itself works it out. What it said of one is
/// remembered until the last run that it told of is over.
public final class Schedules {

    private static final int RUNS = 100;
    private static final int MAX_REMEMBERED_SCHEDULES = 1000;

    private final Proxmox api;
    private final Map<String, List<Instant>> remembered = new ConcurrentHashMap<>();

    public Schedules(Proxmox api) {
        this.api = api;
    }

    /// The longest pause between the next runs; absent where the cluster cannot tell or is not asked.
    ///
    /// @param asks whether the cluster may be asked now
    public Optional<Duration> longestPause(String schedule, Instant now, boolean asks) {
        List<Instant> runs = runs(schedule, now, asks);
        return IntStream.range(1, runs.size())
                .mapToObj(run -> Duration.between(runs.get(run - 1), runs.get(run)))
                .max(Duration::compareTo);
    }

    /// The next run; absent where the cluster cannot tell or is not asked.
    ///
    /// @param asks whether the cluster may be asked now
    public Optional<Instant> next(String schedule, Instant now, boolean asks) {
        return runs(schedule, now, asks).stream().filter(now::isBefore).findFirst();
    }

    private List<Instant> runs(String schedule, Instant now, boolean asks) {
        List<Instant> known = remembered.getOrDefault(schedule, List.of());
        boolean over = remembered.containsKey(schedule)
                && !known.isEmpty()
                && !known.getLast().isAfter(now);
        if (!asks || (remembered.containsKey(schedule) && !over)) {
            return known;
        }
        try {
            return remember(
                    schedule,
                    api
                            .options()
                            .analyzeSchedule(new ScheduleQuery(schedule, Optional.empty(), Optional.of(RUNS)))
                            .stream()
                            .map(ScheduledRun::timestamp)
                            .sorted()
                            .toList());
        } catch (ProxmoxException.InvalidParameters | ProxmoxException.Failed | ProxmoxException.Refused _) {
            // Older releases do not know the call; asked again they would say the same.
            return remember(schedule, List.of());
        } catch (ProxmoxException _) {
            return known;
        }
    }

    private List<Instant> remember(String schedule, List<Instant> runs) {
        if (remembered.size() >= MAX_REMEMBERED_SCHEDULES) {
            remembered.clear();
        }
        remembered.put(schedule, runs);
        return runs;
    }
}
