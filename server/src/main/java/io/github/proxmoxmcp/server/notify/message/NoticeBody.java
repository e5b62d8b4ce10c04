package io.github.proxmoxmcp.server.notify.message;

import io.github.proxmoxmcp.persistence.notice.NoticeKey;
import io.github.proxmoxmcp.server.config.NotifySettings.Topic;
import io.github.proxmoxmcp.server.problems.Problem;
import io.github.proxmoxmcp.server.problems.Problem.Area;
import io.github.proxmoxmcp.server.problems.Problem.Severity;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;

/// What a notice is about, as the store keeps it.
///
/// @param area of a problem
/// @param evidence what was seen
/// @param since since when it is known
/// @param next what to do
/// @param guests the vmids of the guests that have it
/// @param nodes the nodes that have it
/// @param tags of its guests
/// @param known whether somebody acknowledged it, and need not be told of it as of a new one
public record NoticeBody(
        Topic topic,
        Severity severity,
        Optional<Area> area,
        String subject,
        String evidence,
        Optional<Instant> since,
        String next,
        List<Integer> guests,
        List<String> nodes,
        Set<String> tags,
        boolean known) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    public static NoticeBody of(Problem problem, Set<String> tags, boolean known) {
        return new NoticeBody(
                Topic.PROBLEMS,
                problem.severity(),
                Optional.of(problem.area()),
                problem.subject(),
                problem.evidence(),
                problem.since(),
                problem.next(),
                problem.about().guests(),
                problem.about().nodes(),
                tags,
                known);
    }

    public static NoticeBody of(
            Topic topic, Severity severity, String subject, String evidence, Optional<Instant> since, String next) {
        return new NoticeBody(
                topic,
                severity,
                Optional.empty(),
                subject,
                evidence,
                since,
                next,
                List.of(),
                List.of(),
                Set.of(),
                false);
    }

    public static NoticeBody parse(String json) {
        return JSON.readValue(json, NoticeBody.class);
    }

    public String json() {
        return JSON.writeValueAsString(this);
    }

    public static NoticeKey key(String cluster, Problem problem) {
        return new NoticeKey(
                cluster,
                "problem/" + problem.area().name().toLowerCase(Locale.ROOT) + "/"
                        + problem.about().key());
    }

    /// Whether its end says nothing: a failed task is no longer shown after a day, a plan is decided, a day is over.
    public boolean endsSilently() {
        return topic == Topic.PLANS
                || topic == Topic.AUDIT_HEAD
                || area.filter(Area.TASK::equals).isPresent();
    }
}
