package io.github.proxmoxmcp.server.tools;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.server.Cells;
import io.github.proxmoxmcp.server.mcp.ToolClient.Result;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// What a caller could set to give itself rights, and what the guard cannot tell, through a real client at access
/// `operate`: its human is asked, or it is refused.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RightsTest {

    private final ActingServer acting = ActingServer.of("operate", """
        run_in_guest: {tags: [sandbox, web], vmids: [300-320]}
        download_from: [images.example]
        """);

    @AfterEach
    void forget() {
        acting.questions().clear();
        acting.demo().tamper((_, body) -> body);
    }

    @AfterAll
    void stop() {
        acting.close();
    }

    @Test
    void aTagThatAllowsCommandsIsSetByAHumanOnly() {
        acting.done("set_guest_config", "guest", 104, "set", List.of("tags=+harmless"));
        assertThat(acting.questions()).isEmpty();

        acting.done("set_guest_config", "guest", 104, "set", List.of("tags=+sandbox"));
        assertThat(acting.questions()).hasSize(1).first().asString().contains("takes a human", "tag sandbox");

        acting.done("set_guest_config", "guest", 104, "set", List.of("tags=-sandbox"));
        assertThat(acting.questions()).hasSize(2);
    }

    @Test
    void aPlanThatSetsSuchATagSaysThatItTakesAHuman() {
        Result plan = acting.planned("set_guest_config", "guest", 104, "set", List.of("tags=+SandBox"));

        assertThat(plan.structured()).containsEntry("state", "needs_approval");
        assertThat(acting.call(
                                "get_plan",
                                "plan",
                                String.valueOf(plan.structured().get("plan")))
                        .text())
                .contains("takes a human: rights depend on tag sandbox", "proxmox-mcp approve");
    }

    @Test
    void whatInheritsSuchATagOrGetsSuchAVmidIsMadeByAHumanOnly() {
        assertThat(acting.planned("clone_guest", "guest", "web02").structured())
                .containsEntry("state", "needs_approval");
        assertThat(acting.planned("clone_guest", "guest", 104, "new_id", 305).structured())
                .containsEntry("state", "needs_approval");
        assertThat(acting.planned("clone_guest", "guest", 104, "new_id", 405).structured())
                .containsEntry("state", "planned");
    }

    @Test
    void theClusterIsLookedAtOnceForADecisionThatNobodyIsAskedAbout() {
        acting.demo().traffic().take();

        acting.done("power_guest", "guest", 104, "action", "reboot");

        // What the tool itself looks at, what the guard does, and how the guest is after its task.
        assertThat(acting.demo().traffic().take().calls().entrySet().stream()
                        .filter(call -> call.getKey().endsWith("/104/status/current"))
                        .mapToInt(Map.Entry::getValue)
                        .sum())
                .isEqualTo(3);
    }

    @Test
    void commandsAreNoToolOfAccessOperate() {
        assertThat(acting.server().tools())
                .doesNotContain("run_in_guest", "change_api")
                .contains("power_guest");
    }

    @Test
    void anImageFromElsewhereTakesAHuman() {
        Result elsewhere = acting.planned("download_image", "url", "https://evil.example/x.iso", "storage", "local");
        Result listed = acting.planned("download_image", "url", "https://images.example/x.iso", "storage", "local");

        assertThat(elsewhere.structured()).containsEntry("state", "needs_approval");
        assertThat(elsewhere.text()).contains("'download_from'");
        assertThat(listed.structured()).containsEntry("state", "planned");
    }

    @Test
    void withoutTheClustersDescriptionOfItsApiNothingCountsAsHarmless() {
        try (ActingServer server = ActingServer.of("operate", "access: operate\n")) {
            server.demo().tamper((call, body) -> call.contains("apidoc.js") ? "no such file" : body);

            server.refused("no_access: ", "power_guest", "guest", 104, "action", "start");
            server.refused(
                    "invisible character U+00A0",
                    "set_guest_config",
                    "guest",
                    104,
                    "delete",
                    List.of("description\u00a0unused0"));

            assertThat(server.audit()).allMatch(entry -> entry.outcome().equals("refused"));
        }
    }

    @Test
    void aParameterOfTheCallIsNoOption() {
        acting.refused("'delete' is not an option", "set_guest_config", "guest", 104, "set", List.of("delete=unused0"));
        acting.refused(
                "'force' is not an option", "set_guest_config", "guest", 104, "set", List.of("cores=2", "force=1"));
        acting.refused(
                "letters, digits", "set_guest_config", "guest", 104, "set", List.of("cores=2", "cores\u00a0x=1"));
    }

    @Test
    void aTemplateIsToldFromAGuestThatCouldRun() {
        String template = Cells.of(acting.call("query_state", "sql", "select vmid from guests where template"), "vmid")
                .getFirst()
                .getFirst();
        for (String action : List.of("start", "shutdown", "reboot", "suspend", "resume")) {
            acting.refused("template: ", "power_guest", "guest", template, "action", action, "dry_run", true);
        }
        acting.refused("template: ", "create_guest_snapshot", "guest", template, "name", "s", "dry_run", true);
        assertThat(acting.planned("clone_guest", "guest", template).failed()).isFalse();
    }
}
