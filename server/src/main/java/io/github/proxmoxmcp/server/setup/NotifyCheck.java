package io.github.proxmoxmcp.server.setup;

import io.github.proxmoxmcp.server.config.NotifySettings;
import io.github.proxmoxmcp.server.config.NotifySettings.Target;
import io.github.proxmoxmcp.server.notify.Messenger;
import io.github.proxmoxmcp.server.tool.Names;
import java.time.InstantSource;
import java.util.List;

/// Whether those who are to be told what happens can be told; a test is sent only where somebody asks for it.
final class NotifyCheck {

    private static final String AREA = "notify";

    private NotifyCheck() {}

    static List<Finding> findings(NotifySettings settings, boolean send, InstantSource clock) {
        return settings.targets().stream()
                .map(target -> send ? tried(settings, target, clock) : untried(target))
                .toList();
    }

    private static Finding untried(Target target) {
        return Finding.note(
                AREA,
                target.name(),
                Names.snake(target.form().name()) + ", not tried",
                "proxmox-mcp doctor --notify   sends it a test");
    }

    private static Finding tried(NotifySettings settings, Target target, InstantSource clock) {
        try {
            Messenger.Outcome outcome = Messenger.in(settings.zone()).send(Messenger.test(clock.instant()), target);
            return outcome.taken()
                    ? Finding.ok(AREA, target.name(), "a test was sent, it " + outcome.text())
                    : Finding.problem(
                            AREA,
                            target.name(),
                            "the test was not taken: " + outcome.text(),
                            "check its address, secret and certificate in the configuration, 'notify: targets'");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return untried(target);
        }
    }
}
