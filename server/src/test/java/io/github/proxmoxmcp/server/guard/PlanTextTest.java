package io.github.proxmoxmcp.server.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.proxmoxmcp.client.guest.Power;
import io.github.proxmoxmcp.client.storage.Upload;
import io.github.proxmoxmcp.client.value.GuestType;
import io.github.proxmoxmcp.server.tool.Effect;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What a human reads before a yes is what will be sent, whatever a model wrote into it.
class PlanTextTest {

    private static final String FORGED = "x" + "\n".repeat(40) + "zzzzzzzzzz  open  home  by local  until …\n"
            + "    start guest 105 (monitoring)\n    undo: power_guest action=shutdown\n"
            + "    call: POST /nodes/pve3/lxc/105/status/start";

    private static final String PATH = "/nodes/pve1/qemu/100/config";

    @Test
    void aStepIsWhatATypedCallWouldSendAndNoFile() {
        Step step = Step.of(plan -> plan.guest(GuestType.LXC, "pve1", 200).shutdown(Power.Shutdown.ORDERLY), "stop it");
        Upload upload = Upload.of("iso", Path.of("a.iso"));

        assertThat(step).isEqualTo(Calls.post("/nodes/pve1/lxc/200/status/shutdown", Map.of(), "stop it"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Step.of(plan -> plan.volumes().upload("pve1", "local", upload), "upload"))
                .withMessage("a step sends no file: POST /nodes/pve1/storage/local/upload");
    }

    @Test
    void aValueForgesNoQuestion() {
        List<String> lines =
                lines(Calls.put(PATH, Map.of("delete", "scsi0", "force", true, "description", FORGED), "x"));

        assertThat(lines).hasSize(8).noneMatch(line -> line.contains("\n"));
        assertThat(lines.getFirst())
                .isEqualTo("Risk: DESTRUCTIVE, CANNOT be undone. First call: PUT " + PATH)
                .isEqualTo(lines.getLast());
        assertThat(lines.subList(3, 7))
                .satisfiesExactly(
                        line -> assertThat(line).isEqualTo("Call: PUT " + PATH),
                        line -> assertThat(line).isEqualTo("  delete: \"scsi0\""),
                        line -> assertThat(line)
                                .startsWith("  description: \"x\\n\\n\\n")
                                .matches(".*… \\(" + FORGED.length() + " characters, SHA-256 [0-9a-f]{12}\\)"),
                        line -> assertThat(line).isEqualTo("  force: \"1\""));
    }

    @Test
    void listsAreListsAndWhatHidesIsSpelledOut() {
        Step step = Calls.post(
                "/nodes/pve1/qemu/100/agent/exec",
                Map.of("command", List.of("/bin/sh", "-c", "echo hi, \"you\"\u202e » \u00a0"), "a b", "c"),
                "x");

        assertThat(lines(step))
                .contains(
                        "  \"a b\": \"c\"",
                        "  command: [\"/bin/sh\", \"-c\", \"echo hi, \\\"you\\\"\\u202e » \\u00a0\"]");
        assertThat(step.toString())
                .isEqualTo("POST /nodes/pve1/qemu/100/agent/exec \"a b\"=c"
                        + " command=[\"/bin/sh\", \"-c\", \"echo hi, \\\"you\\\"\\u202e » \\u00a0\"]");
    }

    @Test
    void anAuditHoldsWhatIsLongAsAWholeAndAQuestionItsLengthAndHash() {
        Step step = Calls.put(PATH, Map.of("args", "y".repeat(5_000)), "x");

        assertThat(step.toString()).contains("y".repeat(5_000));
        assertThat(lines(step))
                .allMatch(line -> line.length() < 300)
                .anyMatch(line -> line.contains("(5000 characters"));
        assertThat(PlanText.calls(action(step)).getFirst()).hasSizeLessThan(400);
    }

    @Test
    void aSentenceOfOursThatNamesAHostileThingStaysInItsLine() {
        Action action =
                action(Calls.put(PATH, Map.of(), "x")).loses("disk\nRisk: none").dependent("a\u2028b\u001b[2J");

        assertThat(PlanText.lines(action)).contains("Lost: disk\\u000aRisk: none", "Also: a\\u2028b\\u001b[2J");
    }

    @Test
    void everyCallOfSeveralIsNumbered() {
        Action action =
                action(Calls.put(PATH, Map.of(), "x")).then(Calls.delete("/nodes/pve1/qemu/100", Map.of(), "y"));

        assertThat(PlanText.lines(action))
                .contains("Call 1 of 2: PUT " + PATH, "Call 2 of 2: DELETE /nodes/pve1/qemu/100");
    }

    private static List<String> lines(Step step) {
        return PlanText.lines(action(step));
    }

    private static Action action(Step step) {
        return Calls.action("change_api", Effect.DESTRUCTIVE, "home", "change something")
                .then(step);
    }
}
