package io.github.proxmoxmcp.server.tool;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The tools that a caller of one access level has, sorted by name.
///
/// It knows nothing of MCP: the protocol's generations, the command line and the generated docs all read it.
public final class ToolRegistry {

    private static final int MAX_NAME_CHARACTERS = 64;

    private final List<ToolDefinition> tools;

    private ToolRegistry(List<ToolDefinition> tools) {
        this.tools = tools;
    }

    /// Binds the methods marked [Tool] of `holders`; those above `access` are left out.
    ///
    /// @param hidden arguments that mean nothing in this set-up, such as `cluster` where there is but one
    public static ToolRegistry of(Access access, Set<String> hidden, List<?> holders) {
        return of(access, hidden, new Fleet(List::of, 1), holders);
    }

    /// As [#of], with all clusters that are asked where none is named.
    public static ToolRegistry of(Access access, Set<String> hidden, Fleet fleet, List<?> holders) {
        return new ToolRegistry(holders.stream()
                .flatMap(holder -> Arrays.stream(holder.getClass().getDeclaredMethods())
                        .filter(method -> method.isAnnotationPresent(Tool.class))
                        .map(method -> bind(holder, method, hidden, fleet)))
                .filter(tool -> access.includes(tool.effect().access()))
                .sorted(Comparator.comparing(ToolDefinition::name))
                .toList());
    }

    /// A registry of the tools that a caller of this level may use.
    public ToolRegistry within(Access access) {
        return new ToolRegistry(tools.stream()
                .filter(tool -> access.includes(tool.effect().access()))
                .toList());
    }

    /// The same tools, which show times in a zone.
    public ToolRegistry shownIn(ZoneId zone) {
        return new ToolRegistry(tools.stream().map(tool -> tool.shownIn(zone)).toList());
    }

    public List<ToolDefinition> tools() {
        return tools;
    }

    public Optional<ToolDefinition> find(String name) {
        return tools.stream().filter(tool -> tool.name().equals(name)).findFirst();
    }

    /// What to say when there is no tool of this name.
    public String unknown(String name) {
        List<String> names = tools.stream().map(ToolDefinition::name).toList();
        return "Unknown tool '" + UntrustedText.line(name, MAX_NAME_CHARACTERS) + "'"
                + Names.nearest(name, names)
                        .map(near -> ", did you mean '" + near + "'?")
                        .orElse(": tools/list says which there are.");
    }

    private static ToolDefinition bind(Object holder, Method method, Set<String> hidden, Fleet fleet) {
        Tool tool = method.getAnnotation(Tool.class);
        Class<?>[] parameters = method.getParameterTypes();
        boolean wellFormed = parameters.length >= 1
                && parameters.length <= 2
                && parameters[0].isRecord()
                && (parameters.length == 1 || parameters[1] == Caller.class || parameters[1] == ToolCall.class)
                && method.getReturnType() == Answer.class;
        if (!wellFormed) {
            throw new IllegalStateException(method
                    + " cannot be a tool: it must take a record (and a Caller or a ToolCall) and return an Answer");
        }
        method.setAccessible(true);
        Type body = Schemas.inside(method.getGenericReturnType());
        RecordReader.Giver giver = RecordReader.Giver.ofCall(hidden);
        ToolDefinition.Call call = (arguments, caller) -> {
            Record request = request(tool.name(), giver, parameters[0], arguments);
            if (parameters.length == 1) {
                return invoke(holder, method, request);
            }
            boolean acts = parameters[1] == ToolCall.class;
            return invoke(holder, method, request, acts ? new ToolCall(tool.name(), tool.effect(), caller) : caller);
        };
        Set<String> takes =
                Shape.of(parameters[0]).parts().stream().map(Shape.Part::name).collect(Collectors.toSet());
        return new ToolDefinition(
                tool.name(),
                tool.title(),
                tool.description(),
                tool.effect(),
                method.isAnnotationPresent(LongAnswer.class),
                Arrays.stream(tool.needs())
                        .flatMap(need -> Arrays.stream(need.split(", ")))
                        .distinct()
                        .toList(),
                Schemas.input(parameters[0], hidden),
                Schemas.output((Class<?>) body),
                method.isAnnotationPresent(EachCluster.class) ? fleet.over(takes, call) : call);
    }

    /// @throws ToolException.BadArgument with every problem that was found
    private static Record request(
            String tool, RecordReader.Giver giver, Class<?> type, Map<String, ? extends @Nullable Object> arguments) {
        try {
            return RecordReader.read(giver, type.asSubclass(Record.class), arguments);
        } catch (RecordReader.Unfit e) {
            throw new ToolException.BadArgument(tool + ": " + e.getMessage());
        }
    }

    private static Answer<?> invoke(Object holder, Method method, @Nullable Object... arguments) {
        try {
            return (Answer<?>) method.invoke(holder, arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(method.getName() + " failed", e.getCause());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("cannot call " + method, e);
        }
    }
}
