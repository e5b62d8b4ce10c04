package io.github.proxmoxmcp.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.demo.DemoCluster;
import io.github.proxmoxmcp.demo.access.TokenLevel;
import io.github.proxmoxmcp.demo.model.DemoSettings;
import io.github.proxmoxmcp.server.mcp.ToolClient.Result;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// The evaluation set: whether the fewest calls that can answer what people ask do answer it, in each form alone.
class EvaluationTest {

    private static final Path FOLDER = Path.of(System.getProperty("repository.root"), "docs", "evaluation");
    private static final Pattern REFERENCE = Pattern.compile("\\$(\\d)\\.(\\w+)");
    private static final Pattern MEASURED =
            Pattern.compile("(?m)^\\| `(?<id>[^`]+)` \\| \\d+ \\| (?<text>\\d+) \\| (?<json>\\d+) \\|");

    /// Loads and ages have one digit more or less from run to run.
    private static final int TOLERANCE = 100;

    /// Codex shows its model this much of an answer: the beginning, and the end.
    private static final int CODEX_BYTES = 10 * 1024;

    private static final int CODEX_LINES = 256;

    @TempDir
    private Path folder;

    record Set(String demo, List<String> steps, List<Question> questions) {}

    record Question(
            String id,
            String question,
            String answer,
            Optional<String> needs,
            List<Call> calls,
            List<String> contains,
            Optional<List<String>> absent) {}

    record Call(String tool, Map<String, Object> arguments) {}

    /// What the calls of a question answered, one form after the other, as Codex shows it.
    ///
    /// @param cut how many of these forms were too long for it
    record Answer(Question question, String text, String structured, long millis, long cut) {}

    @Test
    void everyQuestionIsAnsweredByEachFormAlone() throws IOException {
        Set set = YAMLMapper.shared().readValue(Files.readString(FOLDER.resolve("questions.yaml")), Set.class);
        List<Answer> answers = new ArrayList<>();
        List<Question> skipped = new ArrayList<>();
        try (DemoCluster demo = DemoCluster.start(DemoSettings.parse(set.demo()));
                RunningServer server = RunningServer.of(demo, TokenLevel.FULL, folder, "--access", "admin")) {
            server.call("list_nodes", "fresh", true);
            set.steps().forEach(step -> take(step.split(" "), demo, server));
            // Reads what waits for a restart of guests, which is read beside the cycles otherwise.
            server.call("find_problems", "area", "guest", "fresh", true);
            for (Question question : set.questions()) {
                if (question.needs()
                        .filter(tool -> !server.tools().contains(tool))
                        .isPresent()) {
                    skipped.add(question);
                } else {
                    answers.add(ask(question, server));
                }
            }
        }

        assertThat(set.questions()).hasSizeGreaterThanOrEqualTo(40);
        assertThat(answers).hasSizeGreaterThanOrEqualTo(30);
        SoftAssertions all = new SoftAssertions();
        answers.forEach(answer -> check(answer, all));
        all.assertAll();
        report(answers, skipped);
    }

    private static void take(String[] step, DemoCluster demo, RunningServer server) {
        var world = demo.world();
        int vmid = step[1].matches("\\d+") ? Integer.parseInt(step[1]) : 0;
        switch (step[0]) {
            case "take_snapshot" ->
                assertThat(server.call("take_snapshot", "name", step[1]).failed())
                        .isFalse();
            case "set_config" -> world.setConfig(vmid, step[2], step[3]);
            case "migrate" -> world.migrate(vmid, step[2]);
            case "shutdown" -> world.shutdown(vmid);
            case "start" -> world.start(vmid);
            case "create_vm" -> world.createVm(vmid, step[2], step[3]);
            case "remove" -> world.removeGuest(vmid);
            case "snapshot" -> world.snapshot(vmid, step[2]);
            case "clone" -> world.clone(vmid, Integer.parseInt(step[2]), step[3]);
            case "backup" -> world.backup(vmid, step[2]);
            case "manage" -> world.manage(vmid, step[2], "");
            default -> throw new IllegalArgumentException("no step " + step[0]);
        }
    }

    private static Answer ask(Question question, RunningServer server) {
        List<Result> results = new ArrayList<>();
        long begun = System.nanoTime();
        for (Call call : question.calls()) {
            List<Object> pairs = new ArrayList<>();
            call.arguments().forEach((name, value) -> pairs.addAll(List.of(name, value(value, results))));
            results.add(server.call(call.tool(), pairs.toArray()));
        }
        long millis = (System.nanoTime() - begun) / 1_000_000;
        List<String> texts = results.stream().map(Result::text).toList();
        // A call that failed has but one form.
        List<String> structured = results.stream()
                .map(result ->
                        result.failed() ? result.text() : JsonMapper.shared().writeValueAsString(result.structured()))
                .toList();
        return new Answer(
                question,
                shown(texts),
                shown(structured),
                millis,
                Stream.concat(texts.stream(), structured.stream())
                        .filter(text -> !withinCodex(text).equals(text))
                        .count());
    }

    private static String shown(List<String> texts) {
        return String.join("\n", texts.stream().map(EvaluationTest::withinCodex).toList());
    }

    /// Cut in the middle. No answer of the set has characters that are more than one byte in number.
    static String withinCodex(String text) {
        List<String> lines = text.lines().toList();
        String fewer = lines.size() <= CODEX_LINES
                ? text
                : String.join("\n", lines.subList(0, CODEX_LINES / 2)) + "\n…\n"
                        + String.join("\n", lines.subList(lines.size() - CODEX_LINES / 2, lines.size()));
        return fewer.length() <= CODEX_BYTES
                ? fewer
                : fewer.substring(0, CODEX_BYTES / 2) + "…" + fewer.substring(fewer.length() - CODEX_BYTES / 2);
    }

    @Test
    void whatCodexWouldNotShowIsNotShownHereEither() {
        String lines = IntStream.range(0, 300).mapToObj(i -> "line " + i).collect(Collectors.joining("\n"));

        assertThat(withinCodex("short")).isEqualTo("short");
        assertThat(withinCodex(lines)).contains("line 0\n", "line 299").doesNotContain("line 150");
        assertThat(withinCodex("a".repeat(6_000) + "middle" + "b".repeat(6_000)))
                .doesNotContain("middle")
                .startsWith("aaa")
                .endsWith("bbb");
    }

    private static Object value(Object value, List<Result> results) {
        Matcher reference = REFERENCE.matcher(String.valueOf(value));
        if (!reference.matches()) {
            return value;
        }
        Map<String, Object> answer =
                results.get(Integer.parseInt(reference.group(1)) - 1).structured();
        List<?> columns = (List<?>) Optional.ofNullable(answer.get("columns")).orElseThrow();
        List<?> rows = (List<?>) Optional.ofNullable(answer.get("rows")).orElseThrow();
        return Optional.<Object>ofNullable(((List<?>) rows.getFirst()).get(columns.indexOf(reference.group(2))))
                .orElseThrow();
    }

    private static void check(Answer answer, SoftAssertions all) {
        Map<String, String> forms = new LinkedHashMap<>();
        forms.put("text", answer.text());
        forms.put("structured", answer.structured());
        forms.forEach((form, said) -> {
            for (String fact : answer.question().contains()) {
                all.assertThat(bare(said))
                        .describedAs(
                                "%s of '%s' says '%s': %s",
                                form, answer.question().id(), fact, said)
                        .contains(bare(fact));
            }
            for (String fact : answer.question().absent().orElse(List.of())) {
                all.assertThat(bare(said))
                        .describedAs(
                                "%s of '%s' does not say '%s': %s",
                                form, answer.question().id(), fact, said)
                        .doesNotContain(bare(fact));
            }
        });
    }

    private static String bare(String text) {
        return text.replaceAll("[\"\\s]", "");
    }

    /// The times are reported and never compared; the bytes only roughly.
    private static void report(List<Answer> answers, List<Question> skipped) throws IOException {
        Path file = FOLDER.resolve("results.md");
        String page = page(answers, skipped);
        if (Golden.writing()) {
            Files.writeString(file, page);
        }
        Map<String, List<Integer>> now = measured(page);
        Map<String, List<Integer>> before = measured(Files.readString(file));

        assertThat(before.keySet())
                .describedAs("results.md; to write it anew: ./mvnw verify -Dgolden=write")
                .containsExactlyElementsOf(now.keySet());
        now.forEach((id, bytes) -> {
            for (int form = 0; form < 2; form++) {
                int expected = Optional.ofNullable(before.get(id)).orElseThrow().get(form);
                // A cause that two looks leave open on a busy machine, or its row, is a tenth of a long answer.
                int tolerance = Math.max(TOLERANCE, expected / 10);
                assertThat(bytes.get(form))
                        .describedAs("bytes of '%s'; if meant: ./mvnw verify -Dgolden=write", id)
                        .isBetween(expected - tolerance, expected + tolerance);
            }
        });
    }

    private static Map<String, List<Integer>> measured(String page) {
        Map<String, List<Integer>> rows = new LinkedHashMap<>();
        Matcher row = MEASURED.matcher(page);
        while (row.find()) {
            rows.put(row.group("id"), List.of(Integer.valueOf(row.group("text")), Integer.valueOf(row.group("json"))));
        }
        return rows;
    }

    private static String page(List<Answer> answers, List<Question> skipped) {
        StringBuilder page = new StringBuilder("""
            # Results of the evaluation set

            Written by the build (`./mvnw verify -Dgolden=write`); do not edit. Questions and answers are in [questions.yaml](questions.yaml).
            Bytes are of all answers of a question together, in each form; milliseconds are of one run on one machine. Every
            answer was read as Codex shows it to its model, which cuts what is longer than 10 KiB or 256 lines in the middle.

            | question | calls | text | structured | ms | |
            |---|--:|--:|--:|--:|---|
            """);
        answers.forEach(answer -> page.append("| `%s` | %d | %d | %d | %d | %s |%n"
                .formatted(
                        answer.question().id(),
                        answer.question().calls().size(),
                        bytes(answer.text()),
                        bytes(answer.structured()),
                        answer.millis(),
                        answer.question().question())));
        page.append("| all %d | %d | %d | %d | %d | |%n"
                .formatted(
                        answers.size(),
                        answers.stream()
                                .mapToInt(answer -> answer.question().calls().size())
                                .sum(),
                        answers.stream()
                                .mapToInt(answer -> bytes(answer.text()))
                                .sum(),
                        answers.stream()
                                .mapToInt(answer -> bytes(answer.structured()))
                                .sum(),
                        answers.stream().mapToLong(Answer::millis).sum()));
        page.append("\n%d of %d answers were longer than Codex shows; all questions were answered by what it shows.%n"
                .formatted(
                        answers.stream().mapToLong(Answer::cut).sum(),
                        2L
                                * answers.stream()
                                        .mapToInt(answer ->
                                                answer.question().calls().size())
                                        .sum()));
        if (!skipped.isEmpty()) {
            page.append("\nNot asked, because their tool is not there yet: ")
                    .append(String.join(", ", skipped.stream().map(Question::id).toList()))
                    .append(".\n");
        }
        return page.toString();
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
