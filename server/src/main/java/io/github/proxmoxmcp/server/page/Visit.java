package io.github.proxmoxmcp.server.page;

import io.github.proxmoxmcp.server.mcp.DirectCalls;
import io.github.proxmoxmcp.server.mcp.ToolOutcome;
import io.github.proxmoxmcp.server.tool.ToolDefinition;
import io.github.proxmoxmcp.server.tool.UntrustedText;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/// One request of a visitor, and what is asked for it. All that a room knows it asks tools for here, so that its
/// numbers are theirs.
public final class Visit {

    private static final String CLUSTER = "cluster";

    private final PageRequest request;
    private final Map<String, String> variables;
    private final DirectCalls calls;
    private final Supplier<List<String>> clusters;
    private final Set<String> incomplete = new LinkedHashSet<>();
    private Optional<AnswerFacts> oldest = Optional.empty();

    /// @param clusters the names of all that there are
    Visit(PageRequest request, Map<String, String> variables, DirectCalls calls, Supplier<List<String>> clusters) {
        this.request = request;
        this.variables = variables;
        this.calls = calls;
        this.clusters = clusters;
    }

    public Visitor visitor() {
        return request.visitor();
    }

    /// A part of the address, decoded.
    public String variable(String name) {
        return Optional.ofNullable(variables.get(name)).orElseThrow();
    }

    public PageParameters query() {
        return request.query();
    }

    public PageParameters form() {
        return request.form();
    }

    /// The address without its query.
    public String path() {
        return request.path();
    }

    /// The cluster that a room of one cluster is of: what the address says, or the first.
    public Optional<String> cluster() {
        return query().get(CLUSTER)
                .or(() -> clusters.get().stream().findFirst())
                .filter(_ -> clusters.get().size() > 1);
    }

    /// The names of all clusters, where there are several to choose from.
    public List<String> choice() {
        return clusters.get().size() > 1 ? clusters.get() : List.of();
    }

    /// Which cluster a row is of: what it says, or the only one there is.
    public String cluster(AnswerFacts row) {
        return row.text(CLUSTER)
                .orElseGet(() -> clusters.get().isEmpty() ? "" : clusters.get().getFirst());
    }

    /// The names of all clusters.
    public List<String> clusters() {
        return clusters.get();
    }

    /// Whether this visitor has a tool.
    public boolean has(String tool) {
        return calls.find(visitor().principal(), tool).isPresent();
    }

    /// The tools that this visitor has.
    public List<ToolDefinition> tools() {
        return calls.tools(visitor().principal());
    }

    /// What a tool answers; arguments without a value are left out. A cluster is only named to tools that can choose
    /// one.
    ///
    /// @throws PageFailure when it does not answer
    public AnswerFacts ask(String tool, Map<String, Optional<?>> arguments) {
        return switch (call(tool, given(arguments))) {
            case ToolOutcome.Answered answered ->
                noted(new AnswerFacts(answered.forms().structured()));
            case ToolOutcome.Failed(ToolOutcome.Reason reason, String message) ->
                throw new PageFailure(
                        switch (reason) {
                            case BAD_REQUEST -> 400;
                            case NOT_FOUND -> 404;
                            case REFUSED -> 403;
                            case UNAVAILABLE, FAILED, CANCELLED -> 503;
                            case BROKEN -> 500;
                        },
                        message);
        };
    }

    /// What becomes of a call of a tool that only reads.
    public ToolOutcome call(String tool, Map<String, ?> arguments) {
        return calls.read(visitor().principal(), tool, arguments);
    }

    private Map<String, Object> given(Map<String, Optional<?>> arguments) {
        Map<String, Object> given = new TreeMap<>();
        arguments.forEach((name, value) -> value.ifPresent(present -> given.put(name, present)));
        Object cluster = given.get(CLUSTER);
        if (cluster != null && !clusters.get().contains(cluster.toString())) {
            throw new PageFailure(
                    404,
                    "There is no cluster '" + UntrustedText.line(cluster.toString()) + "'; there are "
                            + String.join(", ", clusters.get()) + ".");
        }
        if (clusters.get().size() == 1) {
            given.remove(CLUSTER);
        }
        return given;
    }

    /// The footer says of the whole page how old the oldest of it is, and what is missing.
    private AnswerFacts noted(AnswerFacts facts) {
        incomplete.addAll(facts.incomplete());
        if (facts.age().isPresent()
                && oldest.flatMap(AnswerFacts::age)
                        .filter(age -> age >= facts.age().get())
                        .isEmpty()) {
            oldest = Optional.of(facts);
        }
        return facts;
    }

    /// The answer among those asked for that is oldest.
    Optional<AnswerFacts> oldest() {
        return oldest;
    }

    List<String> incomplete() {
        return List.copyOf(incomplete);
    }
}
