package io.github.proxmoxmcp.server.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.persistence.notice.Notice;
import io.github.proxmoxmcp.persistence.notice.NoticeKey;
import io.github.proxmoxmcp.persistence.notice.ToldNotice;
import io.github.proxmoxmcp.server.config.NotifySettings;
import io.github.proxmoxmcp.server.config.NotifySettings.Form;
import io.github.proxmoxmcp.server.config.NotifySettings.Rule;
import io.github.proxmoxmcp.server.config.NotifySettings.Target;
import io.github.proxmoxmcp.server.config.NotifySettings.Topic;
import io.github.proxmoxmcp.server.notify.message.NoticeBody;
import io.github.proxmoxmcp.server.problems.Problem.Area;
import io.github.proxmoxmcp.server.problems.Problem.Severity;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What is told, as a function of what is so, what was told and the time.
class DigestTest {

    private static final Instant NOW = Instant.parse("2026-12-01T12:00:00Z");
    private static final Rule WARNINGS = rule("warning", Set.of(), Set.of());

    private static final NoticeKey KEY = new NoticeKey("home", "problem/storage/local");

    private static Rule rule(String severity, Set<String> tags, Set<String> clusters) {
        return new Rule(Set.of(Topic.PROBLEMS, Topic.UNREADABLE), severity, Set.of(), tags, clusters);
    }

    private static NoticeBody storage(Severity severity, List<Integer> guests, Set<String> tags) {
        return new NoticeBody(
                Topic.PROBLEMS,
                severity,
                Optional.of(Area.STORAGE),
                "local",
                "full",
                Optional.empty(),
                "",
                guests,
                List.of(),
                tags,
                false);
    }

    private static Notice notice(NoticeBody body, Duration ago) {
        return new Notice(KEY, body.json(), NOW.minus(ago), Optional.empty(), 0);
    }

    private static ToldNotice told(NoticeBody body) {
        return new ToldNotice(KEY, body.json(), NOW.minusSeconds(3_600));
    }

    private static Digest digest(Rule rule, List<Notice> notices, List<ToldNotice> told) {
        return digest(rule, notices, told, Set.of());
    }

    private static Digest digest(Rule rule, List<Notice> notices, List<ToldNotice> told, Set<NoticeKey> unsure) {
        NotifySettings settings = new NotifySettings(
                Optional.of(URI.create("https://page.example")),
                ZoneOffset.UTC,
                Duration.ofSeconds(10),
                Optional.empty(),
                List.of());
        Target target = new Target(
                "one",
                Form.JSON,
                URI.create("https://x.example"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                List.of(rule));
        return Digest.of(target, settings, notices, told, unsure, NOW);
    }

    private static List<String> lines(Digest digest) {
        return digest.lines().stream()
                .map(line -> line.news() + " " + line.body().severity())
                .toList();
    }

    private static final NoticeBody WARNING = storage(Severity.WARNING, List.of(100), Set.of("web"));
    private static final NoticeBody CRITICAL = storage(Severity.CRITICAL, List.of(100), Set.of("web"));
    private static final NoticeBody INFO = storage(Severity.INFO, List.of(100), Set.of("web"));
    private static final Duration LONG = Duration.ofMinutes(5);

    @Test
    void aProblemThatGrowsWorseOrReachesMoreGuestsIsNews() {
        assertThat(lines(digest(WARNINGS, List.of(notice(CRITICAL, LONG)), List.of(told(WARNING)))))
                .containsExactly("WORSE CRITICAL");
        NoticeBody more = storage(Severity.WARNING, List.of(100, 101), Set.of());
        assertThat(lines(digest(WARNINGS, List.of(notice(more, LONG)), List.of(told(WARNING)))))
                .containsExactly("MORE WARNING");
        assertThat(lines(digest(WARNINGS, List.of(notice(WARNING, LONG)), List.of(told(more)))))
                .isEmpty();
    }

    @Test
    void aProblemThatIsNoLongerBadEnoughIsBetterAndOneThatStillIsStaysUntilItIsWorse() {
        Digest below = digest(WARNINGS, List.of(notice(INFO, LONG)), List.of(told(WARNING)));
        Digest still = digest(WARNINGS, List.of(notice(WARNING, LONG)), List.of(told(CRITICAL)));

        assertThat(lines(below)).containsExactly("BETTER INFO");
        assertThat(below.forgotten()).hasSize(1);
        assertThat(still.lines()).isEmpty();
        assertThat(still.told()).extracting(ToldNotice::body).containsExactly(WARNING.json());
    }

    @Test
    void ofWhatItMayHaveTakenATargetIsToldHowItIsNow() {
        Set<NoticeKey> unsure = Set.of(KEY);
        Notice open = notice(WARNING, LONG);
        Notice gone = new Notice(KEY, WARNING.json(), open.openedAt(), Optional.of(NOW.minus(LONG)), 0);
        ToldNotice beforeItCameBack =
                new ToldNotice(KEY, WARNING.json(), open.openedAt().minusSeconds(60));

        assertThat(lines(digest(WARNINGS, List.of(gone), List.of()))).isEmpty();
        assertThat(lines(digest(WARNINGS, List.of(gone), List.of(), unsure))).containsExactly("RESOLVED WARNING");
        assertThat(lines(digest(WARNINGS, List.of(open), List.of(), unsure))).containsExactly("NEW WARNING");
        assertThat(lines(digest(WARNINGS, List.of(open), List.of(beforeItCameBack))))
                .isEmpty();
        assertThat(lines(digest(WARNINGS, List.of(open), List.of(beforeItCameBack), unsure)))
                .containsExactly("NEW WARNING");
        assertThat(lines(digest(
                        WARNINGS,
                        List.of(open),
                        List.of(new ToldNotice(KEY, WARNING.json(), NOW.minusSeconds(10))),
                        unsure)))
                .isEmpty();
    }

    @Test
    void whatSomebodyAcknowledgedIsNotToldUntilThatEndsOrItGrowsWorse() {
        NoticeBody known = new NoticeBody(
                WARNING.topic(),
                WARNING.severity(),
                WARNING.area(),
                WARNING.subject(),
                WARNING.evidence(),
                WARNING.since(),
                WARNING.next(),
                List.of(100, 101),
                WARNING.nodes(),
                WARNING.tags(),
                true);

        Digest acknowledged = digest(WARNINGS, List.of(notice(known, LONG)), List.of(told(WARNING)));

        assertThat(digest(WARNINGS, List.of(notice(known, LONG)), List.of()).lines())
                .isEmpty();
        assertThat(acknowledged.lines()).isEmpty();
        assertThat(acknowledged.told()).extracting(ToldNotice::body).containsExactly(known.json());
        assertThat(lines(digest(WARNINGS, List.of(notice(WARNING, LONG)), List.of(told(known)))))
                .containsExactly("NEW WARNING");
        assertThat(lines(digest(WARNINGS, List.of(notice(CRITICAL, LONG)), List.of(told(known)))))
                .containsExactly("WORSE CRITICAL");
    }

    @Test
    void whatARuleNoLongerWantsIsForgottenAndNotCalledResolved() {
        Digest digest = digest(
                rule("warning", Set.of(), Set.of("work")), List.of(notice(WARNING, LONG)), List.of(told(WARNING)));

        assertThat(digest.lines()).isEmpty();
        assertThat(digest.forgotten()).hasSize(1);
    }

    @Test
    void rulesChooseByTagAndCluster() {
        List<Notice> notices = List.of(notice(WARNING, LONG));

        assertThat(digest(rule("warning", Set.of("web"), Set.of("home")), notices, List.of())
                        .lines())
                .hasSize(1);
        assertThat(digest(rule("warning", Set.of("db"), Set.of()), notices, List.of())
                        .lines())
                .isEmpty();
        assertThat(digest(rule("warning", Set.of(), Set.of("work")), notices, List.of())
                        .lines())
                .isEmpty();
        assertThat(digest(rule("critical", Set.of(), Set.of()), notices, List.of())
                        .lines())
                .isEmpty();
    }

    @Test
    void whatHappensTogetherIsToldTogetherAndWaitsNoLongerThanTwice() {
        Notice settled = notice(WARNING, Duration.ofSeconds(12));
        Notice young = new Notice(
                new NoticeKey("home", "problem/node/pve2"), CRITICAL.json(), NOW.minusSeconds(4), Optional.empty(), 0);
        Notice old = notice(WARNING, Duration.ofSeconds(21));

        assertThat(digest(WARNINGS, List.of(settled, young), List.of()).lines()).isEmpty();
        assertThat(digest(WARNINGS, List.of(old, young), List.of()).lines()).hasSize(1);
    }

    @Test
    void whatWasToldAndIsGoneIsResolvedEachOnce() {
        Notice gone = new Notice(KEY, WARNING.json(), NOW.minusSeconds(900), Optional.of(NOW.minusSeconds(60)), 0);

        Digest resolved = digest(WARNINGS, List.of(gone), List.of(told(WARNING)));

        assertThat(lines(resolved)).containsExactly("RESOLVED WARNING");
        assertThat(resolved.forgotten()).hasSize(1);
        assertThat(digest(WARNINGS, List.of(gone), List.of()).lines()).isEmpty();
        assertThat(Digest.title(resolved.lines())).isEqualTo("home: 1 resolved");
    }
}
