package io.github.proxmoxmcp.server.sync.guest;

import io.github.proxmoxmcp.client.Proxmox;
import io.github.proxmoxmcp.client.call.ProxmoxException;
import io.github.proxmoxmcp.client.cluster.ClusterApi.LogEntry;
import io.github.proxmoxmcp.client.cluster.ClusterApi.LogQuery;
import io.github.proxmoxmcp.persistence.Task;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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

    /// `update VM 100: -memory 768`, `snapshot container 210: c1`, `move volume CT 230: move …`
    static final Pattern CHANGE = Pattern.compile("^([a-z][a-z ]*) (?:VM|CT|container) ([1-9][0-9]{2,8})\\b");

    private static final int LATEST = 500;

    /// What is asked for where all of the latest are news: some may lie before them.
    private static final int ALL = 5_000;

    /// For so long a line that is listed no more is remembered.
    private static final Duration MEMORY = Duration.ofDays(1);

    /// How far the cluster's clock and ours are believed to lie apart.
    private static final Duration CLOCKS_DIFFER = Duration.ofSeconds(15);

    private static final Duration INTERVAL = Duration.ofMinutes(1);

    private final Proxmox api;

    /// What was dealt with, and recorded.
    private Dealt recorded = new Dealt(Optional.empty(), Instant.MIN, Instant.MIN);

    private Dealt latest = recorded;

    /// Guests that a line named when only others were asked about.
    private final Set<Integer> passedOver = new HashSet<>();

    private boolean tells;
    private boolean overrun;

    public LogHints(Proxmox api) {
        this.api = api;
    }

    /// What is remembered from one reading to the next.
    ///
    /// @param lines when they were written; absent: it was never read
    /// @param since lines from before are no news, even where they come into sight later
    private record Dealt(Optional<Map<String, Instant>> lines, Instant since, Instant readAt) {

        boolean knows(LogEntry line) {
            return lines.orElse(Map.of()).containsKey(key(line));
        }

        boolean isNews(LogEntry line) {
            return !knows(line) && !line.time().isBefore(since);
        }
    }

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

    /// Why it may not be known who changed something: more was written since the last reading than was read.
    public Optional<String> overrun() {
        return Optional.of("the cluster's log got more than " + ALL
                        + " lines since it was read last: who changed configurations may be missing, and attempts too")
                .filter(_ -> overrun);
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
        News found = read(now, true, Optional.empty());
        passedOver.addAll(found.guests());
        passedOver.removeAll(reconfigured);
        return found;
    }

    /// Reads it when a minute has passed, or when it must be.
    ///
    /// @param followed until when any process followed the cluster: what is later is news at a first reading too
    public News read(Instant now, boolean must, Optional<Instant> followed) {
        if (!must && !latest.readAt().isBefore(now.minus(INTERVAL))) {
            News late = new News(Set.copyOf(passedOver), List.of());
            passedOver.clear();
            return late;
        }
        Dealt before = latest;
        latest = new Dealt(before.lines(), before.since(), now);
        try {
            List<LogEntry> lines = lines(before);
            Dealt known = before.lines().isPresent() ? before : first(lines, now, followed);
            latest = new Dealt(Optional.of(remembered(known, lines)), known.since(), now);
            tells = !lines.isEmpty();
            Set<Integer> guests = new HashSet<>(passedOver);
            passedOver.clear();
            List<Task> deeds = new ArrayList<>();
            for (LogEntry line : lines.reversed()) {
                Matcher found = CHANGE.matcher(line.msg());
                if (known.isNews(line) && found.find()) {
                    guests.add(Integer.valueOf(found.group(2)));
                    deed(line, found).ifPresent(deeds::add);
                }
            }
            return new News(guests, deeds);
        } catch (ProxmoxException e) {
            LOG.debug("the cluster's log could not be read: {}", e.getMessage());
            tells = false;
            return News.NONE;
        }
    }

    /// Newest first, back to what is known.
    private List<LogEntry> lines(Dealt before) {
        List<LogEntry> lines = api.cluster().log(new LogQuery(Optional.of(LATEST)));
        if (before.lines().isEmpty() || isConnected(before, lines, LATEST)) {
            overrun = false;
            return lines;
        }
        List<LogEntry> more = api.cluster().log(new LogQuery(Optional.of(ALL)));
        overrun = !isConnected(before, more, ALL);
        return more;
    }

    /// Whether nothing can have been written between what is known and these lines.
    private static boolean isConnected(Dealt before, List<LogEntry> lines, int most) {
        return lines.size() < most || lines.stream().anyMatch(line -> before.knows(line) || !before.isNews(line));
    }

    /// What is known of the log when it is read first: what was written while nobody followed the cluster explains
    /// nothing that is found from then on.
    private static Dealt first(List<LogEntry> lines, Instant now, Optional<Instant> followed) {
        Dealt none = new Dealt(Optional.empty(), followed.orElse(now).minus(CLOCKS_DIFFER), now);
        if (followed.isPresent() || lines.isEmpty()) {
            return none;
        }
        Instant newest = lines.stream()
                .map(LogEntry::time)
                .max(Comparator.naturalOrder())
                .orElse(now);
        return new Dealt(Optional.of(remembered(none, lines)), newest, now);
    }

    /// A right that is lost hides lines for a while: when they are back they are no news.
    private static Map<String, Instant> remembered(Dealt before, List<LogEntry> lines) {
        Map<String, Instant> all = new HashMap<>(before.lines().orElse(Map.of()));
        lines.stream()
                .map(LogEntry::time)
                .max(Comparator.naturalOrder())
                .ifPresent(newest -> all.values().removeIf(time -> time.isBefore(newest.minus(MEMORY))));
        lines.forEach(line -> all.put(key(line), line.time()));
        return all;
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
