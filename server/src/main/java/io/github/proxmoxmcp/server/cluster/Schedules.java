package io.github.proxmoxmcp.server.cluster;

import io.github.proxmoxmcp.client.Proxmox;
import io.github.proxmoxmcp.client.ProxmoxException;
import io.github.proxmoxmcp.client.cluster.OptionsApi.ScheduleQuery;
import io.github.proxmoxmcp.client.cluster.OptionsApi.ScheduledRun;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/// How often calendar events such as `mon..fri 02:00` happen, as the cluster itself works it out. What it said of one
/// is remembered.
public final class Schedules {

    private static final int RUNS = 100;
    private static final int MOST_REMEMBERED = 1000;

    private final Proxmox api;
    private final Map<String, Optional<Duration>> remembered = new ConcurrentHashMap<>();

    public Schedules(Proxmox api) {
        this.api = api;
    }

    /// The longest pause between the next runs; absent where the cluster cannot tell or is not asked.
    ///
    /// @param asks whether the cluster may be asked now
    public Optional<Duration> longestPause(String schedule, boolean asks) {
        Optional<Duration> known = remembered.get(schedule);
        if (known != null || !asks) {
            return known == null ? Optional.empty() : known;
        }
        try {
            return remember(
                    schedule,
                    longest(api.options()
                            .analyzeSchedule(new ScheduleQuery(schedule, Optional.empty(), Optional.of(RUNS)))));
        } catch (ProxmoxException.InvalidParameters | ProxmoxException.Failed | ProxmoxException.Refused _) {
            // Older releases do not know the call; asked again they would say the same.
            return remember(schedule, Optional.empty());
        } catch (ProxmoxException _) {
            return Optional.empty();
        }
    }

    private Optional<Duration> remember(String schedule, Optional<Duration> pause) {
        if (remembered.size() >= MOST_REMEMBERED) {
            remembered.clear();
        }
        remembered.put(schedule, pause);
        return pause;
    }

    private static Optional<Duration> longest(List<ScheduledRun> runs) {
        List<Instant> times =
                runs.stream().map(ScheduledRun::timestamp).sorted().toList();
        return IntStream.range(1, times.size())
                .mapToObj(run -> Duration.between(times.get(run - 1), times.get(run)))
                .max(Duration::compareTo);
    }
}
