package io.github.proxmoxmcp.server.notify;

import static java.util.stream.Collectors.groupingBy;

import io.github.proxmoxmcp.persistence.notice.Notice;
import io.github.proxmoxmcp.persistence.notice.NoticeKey;
import io.github.proxmoxmcp.persistence.notice.ToldNotice;
import io.github.proxmoxmcp.server.config.NotifySettings;
import io.github.proxmoxmcp.server.config.NotifySettings.Rule;
import io.github.proxmoxmcp.server.config.NotifySettings.Target;
import io.github.proxmoxmcp.server.config.NotifySettings.Topic;
import io.github.proxmoxmcp.server.notify.message.Message.Line;
import io.github.proxmoxmcp.server.notify.message.Message.News;
import io.github.proxmoxmcp.server.notify.message.NoticeBody;
import io.github.proxmoxmcp.server.problems.Problem.Severity;
import io.github.proxmoxmcp.server.tool.Names;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

/// What a target is to be told now: the difference between what is so and what it was told last. So nothing is told
/// twice, and of what came and went while nothing could be sent nothing is told at all. Of what it was sent and may
/// have taken it is told how it is now, for it may believe otherwise.
///
/// @param told what it knows when it took the lines
/// @param forgotten what it need not know any more
record Digest(List<Line> lines, List<ToldNotice> told, List<NoticeKey> forgotten) {

    private static final Duration MAX_SETTLE = Duration.ofHours(1);
    private static final int MAX_DOUBLINGS = 12;

    /// Judges for one target at one moment.
    ///
    /// @param waiting set when something else is about to be told: what happens together is told together
    ///
    /// @param unsure of what nobody knows whether the target took it
    private record Judge(
            Target target,
            NotifySettings settings,
            Set<NoticeKey> unsure,
            Instant now,
            boolean quiet,
            AtomicBoolean waiting) {}

    /// @param told what the target took last
    /// @param unsure of what it was sent something that it may have taken
    static Digest of(
            Target target,
            NotifySettings settings,
            List<Notice> notices,
            List<ToldNotice> told,
            Set<NoticeKey> unsure,
            Instant now) {
        boolean quiet = settings.quiet()
                .filter(hours -> hours.at(now.atZone(settings.zone()).toLocalTime()))
                .isPresent();
        Judge judge = new Judge(target, settings, unsure, now, quiet, new AtomicBoolean());
        Map<NoticeKey, ToldNotice> known = new HashMap<>();
        told.forEach(one -> known.put(one.key(), one));
        Digest digest = new Digest(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        Instant oldest = now;
        for (Notice notice : notices) {
            Optional<ToldNotice> before = Optional.ofNullable(known.remove(notice.key()));
            if (digest.judge(judge, notice, before)) {
                Instant changed = notice.goneAt().orElse(notice.openedAt());
                oldest = changed.isBefore(oldest) ? changed : oldest;
            }
        }
        digest.forgotten.addAll(known.keySet());
        // Not longer than twice the usual time, however much goes on.
        boolean patient = judge.waiting().get()
                && oldest.isAfter(now.minus(settings.settle().multipliedBy(2)));
        return patient ? new Digest(List.of(), List.of(), List.of()) : digest.sorted();
    }

    /// Whether it is told now.
    private boolean judge(Judge judge, Notice notice, Optional<ToldNotice> before) {
        NoticeBody body = NoticeBody.parse(notice.body());
        boolean wanted = judge.target().rules().stream()
                .anyMatch(rule -> fits(rule, notice.key().cluster(), body));
        boolean unsure = judge.unsure().contains(notice.key());
        Optional<News> news = before.map(one -> NoticeBody.parse(one.body()))
                .map(was -> since(was, body, notice.goneAt().isPresent(), wanted))
                .orElseGet(() -> first(notice, wanted && !body.known(), unsure))
                .or(() -> before.filter(one -> unsure && wanted && !body.known() && cameBack(notice, one))
                        .map(_ -> News.NEW));
        if (news.isEmpty()) {
            if (before.isPresent() && !wanted) {
                forgotten.add(notice.key());
            } else if (before.filter(one -> isToBeKept(NoticeBody.parse(one.body()), body))
                    .isPresent()) {
                told.add(new ToldNotice(notice.key(), notice.body(), judge.now()));
            }
            return false;
        }
        Severity weight = before.map(one -> NoticeBody.parse(one.body()).severity())
                .filter(was -> was.compareTo(body.severity()) < 0)
                .orElse(body.severity());
        if (judge.quiet()
                && weight.compareTo(
                                severity(judge.settings().quiet().orElseThrow().except()))
                        > 0) {
            return false;
        }
        Instant changed = notice.goneAt().orElse(notice.openedAt());
        if (changed.plus(settle(judge.settings(), notice.returns())).isAfter(judge.now())) {
            judge.waiting().compareAndSet(false, notice.returns() == 0);
            return false;
        }
        lines.add(new Line(
                news.get(),
                notice.key().cluster(),
                notice.key().key(),
                changed,
                body,
                judge.settings().page().flatMap(page -> link(page, notice.key(), body))));
        if (news.get() == News.RESOLVED || (news.get() == News.BETTER && !wanted)) {
            forgotten.add(notice.key());
        } else {
            told.add(new ToldNotice(notice.key(), notice.body(), judge.now()));
        }
        return true;
    }

    /// What is new of something that the target is not known to know.
    private static Optional<News> first(Notice notice, boolean wanted, boolean unsure) {
        if (notice.goneAt().isPresent()) {
            return unsure ? Optional.of(News.RESOLVED) : Optional.empty();
        }
        return wanted ? Optional.of(News.NEW) : Optional.empty();
    }

    /// It was gone since it was told, so that it may have been called resolved.
    private static boolean cameBack(Notice notice, ToldNotice told) {
        return notice.goneAt().isEmpty() && notice.openedAt().isAfter(told.at());
    }

    /// What is new of something that the target knows.
    private static Optional<News> since(NoticeBody was, NoticeBody is, boolean gone, boolean wanted) {
        if (gone) {
            return Optional.of(News.RESOLVED);
        }
        int worse = is.severity().compareTo(was.severity());
        if (!wanted) {
            return worse > 0 ? Optional.of(News.BETTER) : Optional.empty();
        }
        if (is.known()) {
            return Optional.empty();
        }
        if (worse < 0) {
            return Optional.of(News.WORSE);
        }
        if (was.known()) {
            return Optional.of(News.NEW);
        }
        return new HashSet<>(was.guests()).containsAll(is.guests()) ? Optional.empty() : Optional.of(News.MORE);
    }

    /// What is no news, and without which later news would be missed: that it is not as bad as it was told, or that
    /// somebody knows of it, which may end.
    private static boolean isToBeKept(NoticeBody was, NoticeBody is) {
        return was.severity().compareTo(is.severity()) < 0 || (is.known() && !was.known());
    }

    /// What goes and comes again and again is told less and less often.
    private static Duration settle(NotifySettings settings, int returns) {
        Duration longer = settings.settle().multipliedBy(1L << Math.min(2 * returns, MAX_DOUBLINGS));
        return longer.compareTo(MAX_SETTLE) < 0 ? longer : MAX_SETTLE;
    }

    static boolean fits(Rule rule, String cluster, NoticeBody body) {
        return rule.topics().contains(body.topic())
                && (body.topic() == Topic.AUDIT_HEAD || body.severity().compareTo(severity(rule.severity())) <= 0)
                && (cluster.isEmpty()
                        || rule.clusters().isEmpty()
                        || rule.clusters().contains(cluster))
                && (body.topic() != Topic.PROBLEMS || fits(rule, body));
    }

    private static boolean fits(Rule rule, NoticeBody problem) {
        return (rule.areas().isEmpty()
                        || problem.area()
                                .map(area -> Names.snake(area.name()))
                                .filter(rule.areas()::contains)
                                .isPresent())
                && (rule.tags().isEmpty() || !Collections.disjoint(rule.tags(), problem.tags()));
    }

    private static Severity severity(String name) {
        return Severity.valueOf(name.toUpperCase(Locale.ROOT));
    }

    private static Optional<URI> link(URI page, NoticeKey key, NoticeBody body) {
        Optional<String> path = switch (body.topic()) {
            case PLANS -> Optional.of("plans/" + key.key().substring(key.key().indexOf('/') + 1));
            case PROBLEMS, UNREADABLE -> Optional.of("problems");
            // Its line is read again as an anchor's, which ends with what it keeps.
            case AUDIT_HEAD -> Optional.empty();
        };
        return path.map(below -> URI.create(page.toString().replaceFirst("/*$", "/") + below));
    }

    /// Of what something is told.
    List<NoticeKey> keys() {
        return lines.stream()
                .map(line -> new NoticeKey(line.cluster(), line.key()))
                .toList();
    }

    private Digest sorted() {
        lines.sort(Comparator.comparing((Line line) -> line.news() == News.RESOLVED || line.news() == News.BETTER)
                .thenComparing(line -> line.body().severity())
                .thenComparing(Line::cluster));
        return this;
    }

    /// Such as `home: 2 critical, 1 resolved`.
    static String title(List<Line> lines) {
        return lines.stream().collect(groupingBy(Line::cluster, TreeMap::new, Collectors.toList())).entrySet().stream()
                .map(cluster ->
                        (cluster.getKey().isEmpty() ? "" : cluster.getKey() + ": ") + counts(cluster.getValue()))
                .collect(Collectors.joining("; "));
    }

    private static String counts(List<Line> lines) {
        Map<String, Long> counts = new LinkedHashMap<>();
        lines.forEach(line -> counts.merge(word(line), 1L, Long::sum));
        return counts.entrySet().stream()
                .map(count -> count.getValue() + " " + count.getKey())
                .collect(Collectors.joining(", "));
    }

    private static String word(Line line) {
        return switch (line.news()) {
            case RESOLVED -> "resolved";
            case BETTER -> "better";
            case TEST -> "test";
            case NEW, WORSE, MORE ->
                switch (line.body().topic()) {
                    case PLANS -> "to approve";
                    case AUDIT_HEAD -> "audit";
                    case PROBLEMS, UNREADABLE ->
                        Names.snake(line.body().severity().name());
                };
        };
    }
}
