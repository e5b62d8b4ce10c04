package io.github.proxmoxmcp.benchmarks;

import io.github.proxmoxmcp.benchmarks.MeasuredQuestions.Question;
import io.github.proxmoxmcp.benchmarks.QuestionsBenchmark.Settings;
import io.github.proxmoxmcp.server.config.Configuration;
import io.github.proxmoxmcp.server.config.ConfigurationReader;
import io.github.proxmoxmcp.server.tool.Caller;
import io.github.proxmoxmcp.server.tool.Forms;
import io.github.proxmoxmcp.server.wiring.Wiring;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;

/// What answering costs the thread that does it: the tools as they are wired, in this process and without HTTP. On a
/// machine that others use, times on a clock say little; the CPU of one thread says what the answer costs.
final class AnswerBenchmark {

    private static final int WARM_UP = 100;
    private static final int MAX_QUESTIONS = 300;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private AnswerBenchmark() {}

    static void run(
            Settings settings,
            Path configuration,
            Map<String, String> environment,
            String state,
            MeasuredQuestions questions) {
        Configuration read = new ConfigurationReader(environment, Path.of("/"))
                .read(new io.github.proxmoxmcp.server.config.CommandSettings(
                        Optional.empty(), Optional.of(configuration.toString()), Optional.of(state), Optional.empty()));
        try (Wiring wiring = Wiring.of(read, InstantSource.system(), ZoneOffset.UTC)) {
            questions.sorts().forEach((name, sort) -> {
                if (settings.wants(name)) {
                    Figures cpu = new Figures(name + ", CPU of the thread, ms");
                    Figures wall = new Figures("by the clock, ms");
                    for (int n = 0; n < WARM_UP; n++) {
                        ask(wiring, sort.apply(n));
                    }
                    long end = System.nanoTime() + PATIENCE.toNanos();
                    for (int n = WARM_UP; n < MAX_QUESTIONS && System.nanoTime() < end; n++) {
                        Question question = sort.apply(n);
                        wall.add(Figures.wall(() -> cpu.add(Figures.cpu(() -> ask(wiring, question)))));
                    }
                    System.out.println(cpu + "; " + wall);
                }
            });
        }
    }

    /// Both forms are made, as for a client.
    private static void ask(Wiring wiring, Question question) {
        Forms forms = Forms.of(wiring.tools()
                .find(question.tool())
                .orElseThrow()
                .call()
                .apply(question.arguments(), new Caller("benchmark", (_, _, _) -> {})));
        if (forms.text().isEmpty()) {
            throw new IllegalStateException(question + " was not answered");
        }
    }
}
