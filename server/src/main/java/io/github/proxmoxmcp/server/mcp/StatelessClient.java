package io.github.proxmoxmcp.server.mcp;

import io.github.proxmoxmcp.server.auth.Principal;
import io.github.proxmoxmcp.server.tool.Caller;
import io.github.proxmoxmcp.server.tool.Caller.Human.Reply;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The client of a request that stands alone: whoever has to ask it ends the request with the question.
///
/// @param about what an earlier question was about, if this request comes again with the answer
/// @param responses to that question
record StatelessClient(
        RequestMeta meta, Optional<Principal> principal, Outlet outlet, Optional<String> about, Map<?, ?> responses)
        implements Client {

    @Override
    public String name() {
        return meta.client();
    }

    @Override
    public void tell(String method, Map<String, Object> params) {
        outlet.send(Messages.notification(method, params), false);
    }

    @Override
    public Map<?, ?> ask(String key, String method, Map<String, Object> params) {
        if (responses.get(key) instanceof Map<?, ?> response) {
            return response;
        }
        if (!meta.capabilities().containsKey(method.replaceFirst("/.*", ""))) {
            throw new NoReply("the client does not say that it answers " + method);
        }
        throw new InputRequired(Map.of(key, question(method, params)), about.orElse(""));
    }

    private static Map<String, Object> question(String method, Map<String, Object> params) {
        Map<String, Object> question = new LinkedHashMap<>();
        question.put("method", method);
        question.put("params", params);
        return question;
    }

    /// Only an answer that comes with our word for which plan it was asked about is one.
    @Override
    public Caller.Human human() {
        return (plan, text) -> {
            if (!Elicitation.isOffered(meta.capabilities())) {
                return Reply.UNSUPPORTED;
            }
            if (about.filter(plan::equals).isPresent()
                    && responses.get(Elicitation.KEY) instanceof Map<?, ?> response) {
                return Elicitation.reply(response);
            }
            throw new InputRequired(
                    Map.of(Elicitation.KEY, question(Elicitation.METHOD, Elicitation.form(text))), plan);
        };
    }

    @Override
    public Optional<String> askedAbout() {
        return about.filter(plan -> !plan.isEmpty());
    }
}
