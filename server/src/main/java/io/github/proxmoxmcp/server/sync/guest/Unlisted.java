package io.github.proxmoxmcp.server.sync.guest;

import io.github.proxmoxmcp.server.sync.guest.GuestReader.Answer;
import java.util.Optional;

/// All that there is to tell by whether a guest that is listed no more is gone, or only out of sight.
///
/// @param config what its node says of its configuration; absent where the node does not answer
/// @param nodeRemoved whether the cluster does not have its node any more
public record Unlisted(int vmid, Optional<Answer> config, TaskHints tasks, boolean nodeRemoved) {

    /// Its configuration is missing on a node that answers, it was destroyed, or its node is gone.
    boolean isGone(boolean quorate) {
        return nodeRemoved
                || config.filter(answer -> switch (answer) {
                            // Without a quorum configurations may seem missing that are not.
                            case Answer.Missing _ -> quorate || tasks.destroyed();
                            case Answer.Unreadable _, Answer.Closed _ -> tasks.destroyed();
                            case Answer.Found _ -> false;
                        })
                        .isPresent();
    }

    /// Whether it is there, and the token may not see it.
    boolean isHidden(boolean quorate) {
        return config.filter(Answer.Closed.class::isInstance).isPresent() && !isGone(quorate);
    }
}
