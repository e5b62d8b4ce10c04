package io.github.proxmoxmcp.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.server.tool.Access;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// A human's yes to a plan over requests that stand alone: the question leaves one server, and its answer comes to
/// another one on the same store.
@Timeout(300)
class StatelessActingTest {

    private static final Map<String, Object> FORMS = Map.of("elicitation", Map.of());
    private static final Map<String, Object> YES =
            Map.of("approval", Map.of("action", "accept", "content", Map.of("allow", true)));

    @TempDir
    private static Path folder;

    private static Optional<ServedDemo> demo = Optional.empty();
    private static Optional<WebServer> second = Optional.empty();
    private static Optional<StatelessClients> here = Optional.empty();
    private static Optional<StatelessClients> there = Optional.empty();
    private static String token = "";

    @BeforeAll
    static void start() {
        demo = Optional.of(
                new ServedDemo(folder, "nodes=2,guests=12,seed=1,pace=0", "access: admin\nhttp:\n  listen: 0\n"));
        second = Optional.of(demo.get().second());
        here = Optional.of(new StatelessClients(demo.get().port()));
        there = Optional.of(new StatelessClients(second.get().port()));
        token = demo.get().token("alice", Access.ADMIN);
        assertThat(call(here, "list_nodes", Map.of("fresh", true), Map.of())
                        .at("/result/isError")
                        .asBoolean())
                .isFalse();
    }

    @AfterAll
    static void stop() {
        here.ifPresent(StatelessClients::close);
        there.ifPresent(StatelessClients::close);
        second.ifPresent(WebServer::close);
        demo.ifPresent(ServedDemo::close);
    }

    @Test
    void aYesAtAnotherServerCarriesOutThePlanThatWasAskedAboutAndNoSecondTime() {
        Map<String, Object> delete = Map.of("guest", created("one"));
        JsonNode question = asked(delete);

        assertThat(question.at("/inputRequests/approval/method").asString()).isEqualTo("elicitation/create");
        assertThat(question.at("/inputRequests/approval/params/message").asString())
                .contains("Allow this on cluster 'demo'?", "DELETE /nodes/");

        JsonNode done = again(there, token, delete, question.get("requestState").asString(), YES);
        JsonNode twice = again(here, token, delete, question.get("requestState").asString(), YES);

        assertThat(done.at("/result/resultType").asString()).isEqualTo("complete");
        assertThat(done.at("/result/structuredContent/state").asString())
                .describedAs("%s", done)
                .isEqualTo("ok");
        assertThat(twice.at("/result/isError").asBoolean()).isTrue();
        assertThat(twice.at("/result/content/0/text").asString()).contains("a plan is used once");
    }

    @Test
    void aNoOrNoAnswerDeletesNothing() {
        int two = created("two");
        Map<String, Object> delete = Map.of("guest", two);
        String no = asked(delete).get("requestState").asString();
        String box = asked(delete).get("requestState").asString();
        String nothing = asked(delete).get("requestState").asString();

        JsonNode declined = again(there, token, delete, no, Map.of("approval", Map.of("action", "decline")));
        JsonNode unticked =
                again(there, token, delete, box, Map.of("approval", Map.of("action", "accept", "content", Map.of())));
        JsonNode askedAgain = again(there, token, delete, nothing, Map.of("other", Map.of("action", "accept")));

        assertThat(declined.at("/result/content/0/text").asString()).contains("declined at the client", "stays open");
        assertThat(unticked.at("/result/content/0/text").asString()).contains("the human said no");
        assertThat(askedAgain.at("/result/resultType").asString()).isEqualTo("input_required");
        assertThat(exists(two)).isTrue();
    }

    @Test
    void whatWasNotGivenOutForThisRequestIsRefusedAndNothingIsDone() {
        int three = created("three");
        int four = created("four");
        Map<String, Object> delete = Map.of("guest", three);
        Map<String, Object> other = Map.of("guest", four);
        String state = asked(delete).get("requestState").asString();
        String mallory = demo.orElseThrow().token("mallory", Access.ADMIN);
        List<UnaryOperator<String>> forgeries = List.of(
                given -> given.substring(0, given.length() - 2) + (given.endsWith("AA") ? "BB" : "AA"),
                given -> "A" + given.substring(1),
                given -> given.replaceFirst("\\..*", "."),
                given -> given.replaceFirst(".*\\.", "."),
                given -> given + given,
                _ -> "",
                _ -> ".",
                _ -> "x".repeat(20_000));

        for (UnaryOperator<String> forgery : forgeries) {
            refused(again(there, token, delete, forgery.apply(state), YES));
        }
        refused(again(there, token, other, state, YES));
        refused(again(there, mallory, delete, state, YES));
        refused(again(there, token, Map.of("guest", three, "dry_run", false), state, YES));
        demo.orElseThrow().later.set(Instant.now().plus(Duration.ofMinutes(11)));
        refused(again(there, token, delete, state, YES));
        demo.orElseThrow().later.set(Instant.now());

        assertThat(exists(three)).isTrue();
        assertThat(exists(four)).isTrue();
    }

    @Test
    void whoCannotShowAFormIsNotAskedAndAnAnswerWithoutAQuestionIsNone() {
        int five = created("five");
        Map<String, Object> delete = Map.of("guest", five);

        JsonNode planned = call(here, "delete_guest", delete, Map.of());
        JsonNode urlOnly = call(here, "delete_guest", delete, Map.of("elicitation", Map.of("url", Map.of())));
        JsonNode unasked = StatelessClients.last(there.orElseThrow()
                .send(there.orElseThrow()
                        .request(
                                token,
                                "tools/call",
                                Map.of("name", "delete_guest", "arguments", delete, "inputResponses", YES),
                                StatelessClients.meta(FORMS)))
                .body());

        assertThat(planned.at("/result/structuredContent/state").asString()).isEqualTo("needs_approval");
        assertThat(urlOnly.at("/result/structuredContent/state").asString()).isEqualTo("needs_approval");
        assertThat(unasked.at("/result/resultType").asString()).isEqualTo("input_required");
        assertThat(exists(five)).isTrue();
    }

    @Test
    void aPlanThatTheWorldLeftBehindIsNotCarriedOut() {
        int vmid = created("six");
        Map<String, Object> delete = Map.of("guest", vmid);
        String state = asked(delete).get("requestState").asString();

        assertThat(call(here, "set_guest_config", Map.of("guest", vmid, "set", Map.of("memory", "768")), Map.of())
                        .at("/result/structuredContent/state")
                        .asString())
                .isEqualTo("ok");
        JsonNode drifted = again(there, token, delete, state, YES);

        assertThat(drifted.at("/result/content/0/text").asString()).contains("plan_drifted");
        assertThat(exists(vmid)).isTrue();
    }

    private static int created(String name) {
        JsonNode made =
                call(here, "create_vm", Map.of("name", name, "cores", 1, "memory_mib", 512, "disk_gib", 1), Map.of());
        assertThat(made.at("/result/structuredContent/state").asString())
                .describedAs("%s", made)
                .isEqualTo("ok");
        return made.at("/result/structuredContent/vmid").asInt();
    }

    private static boolean exists(int vmid) {
        return !call(here, "get_guest", Map.of("guest", vmid, "fresh", true), Map.of())
                .at("/result/isError")
                .asBoolean();
    }

    private static JsonNode asked(Map<String, Object> delete) {
        JsonNode result = call(here, "delete_guest", delete, FORMS).get("result");
        assertThat(result.get("resultType").asString())
                .describedAs("%s", result)
                .isEqualTo("input_required");
        return result;
    }

    private static JsonNode call(
            Optional<StatelessClients> server,
            String tool,
            Map<String, ?> arguments,
            Map<String, Object> capabilities) {
        return server.orElseThrow().call(token, tool, arguments, capabilities);
    }

    private static JsonNode again(
            Optional<StatelessClients> server,
            String caller,
            Map<String, Object> delete,
            String state,
            Map<String, Object> responses) {
        Map<String, Object> params = new LinkedHashMap<>();
        params.put("inputResponses", responses);
        params.put("requestState", state);
        params.put("arguments", delete);
        params.put("name", "delete_guest");
        return server.orElseThrow().answer(caller, "tools/call", params, FORMS);
    }

    private static void refused(JsonNode answer) {
        assertThat(answer.at("/error/code").asInt()).describedAs("%s", answer).isEqualTo(-32602);
        assertThat(answer.at("/error/message").asString()).contains("'requestState' was not given out");
    }
}
