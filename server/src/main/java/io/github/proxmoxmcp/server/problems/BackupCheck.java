package io.github.proxmoxmcp.server.problems;

import io.github.proxmoxmcp.persistence.Guest;
import io.github.proxmoxmcp.server.backups.BackupReport;
import io.github.proxmoxmcp.server.backups.BackupReport.Verdict;
import io.github.proxmoxmcp.server.problems.Problem.Area;
import io.github.proxmoxmcp.server.problems.Problem.Severity;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Guests without a backup, or with an old one only: one problem for all of a sort.
final class BackupCheck implements Check {

    private static final String NEXT = "check_backups shows each with its newest archive and jobs";

    @Override
    public Area area() {
        return Area.BACKUP;
    }

    @Override
    public Findings look(Situation situation) {
        BackupReport report =
                BackupReport.of(situation.reading(), situation.guests(), situation.at(), Optional.empty());
        return new Findings(
                Stream.of(
                                problem(situation, report, Verdict.NEVER, "without any backup"),
                                problem(
                                        situation,
                                        report,
                                        Verdict.FAILED,
                                        "whose newest backup failed its verification"),
                                problem(situation, report, Verdict.STALE, "with an old backup only"),
                                problem(situation, report, Verdict.DOUBTFUL, "whose backup may be another guest's"))
                        .flatMap(Optional::stream)
                        .toList(),
                unread(report).isEmpty() ? List.of() : List.of("backups on " + String.join(", ", unread(report))));
    }

    private static List<String> unread(BackupReport report) {
        return Stream.concat(
                        report.unread().stream(), report.disabled().stream().map(name -> name + " (disabled)"))
                .toList();
    }

    private static Optional<Problem> problem(Situation situation, BackupReport report, Verdict verdict, String words) {
        List<Guest> guests = report.lines().stream()
                .filter(line -> line.verdict() == verdict)
                .map(line -> line.guest())
                .toList();
        return Optional.of(guests)
                .filter(some -> !some.isEmpty())
                .map(some -> new Problem(
                                Severity.WARNING,
                                Area.BACKUP,
                                Labels.count(some.size(), "guest") + " " + words,
                                Labels.some(
                                        situation,
                                        Area.BACKUP,
                                        some.stream().map(Labels::of).toList()),
                                Optional.empty(),
                                NEXT)
                        .named(words)
                        .ofGuests(some));
    }
}
