package io.github.proxmoxmcp.server.problems;

import io.github.proxmoxmcp.persistence.acting.Acknowledgement;
import io.github.proxmoxmcp.server.auth.Principal;
import io.github.proxmoxmcp.server.cluster.Reading;
import io.github.proxmoxmcp.server.cluster.Readings;
import io.github.proxmoxmcp.server.cluster.argument.ClusterName;
import io.github.proxmoxmcp.server.guard.SecretCheck;
import io.github.proxmoxmcp.server.tool.Access;
import io.github.proxmoxmcp.server.tool.Names;
import io.github.proxmoxmcp.server.tool.ToolException;
import io.github.proxmoxmcp.server.tool.UntrustedText;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/// Lets people say that they know of a problem, and why it may stay for a while. Nothing of the cluster changes by it.
public final class Acknowledging {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int MAX_REASON_CHARACTERS = 300;

    private final Readings readings;

    public Acknowledging(Readings readings) {
        this.readings = readings;
    }

    /// Which problem is meant: as `find_problems` shows it.
    public record Shown(String cluster, String area, String subject) {}

    /// From now on it is told as known.
    ///
    /// @param until absent: until it is gone or worse
    /// @throws ToolException when it may not be done, or the problem is no longer there
    public void acknowledge(Shown shown, String reason, Optional<Instant> until, Principal by) {
        may(by);
        String words = reason.strip();
        if (words.isEmpty() || words.length() > MAX_REASON_CHARACTERS) {
            throw new ToolException.BadArgument("A reason is needed, of at most " + MAX_REASON_CHARACTERS
                    + " characters: whoever sees the problem next shall know why it may stay");
        }
        SecretCheck.require("'reason'", "an acknowledgement", words);
        Reading reading = open(shown);
        Problem problem = problem(reading, shown);
        reading.store()
                .acknowledgements()
                .put(new Acknowledgement(
                        shown.cluster(),
                        shown.area(),
                        problem.about().key(),
                        Names.snake(problem.severity().name()),
                        by.name(),
                        UntrustedText.line(words),
                        reading.now(),
                        until));
        audit(
                reading,
                by,
                "acknowledge_problem",
                problem,
                UntrustedText.line(words) + until.map(end -> "; until " + end).orElse(""));
    }

    /// From now on it is told as any other.
    ///
    /// @throws ToolException when it may not be done, or the problem is no longer there
    public void takeBack(Shown shown, Principal by) {
        may(by);
        Reading reading = open(shown);
        Problem problem = problem(reading, shown);
        if (reading.store()
                .acknowledgements()
                .remove(shown.cluster(), shown.area(), problem.about().key())) {
            audit(reading, by, "unacknowledge_problem", problem, "taken back");
        }
    }

    private static void may(Principal by) {
        if (!by.access().includes(Access.OPERATE)) {
            throw new ToolException.Refused(
                    "no_access", by.name() + " only reads: who acknowledges needs access operate. Nothing was done");
        }
    }

    private Reading open(Shown shown) {
        return readings.open(Optional.of(new ClusterName(shown.cluster())), Optional.empty(), Optional.empty());
    }

    private static Problem problem(Reading reading, Shown shown) {
        return Checks.look(reading, Optional.empty()).problems().stream()
                .filter(problem -> Acknowledgements.area(problem).equals(shown.area())
                        && plain(problem.subject()).equals(plain(shown.subject())))
                .findFirst()
                .orElseThrow(() -> new ToolException.NotFound("There is no problem '"
                        + UntrustedText.line(shown.subject()) + "' any more: it is gone, or another one now. Look at"
                        + " the problems again"));
    }

    /// The text itself, whether it was marked as another's or not.
    private static String plain(String subject) {
        return UntrustedText.line(subject).replace("‹", "").replace("›", "");
    }

    private static void audit(Reading reading, Principal by, String action, Problem problem, String reason) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("vmids", problem.about().guests());
        body.put("client", "page");
        body.put("summary", Acknowledgements.area(problem) + ": " + problem.subject());
        body.put("reason", reason);
        reading.store()
                .audit()
                .append(
                        reading.now(),
                        reading.cluster().name(),
                        by.name(),
                        action,
                        "done",
                        Optional.empty(),
                        JSON.writeValueAsString(body));
    }
}
