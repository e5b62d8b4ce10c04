package io.github.proxmoxmcp.server.tools.guest;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.server.mcp.ToolClient.Result;
import io.github.proxmoxmcp.server.tools.ActingServer;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Commands inside guests of the demo cluster, and what nodes do, through a real client.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RunToolsTest {

    private final ActingServer acting = ActingServer.of("admin");

    @AfterAll
    void stop() {
        acting.close();
    }

    @Test
    void aCommandAnswersItsExitCodeAndOutput() {
        Result done = acting.done("run_in_guest", "guest", "web02", "command", List.of("echo", "hello", "there"));

        assertThat(done.structured()).containsEntry("exit_status", "exit code 0");
        assertThat(done.text()).contains("hello there");
        assertThat(acting.last().body()).contains("agent/exec");
    }

    @Test
    void aCommandThatFailsIsAFailureWithItsWords() {
        acting.refused("exit code 1", "run_in_guest", "guest", "web02", "command", List.of("cat", "/nowhere"));
        acting.refused("No such file", "run_in_guest", "guest", "web02", "command", List.of("cat", "/nowhere"));
    }

    @Test
    void aProgramThatTheGuestDoesNotHaveIsNamedAsAPossibleReasonAtOnce() {
        acting.refused("that the guest does not have", "run_in_guest", "guest", "web02", "command", List.of("nothing"));
    }

    @Test
    void onlyWhereTheConfigurationAllowsIt() {
        acting.refused("not_allowed: ", "run_in_guest", "guest", 104, "command", List.of("id"));
        acting.refused("'command' is a list", "run_in_guest", "guest", 109, "command", List.of());

        try (ActingServer plain = ActingServer.of("admin", "access: admin\n")) {
            plain.refused("disabled: ", "run_in_guest", "guest", 109, "command", List.of("id"));
        }
    }

    @Test
    void anImageIsFetchedOnce() {
        acting.done("download_image", "url", "https://mirror.example/alpine-3.22.iso", "storage", "local");

        acting.refused(
                "exists: ",
                "download_image",
                "url",
                "https://mirror.example/alpine-3.22.iso",
                "storage",
                "local",
                "node",
                "pve1");
    }

    @Test
    void anImageThatCannotBeFetchedIsAFailure() {
        acting.refused("Connection refused", "download_image", "url", "https://10.9.9.9/x.iso", "storage", "local");
        acting.refused("must begin with", "download_image", "url", "file:///etc/passwd", "storage", "local");
        acting.refused("secrets are not taken", "download_image", "url", "https://a:b@c/x.iso", "storage", "local");
        acting.refused("neither an ISO", "download_image", "url", "https://c/x.exe", "storage", "local");
        acting.refused(
                "64 hexadecimal", "download_image", "url", "https://c/x.iso", "storage", "local", "checksum", "abc");
    }

    @Test
    void aRunningTaskIsStopped() {
        Result shutdown = acting.call("power_guest", "guest", 112, "action", "shutdown", "wait_seconds", 0);
        String task = String.valueOf(shutdown.structured().get("upid"));

        Result done = acting.done("stop_task", "task", task);

        assertThat(done.text()).contains("qmshutdown").contains("interrupt");
        acting.refused("not_running: ", "stop_task", "task", task);
        acting.refused("not a task", "stop_task", "task", "what");
    }
}
