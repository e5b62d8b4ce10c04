package io.github.proxmoxmcp.server.sync.guest;

import io.github.proxmoxmcp.client.Proxmox;
import io.github.proxmoxmcp.client.call.ProxmoxException;
import io.github.proxmoxmcp.client.cluster.ClusterApi.LogEntry;
import io.github.proxmoxmcp.client.cluster.ClusterApi.LogQuery;
import io.github.proxmoxmcp.persistence.Task;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Guests that the cluster's log says were changed. A configuration that is changed without a task, on a running guest,
/// shows nowhere else (PVE.md, "Who changed a configuration without a task").
public final class LogHints {

    private static final Logger LOG = LoggerFactory.getLogger(LogHints.class);

    /// `update VM 100: -memory 768`
    private static final Pattern CHANGE = Pattern.compile("^([a-z]+) (?:VM|CT) (\\d{3,9})\\b");

    private static final LogQuery LATEST = new LogQuery(Optional.of(500));

    private static final Duration INTERVAL = Duration.ofMinutes(1);

    private final Proxmox api;

    /// What was dealt with, and recorded.
    private Dealt recorded = new Dealt(Optional.empty(), Instant.MIN);

    private Dealt latest = recorded;

    /// Guests that a line named when only others were asked about.
    private final Set<Integer> passedOver = new HashSet<>();

    private boolean tells;

    public LogHints(Proxmox api) {
        this.api = api;
    }

    /// What is remembered from one reading to the next.
    ///
    /// @param lines absent: it was never read
    private record Dealt(Optional<Set<String>> lines, Instant readAt) {}

    /// What the log says of guests.
    ///
    /// @param guests those that lines since the last reading name; none at the first one
    /// @param deeds the lines that tell of a change without a task, as if they were tasks that ended at once
    public record News(Set<Integer> guests, List<Task> deeds) {

        static final News NONE = new News(Set.of(), List.of());

        public News and(News more) {
            return new News(
                    Stream.concat(guests.stream(), more.guests.stream()).collect(Collectors.toSet()),
                    Stream.concat(deeds.stream(), more.deeds.stream()).toList());
        }
    }

    /// Whether there were lines at all: without Sys.Syslog one sees one's own only.
    public boolean tells() {
        return tells;
    }

    /// What followed from the last reading is recorded.
    public void keep() {
        recorded = latest;
    }

    /// What followed from the last reading could not be recorded: it is news again.
    public void drop() {
        latest = recorded;
    }

    /// Reads it once more where configurations turned out to be changed, so that who did it is told with the change.
    /// What it says of other guests is told by the next reading.
    public News readFor(Instant now, Set<Integer> reconfigured) {
        if (reconfigured.isEmpty() || latest.readAt().equals(now)) {
            return News.NONE;
        }
        News found = read(now, true);
        passedOver.addAll(found.guests());
        passedOver.removeAll(reconfigured);
        return found;
    }

    /// Reads it when a minute has passed, or when it must be.
    public News read(Instant now, boolean must) {
        if (!must && !latest.readAt().isBefore(now.minus(INTERVAL))) {
            News late = new News(Set.copyOf(passedOver), List.of());
            passedOver.clear();
            return late;
        }
        Optional<Set<String>> before = latest.lines();
        latest = new Dealt(before, now);
        try {
            List<LogEntry> lines = api.cluster().log(LATEST);
            Set<Integer> guests = new HashSet<>(passedOver);
            passedOver.clear();
            List<Task> deeds = new ArrayList<>();
            for (LogEntry line : before.isEmpty() ? List.<LogEntry>of() : lines) {
                Matcher found = CHANGE.matcher(line.msg());
                if (!before.get().contains(key(line)) && found.find()) {
                    guests.add(Integer.valueOf(found.group(2)));
                    deed(line, found).ifPresent(deeds::add);
                }
            }
            latest = new Dealt(Optional.of(lines.stream().map(LogHints::key).collect(Collectors.toSet())), now);
            tells = !lines.isEmpty();
            return new News(guests, deeds);
        } catch (ProxmoxException e) {
            LOG.debug("the cluster's log could not be read: {}", e.getMessage());
            tells = false;
            return News.NONE;
        }
    }

    /// Only `update` has no task of its own.
    private static Optional<Task> deed(LogEntry line, Matcher found) {
        return line.user()
                .filter(user -> user.contains("@") && found.group(1).equals("update"))
                .map(user -> new Task(
                        "log:" + key(line).replace(' ', '_'),
                        line.node(),
                        found.group(1),
                        Optional.of(found.group(2)),
                        user,
                        line.time(),
                        Optional.of(line.time()),
                        Optional.of(line.msg())));
    }

    private static String key(LogEntry line) {
        return line.id().orElse("") + "@" + line.time().getEpochSecond() + ":" + line.msg();
    }
}
