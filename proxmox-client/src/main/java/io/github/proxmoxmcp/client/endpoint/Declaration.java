package io.github.proxmoxmcp.client.endpoint;

import io.github.proxmoxmcp.client.http.Request;
import io.github.proxmoxmcp.client.value.GuestType;
import io.github.proxmoxmcp.client.value.Upid;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// What a method annotated with [Endpoint] says, as data.
///
/// @param parameters the names that its trailing record can send
public record Declaration(Method javaMethod, Request.Method method, PathTemplate template, List<String> parameters) {

    private static final Set<Class<?>> SEGMENTS = Set.of(String.class, int.class, Upid.class);
    private static final String TYPE_OF_GUEST = "{type}";

    /// Reads and checks the declaration.
    static Declaration of(Method javaMethod, Endpoint endpoint) {
        try {
            String[] words = endpoint.value().split(" ", -1);
            if (words.length != 2) {
                throw new IllegalArgumentException("expected a method and a path");
            }
            Declaration declaration = new Declaration(
                    javaMethod,
                    Request.Method.valueOf(words[0]),
                    new PathTemplate(words[1]),
                    requestType(javaMethod).map(Parameters::names).orElse(List.of()));
            declaration.checkArguments();
            return declaration;
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "@Endpoint(\"" + endpoint.value() + "\") on "
                            + javaMethod.getDeclaringClass().getSimpleName() + "." + javaMethod.getName() + ": "
                            + e.getMessage(),
                    e);
        }
    }

    /// The path as the API viewer shows it.
    public String path() {
        return template.text();
    }

    /// What is read from `data`.
    public Type returns() {
        return javaMethod.getGenericReturnType();
    }

    /// The calls that this stands for: one for each type of guests where the path leaves it open.
    public Stream<Declaration> variants() {
        return path().contains(TYPE_OF_GUEST)
                ? Arrays.stream(GuestType.values()).map(this::of)
                : Stream.of(this);
    }

    private Declaration of(GuestType type) {
        return new Declaration(
                javaMethod, method, new PathTemplate(path().replace(TYPE_OF_GUEST, type.toString())), parameters);
    }

    /// @param first what the interface was bound with
    Request request(List<Object> first, Object[] arguments) {
        int segments = template.placeholders().size() - first.size();
        List<String> values = Stream.concat(first.stream(), Stream.of(arguments).limit(segments))
                .map(String::valueOf)
                .toList();
        Request request = new Request(method, template.fill(method.name(), values), List.of());
        return arguments.length > segments ? withParameters(request, (Record) arguments[segments]) : request;
    }

    private static Request withParameters(Request request, Record parameters) {
        return new Request(
                request.method(), request.path(), Parameters.ofRecord(parameters), Parameters.file(parameters));
    }

    @Override
    public String toString() {
        return method + " " + path();
    }

    private void checkArguments() {
        List<Class<?>> types = List.of(javaMethod.getParameterTypes());
        List<String> bound = bound(javaMethod.getDeclaringClass());
        List<String> placeholders = template.placeholders();
        if (!placeholders
                .subList(0, Math.min(bound.size(), placeholders.size()))
                .equals(bound)) {
            throw new IllegalArgumentException("its path must begin with the placeholders " + bound);
        }
        placeholders = placeholders.subList(bound.size(), placeholders.size());
        int segments = types.size() - (requestType(javaMethod).isPresent() ? 1 : 0);
        if (segments != placeholders.size()) {
            throw new IllegalArgumentException("its arguments must fill the placeholders " + placeholders
                    + ", with at most one record after them");
        }
        types.stream().limit(segments).filter(type -> !SEGMENTS.contains(type)).forEach(type -> {
            throw new IllegalArgumentException("a " + type.getSimpleName() + " cannot fill a placeholder");
        });
    }

    static List<String> bound(Class<?> api) {
        return Optional.ofNullable(api.getAnnotation(Bound.class))
                .map(annotation -> List.of(annotation.value()))
                .orElse(List.of());
    }

    private static Optional<Class<?>> requestType(Method javaMethod) {
        return Stream.of(javaMethod.getParameterTypes())
                .reduce((first, last) -> last)
                .filter(type -> type.isRecord() && !SEGMENTS.contains(type));
    }
}
