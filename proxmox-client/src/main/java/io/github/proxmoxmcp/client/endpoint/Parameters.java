package io.github.proxmoxmcp.client.endpoint;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.github.proxmoxmcp.client.call.Call;
import io.github.proxmoxmcp.client.call.ProxmoxException;
import io.github.proxmoxmcp.client.http.Request.Parameter;
import io.github.proxmoxmcp.client.value.Options;
import io.github.proxmoxmcp.client.value.PropertyString;
import io.github.proxmoxmcp.client.value.Secret;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// Turns request records and maps into parameters as Proxmox takes them: booleans as 0 and 1, times and durations as
/// seconds, absent ones left out, collections as repeated parameters, a map, [Options] or an unwrapped record inside a
/// record as parameters of their own. A file is no parameter: it becomes the body.
public final class Parameters {

    private static final Set<Class<?>> UNNAMED = Set.of(Map.class, Options.class, Path.class);

    private Parameters() {}

    /// The parameters of a generic call.
    public static List<Parameter> ofMap(Call call, Map<String, ?> values) {
        try {
            return values.entrySet().stream()
                    .flatMap(entry -> parameters(entry.getKey(), entry.getValue()))
                    .toList();
        } catch (UnsupportedValue e) {
            throw ProxmoxException.InvalidParameters.notSent(
                    call, Map.of(e.name, "expected a text, a number, a boolean or a list of them"));
        }
    }

    static List<Parameter> ofRecord(Record request) {
        return components(request.getClass()).stream()
                .filter(component -> component.getType() != Path.class)
                .flatMap(component -> isUnwrapped(component)
                        ? ofRecord((Record) value(component, request)).stream()
                        : parameters(name(component), value(component, request)))
                .toList();
    }

    /// The file that a request record sends.
    static Optional<Path> file(Record request) {
        return components(request.getClass()).stream()
                .filter(component -> component.getType() == Path.class)
                .map(component -> (Path) value(component, request))
                .findFirst();
    }

    /// The parameter names that a request record can send; those in its maps are not known beforehand.
    static List<String> names(Class<?> type) {
        return components(type).stream()
                .filter(component -> !UNNAMED.contains(component.getType()))
                .flatMap(component ->
                        isUnwrapped(component) ? names(component.getType()).stream() : Stream.of(name(component)))
                .toList();
    }

    private static List<RecordComponent> components(Class<?> type) {
        return Arrays.asList(type.getRecordComponents());
    }

    private static String name(RecordComponent component) {
        JsonProperty renamed = component.getAccessor().getAnnotation(JsonProperty.class);
        return renamed == null ? component.getName() : renamed.value();
    }

    private static boolean isUnwrapped(RecordComponent component) {
        return component.getAccessor().isAnnotationPresent(JsonUnwrapped.class);
    }

    private static Object value(RecordComponent component, Record request) {
        try {
            return component.getAccessor().invoke(request);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot read " + component + " of " + request.getClass(), e);
        }
    }

    private static Stream<Parameter> parameters(String name, Object value) {
        return switch (value) {
            case Optional<?> optional -> optional.stream().flatMap(present -> parameters(name, present));
            case Options options -> parameters(name, options.values());
            case Collection<?> several -> several.stream().flatMap(one -> parameters(name, one));
            case Map<?, ?> map ->
                map.entrySet().stream().flatMap(entry -> parameters(String.valueOf(entry.getKey()), entry.getValue()));
            case JsonNode node when node.isArray() -> node.values().stream().flatMap(one -> parameters(name, one));
            default -> Stream.of(new Parameter(name, text(name, value)));
        };
    }

    private static String text(String name, Object value) {
        return switch (value) {
            case Boolean flag -> flag ? "1" : "0";
            case Instant time -> Long.toString(time.getEpochSecond());
            case Duration duration -> Long.toString(duration.toSeconds());
            case String text -> text;
            case Secret secret -> secret.reveal();
            case PropertyString properties -> properties.toString();
            case Number number -> number.toString();
            case JsonNode node when node.isBoolean() -> node.booleanValue() ? "1" : "0";
            case JsonNode node when node.isString() || node.isNumber() -> node.asString();
            default -> throw new UnsupportedValue(name);
        };
    }

    private static final class UnsupportedValue extends IllegalArgumentException {
        private final String name;

        UnsupportedValue(String name) {
            super("parameter '" + name + "' has a value that no parameter of Proxmox can have");
            this.name = name;
        }
    }
}
