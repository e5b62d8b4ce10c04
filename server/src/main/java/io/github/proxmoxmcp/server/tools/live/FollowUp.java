package io.github.proxmoxmcp.server.tools.live;

import io.github.proxmoxmcp.client.call.ProxmoxException;
import io.github.proxmoxmcp.server.guard.Outcome;
import io.github.proxmoxmcp.server.tool.Answer;
import java.util.Optional;
import java.util.function.Supplier;

/// Facts that a caller needs after a write, read then and put into the answer's `next`.
public final class FollowUp {

    private FollowUp() {}

    /// The answer with what is to be known next, if the action was done; a failed look takes nothing from it.
    public static Answer<Outcome> next(Answer<Outcome> answer, Supplier<Optional<String>> look) {
        Outcome done = answer.body();
        if (!done.state().equals("ok") && !done.state().equals("warnings")) {
            return answer;
        }
        try {
            return look.get()
                    .map(text -> new Answer<>(done.withNext(text), answer.asOf(), answer.age(), answer.incomplete()))
                    .orElse(answer);
        } catch (ProxmoxException e) {
            return answer.without("it was done, but a look at it afterwards failed: " + e.text());
        }
    }
}
