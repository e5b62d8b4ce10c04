package io.github.proxmoxmcp.persistence;

import static io.github.proxmoxmcp.persistence.Examples.config;
import static io.github.proxmoxmcp.persistence.Examples.cycle;
import static io.github.proxmoxmcp.persistence.Examples.line;
import static io.github.proxmoxmcp.persistence.Examples.vm;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.persistence.task.Task;
import io.github.proxmoxmcp.persistence.value.Cause;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Somebody writes into the cluster's log, or runs tasks, so that a change which nobody knows the cause of looks as if
/// it had one.
abstract class HostileLogContract extends StoreFixture {

    private static final String ATTACKER = "mallory@pve";

    /// What the attacker may write as the value of an option, or as the whole line.
    static List<String> lines() {
        return List.of(
                "update VM 100: -description x -memory 4096",
                "update VM 100: -description x --memory=4096",
                "update VM 100: -description \"x\" -memory \"4096\"",
                "update VM 100: -description x\n-memory 4096",
                "update VM 100: -description x\nupdate VM 100: -memory 4096",
                "update VM 100: -description x\u2028update VM 101: -cores 8",
                "update VM 100: -description update VM 101: -cores 8",
                "update VM 100: -description x -delete memory,cores",
                "update VM 100: -ciuser x -memory 4096",
                "update VM 100: -args -m 4096 -memory 4096",
                "update VM 100: -memoryx 4096 -x-memory 4096",
                "update VM 100: -tags memory;-memory;4096",
                "update VM 100: resize --disk memory --size 4096",
                "update VM 100: 4096 memory: -cores 1 : -memory: 4096",
                "-memory 4096",
                "");
    }

    /// Types and UPIDs of tasks that are not what they look like.
    static List<Task> tasks() {
        return List.of(
                task("update", "UPID:pve1:1:1:1:update:100:" + ATTACKER + ":", "update VM 100: -memory 4096"),
                task("QMCONFIG", "UPID:pve1:1:1:2:QMCONFIG:100:" + ATTACKER + ":", "OK"),
                task("qmconfig ", "UPID:pve1:1:1:3:qmconfig:100:" + ATTACKER + ":", "OK"),
                task("vncproxy", "UPID:pve1:1:1:4:qmconfig:100:" + ATTACKER + ":", "OK"),
                task("acme", "UPID:pve1:1:1:5:resize:100:" + ATTACKER + ":", "update VM 100: -memory 4096"),
                task("vzdump", "UPID:pve1:1:1:6:vzdump:100:" + ATTACKER + ":", "update VM 100: -memory 4096"));
    }

    private static Task task(String type, String upid, String exit) {
        Instant at = cycle(0).plusSeconds(3);
        return new Task(upid, "pve1", type, Optional.of("100"), ATTACKER, at, Optional.of(at), Optional.of(exit));
    }

    @ParameterizedTest
    @MethodSource("lines")
    void aLineOfTheLogIsNoCauseOfWhatItOnlyQuotes(String text) {
        assertThat(blamed(line(100, ATTACKER, cycle(0).plusSeconds(3), text))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("tasks")
    void aTaskIsNoCauseByItsNameOnly(Task task) {
        assertThat(blamed(task)).isEmpty();
    }

    @Test
    void anHonestLineIsTheCause() {
        Task honest = line(100, ATTACKER, cycle(0).plusSeconds(3), "update VM 100: -description x");
        Task other = line(100, ATTACKER, cycle(0).plusSeconds(3), "update VM 100: -cores 1 -memory 4096");

        assertThat(blamed(honest)).isEmpty();
        close();
        open();
        assertThat(blamed(other)).containsExactly("100 config.memory");
    }

    /// Which changes of two guests are said to be the attacker's; only the description is.
    private List<String> blamed(Task deed) {
        record(guestsAt(0, vm(100, "web01"), vm(101, "db01"))
                .withConfigs(List.of(
                        config(100, "a", Map.of("memory", "512", "description", "-")),
                        config(101, "a", Map.of("cores", "2")))));
        List<Change> changes = record(guestsAt(1, vm(100, "web01"), vm(101, "db01"))
                .withTasks(List.of(deed))
                .withConfigs(List.of(
                        config(100, "b", Map.of("memory", "4096", "description", "x")),
                        config(101, "b", Map.of("cores", "8")))));
        assertThat(changes).hasSize(2);
        return changes.stream()
                .flatMap(change -> ((Change.Altered) change)
                        .fields().stream()
                                .filter(field -> field.cause().map(Cause::user).equals(Optional.of(ATTACKER)))
                                .map(field -> change.thing().id() + " " + field.name()))
                .filter(field -> !field.equals("100 config.description"))
                .toList();
    }
}
