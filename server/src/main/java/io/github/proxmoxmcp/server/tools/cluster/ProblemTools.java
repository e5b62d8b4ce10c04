package io.github.proxmoxmcp.server.tools.cluster;

import static io.github.proxmoxmcp.server.tool.Effect.READ;
import static io.github.proxmoxmcp.server.tool.Privileges.ARCHIVES_SEEN;
import static io.github.proxmoxmcp.server.tool.Privileges.BACKUPS_SEEN;
import static io.github.proxmoxmcp.server.tool.Privileges.CLUSTER;
import static io.github.proxmoxmcp.server.tool.Privileges.GUESTS;
import static io.github.proxmoxmcp.server.tool.Privileges.NODES;
import static io.github.proxmoxmcp.server.tool.Privileges.STORAGES;

import io.github.proxmoxmcp.server.cluster.Reading;
import io.github.proxmoxmcp.server.cluster.Readings;
import io.github.proxmoxmcp.server.cluster.argument.ClusterName;
import io.github.proxmoxmcp.server.cluster.argument.Fresh;
import io.github.proxmoxmcp.server.cluster.argument.Limit;
import io.github.proxmoxmcp.server.cluster.argument.MomentText;
import io.github.proxmoxmcp.server.cluster.argument.Offset;
import io.github.proxmoxmcp.server.problems.Acknowledgements;
import io.github.proxmoxmcp.server.problems.Checks;
import io.github.proxmoxmcp.server.problems.Findings;
import io.github.proxmoxmcp.server.problems.Problem;
import io.github.proxmoxmcp.server.tool.Answer;
import io.github.proxmoxmcp.server.tool.Describe;
import io.github.proxmoxmcp.server.tool.EachCluster;
import io.github.proxmoxmcp.server.tool.Listing;
import io.github.proxmoxmcp.server.tool.Names;
import io.github.proxmoxmcp.server.tool.Table.Column;
import io.github.proxmoxmcp.server.tool.Tool;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The tool that finds problems in a cluster.
public final class ProblemTools {

    private final Readings readings;

    public ProblemTools(Readings readings) {
        this.readings = readings;
    }

    /// Arguments of `find_problems`.
    record FindProblems(
            Optional<ClusterName> cluster,
            @Describe("only this bad or worse") Optional<Problem.Severity> severity,
            Optional<Problem.Area> area,
            Optional<Limit> limit,
            Optional<String> cursor,
            Optional<MomentText> at,
            Optional<Fresh> fresh) {}

    @EachCluster
    @Tool(
            name = "find_problems",
            title = "Find problems",
            description = "What is wrong, worst first, with evidence, since when, what to do; incomplete: what was not"
                    + " checked.",
            effect = READ,
            needs = {CLUSTER, NODES, GUESTS, STORAGES, BACKUPS_SEEN, ARCHIVES_SEEN})
    Answer<Listing> findProblems(FindProblems request) {
        Reading reading = readings.open(request.cluster(), request.at(), request.fresh());
        Findings found = Checks.look(reading, request.area());
        List<Problem> shown = found.problems().stream()
                .filter(problem -> request.severity()
                        .filter(least -> problem.severity().compareTo(least) > 0)
                        .isEmpty())
                .toList();
        Acknowledgements known = Acknowledgements.of(reading);
        Answer<Listing> answer =
                reading.withUpdates(reading.answer(Offset.page(shown, columns(known), request.limit(), request.cursor())
                        .withNote(summary(found.problems(), known))));
        return found.unchecked().isEmpty()
                ? answer
                : answer.without("not checked: " + String.join("; ", found.unchecked()));
    }

    private static List<Column<Problem>> columns(Acknowledgements known) {
        return List.of(
                Column.of("severity", problem -> Names.snake(problem.severity().name())),
                Column.of("area", problem -> Names.snake(problem.area().name())),
                Column.of("subject", Problem::subject),
                Column.of("evidence", Problem::evidence),
                Column.of("since", Problem::since),
                Column.of("next", Problem::next),
                Column.sparse("acknowledged", problem -> known.of(problem).map(Acknowledgements::words)));
    }

    /// What somebody knows of is listed, and told apart where all are counted.
    private static String summary(List<Problem> problems, Acknowledgements known) {
        List<Problem> open =
                problems.stream().filter(problem -> known.of(problem).isEmpty()).toList();
        int acknowledged = problems.size() - open.size();
        return counts(open) + (acknowledged == 0 ? "" : "; and " + acknowledged + " acknowledged");
    }

    private static String counts(List<Problem> problems) {
        return Arrays.stream(Problem.Severity.values())
                .map(severity -> problems.stream()
                                .filter(problem -> problem.severity() == severity)
                                .count() + " " + Names.snake(severity.name()))
                .collect(Collectors.joining(", "));
    }
}
