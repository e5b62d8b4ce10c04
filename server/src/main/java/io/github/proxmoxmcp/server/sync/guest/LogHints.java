package io.github.proxmoxmcp.server.sync.guest;

import io.github.proxmoxmcp.client.Proxmox;
import io.github.proxmoxmcp.client.call.ProxmoxException;
import io.github.proxmoxmcp.client.cluster.ClusterApi.LogEntry;
import io.github.proxmoxmcp.client.cluster.ClusterApi.LogQuery;
import io.github.proxmoxmcp.persistence.task.Task;
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
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Guests that the cluster's log says were changed. A configuration that is changed without a task, on a running guest,
/// shows nowhere else (`docs/concepts/proxmox-behaviour.md`, "The log of the cluster").
public final class LogHints {

    private static final Logger LOG = LoggerFactory.getLogger(LogHints.class);

    /// `update VM 100: -memory 768`, `snapshot container 210: c1`, `move volume CT 230: move …`
    static final Pattern CHANGE = Pattern.compile("^([a-z][a-z ]*) (?:VM|CT|container) ([1-9][0-9]{2,8})\\b");

    private static final int LATEST_LINES = 500;

    /// What is asked for where all of the latest are news: some may lie before them.
    private static final int MAX_LINES = 5_000;

    /// How long a line is remembered after it left the log.
    private static final Duration MEMORY = Duration.ofDays(1);

    /// How far the cluster's clock and ours are believed to lie apart.
    private static final Duration MAX_CLOCK_DIFFERENCE = Duration.ofSeconds(15);

    private static final Duration INTERVAL = Duration.ofMinutes(1);

    private final Proxmox api;

    public LogHints(Proxmox api) {
        this.api = api;
    }

    /// What is remembered of the log from one reading to the next.
    ///
    /// @param lines when they were written; absent: it was never read
    /// @param since lines from before are no news, even where they come into sight later
    /// @param passedOver guests that a line named when only others were asked about
    /// @param tells whether there were lines at all: without Sys.Syslog one sees one's own only
    /// @param overrun whether more was written since the last reading than was read
    public record Log(
            Optional<Map<String, Instant>> lines,
            Instant since,
            Instant readAt,
            Set<Integer> passedOver,
            boolean tells,
            boolean overrun) {

        /// Before it was ever read.
        public static final Log NONE = new Log(Optional.empty(), Instant.MIN, Instant.MIN, Set.of(), false, false);

        boolean knows(LogEntry line) {
            return lines.orElse(Map.of()).containsKey(key(line));
        }

        boolean isNews(LogEntry line) {
            return !knows(line) && !line.time().isBefore(since);
        }

        /// Why it may not be known who changed something.
        public Optional<String> missing() {
            return Optional.of("the cluster's log got more than " + MAX_LINES
                            + " lines since it was read last: who changed configurations may be missing, and attempts"
                            + " too")
                    .filter(_ -> overrun);
        }

        private Log passingOver(Set<Integer> guests) {
            return new Log(lines, since, readAt, guests, tells, overrun);
        }
    }

    /// What the log says of guests.
    ///
    /// @param guests those that lines since the last reading name; none at the first one
    /// @param updates the lines that tell of a change without a task, as if they were tasks that ended at once
    public record News(Set<Integer> guests, List<Task> updates, Log log) {}

    /// Reads it once more where configurations turned out to be changed, so that who did it is told with the change.
    /// What it says of other guests is told by the next reading.
    public News readFor(Instant now, News first, Set<Integer> reconfigured) {
        if (reconfigured.isEmpty() || first.log().readAt().equals(now)) {
            return first;
        }
        News found = read(now, first.log(), true, Optional.empty());
        Set<Integer> passedOver = new HashSet<>(found.log().passedOver());
        passedOver.addAll(found.guests());
        passedOver.removeAll(reconfigured);
        List<Task> updates = Stream.concat(first.updates().stream(), found.updates().stream())
                .toList();
        return new News(first.guests(), updates, found.log().passingOver(passedOver));
    }

    /// Reads it when a minute has passed, or when it must be.
    ///
    /// @param followed until when any process followed the cluster: what is later is news at a first reading too
    public News read(Instant now, Log before, boolean must, Optional<Instant> followed) {
        if (!must && !before.readAt().isBefore(now.minus(INTERVAL))) {
            return new News(before.passedOver(), List.of(), before.passingOver(Set.of()));
        }
        try {
            Answer answer = answer(before);
            List<LogEntry> lines = answer.lines();
            Log known = before.lines().isPresent() ? before : first(lines, followed.orElse(now), followed.isPresent());
            Set<Integer> guests = new HashSet<>(before.passedOver());
            List<Task> updates = new ArrayList<>();
            for (LogEntry line : lines.reversed()) {
                Matcher found = CHANGE.matcher(line.msg());
                if (known.isNews(line) && found.find()) {
                    guests.add(Integer.valueOf(found.group(2)));
                    update(line, found).ifPresent(updates::add);
                }
            }
            return new News(
                    guests,
                    updates,
                    new Log(
                            Optional.of(remembered(known, lines)),
                            known.since(),
                            now,
                            Set.of(),
                            !lines.isEmpty(),
                            answer.overrun()));
        } catch (ProxmoxException e) {
            LOG.debug("the cluster's log could not be read: {}", e.getMessage());
            return new News(
                    Set.of(),
                    List.of(),
                    new Log(before.lines(), before.since(), now, before.passedOver(), false, before.overrun()));
        }
    }

    /// Lines, newest first.
    ///
    /// @param overrun whether some may be missing between them and what is known
    private record Answer(List<LogEntry> lines, boolean overrun) {}

    /// Asks back to what is known.
    private Answer answer(Log before) {
        List<LogEntry> lines = api.cluster().log(new LogQuery(Optional.of(LATEST_LINES)));
        if (before.lines().isEmpty() || isConnected(before, lines, LATEST_LINES)) {
            return new Answer(lines, false);
        }
        List<LogEntry> more = api.cluster().log(new LogQuery(Optional.of(MAX_LINES)));
        return new Answer(more, !isConnected(before, more, MAX_LINES));
    }

    /// Whether nothing can have been written between what is known and these lines.
    private static boolean isConnected(Log before, List<LogEntry> lines, int most) {
        return lines.size() < most || lines.stream().anyMatch(line -> before.knows(line) || !before.isNews(line));
    }

    /// What is known of the log when it is read first: what was written while nobody followed the cluster explains
    /// nothing that is found from then on.
    private static Log first(List<LogEntry> lines, Instant start, boolean followed) {
        Log none = new Log(Optional.empty(), start.minus(MAX_CLOCK_DIFFERENCE), start, Set.of(), false, false);
        Optional<Instant> newest = lines.stream().map(LogEntry::time).max(Comparator.naturalOrder());
        return followed
                ? none
                : newest.map(last -> new Log(Optional.of(remembered(none, lines)), last, start, Set.of(), false, false))
                        .orElse(none);
    }

    /// A right that is lost hides lines for a while: when they are back they are no news.
    private static Map<String, Instant> remembered(Log before, List<LogEntry> lines) {
        Map<String, Instant> all = new HashMap<>(before.lines().orElse(Map.of()));
        lines.stream()
                .map(LogEntry::time)
                .max(Comparator.naturalOrder())
                .ifPresent(newest -> all.values().removeIf(time -> time.isBefore(newest.minus(MEMORY))));
        lines.forEach(line -> all.put(key(line), line.time()));
        return all;
    }

    /// Only `update` has no task of its own.
    private static Optional<Task> update(LogEntry line, Matcher found) {
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
