package io.github.proxmoxmcp.server.problems;

import io.github.proxmoxmcp.persistence.acting.Acknowledgement;
import io.github.proxmoxmcp.persistence.value.Moment;
import io.github.proxmoxmcp.server.cluster.Reading;
import io.github.proxmoxmcp.server.tool.Names;
import io.github.proxmoxmcp.server.tool.UntrustedText;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Which problems of a cluster somebody knows of now.
public final class Acknowledgements {

    private final Map<String, Acknowledgement> byProblem;
    private final Instant now;

    Acknowledgements(List<Acknowledgement> all, Instant now) {
        this.byProblem =
                all.stream().collect(Collectors.toMap(one -> key(one.area(), one.problem()), Function.identity()));
        this.now = now;
    }

    /// Those that hold at the moment of a reading; of a moment before now none is known.
    public static Acknowledgements of(Reading reading) {
        return new Acknowledgements(
                reading.moment() instanceof Moment.Now
                        ? reading.store()
                                .acknowledgements()
                                .of(reading.cluster().name())
                        : List.of(),
                reading.now());
    }

    /// The acknowledgement of a problem, if it holds: its time is not over, and the problem is neither worse than it
    /// was then nor began after it.
    public Optional<Acknowledgement> of(Problem problem) {
        return Optional.ofNullable(
                        byProblem.get(key(area(problem), problem.about().key())))
                .filter(given -> given.until().filter(end -> !end.isAfter(now)).isEmpty())
                .filter(given -> problem.severity().compareTo(severity(given)) >= 0)
                .filter(given -> problem.since().filter(given.at()::isBefore).isEmpty());
    }

    /// Who knows of it since when, why, and until when.
    public static String words(Acknowledgement given) {
        return "by " + UntrustedText.line(given.principal()) + " at "
                + given.at().truncatedTo(ChronoUnit.SECONDS) + ": "
                + UntrustedText.line(given.reason())
                + given.until()
                        .map(end -> "; until " + end.truncatedTo(ChronoUnit.SECONDS))
                        .orElse("; until it is gone or worse");
    }

    static String area(Problem problem) {
        return Names.snake(problem.area().name());
    }

    private static Problem.Severity severity(Acknowledgement given) {
        for (Problem.Severity severity : Problem.Severity.values()) {
            if (Names.snake(severity.name()).equals(given.severity())) {
                return severity;
            }
        }
        return Problem.Severity.INFO;
    }

    private static String key(String area, String problem) {
        return area + "\n" + problem;
    }
}
