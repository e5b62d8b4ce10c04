package io.github.proxmoxmcp.server.tool;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads the arguments of a call into a tool's record.
///
/// Types that models commonly mix up are taken for what they mean (`"42"` for 42, 42 for `"42"`, one string for a list
/// of
/// one, an empty string for nothing); everything else that does not fit is said, all of it at once.
final class Arguments {

    private final String tool;
    private final Map<String, ? extends @Nullable Object> given;
    private final List<String> problems = new ArrayList<>();

    private Arguments(String tool, Map<String, ? extends @Nullable Object> given) {
        this.tool = tool;
        this.given = given;
    }

    /// @throws ToolException.BadArgument with every problem that was found
    static Record read(String tool, Class<?> type, Set<String> hidden, Map<String, ? extends @Nullable Object> given) {
        Arguments arguments = new Arguments(tool, given);
        return arguments.read(type, hidden);
    }

    private Record read(Class<?> type, Set<String> hidden) {
        List<Shape.Part> parts = Shape.of(type).parts();
        List<String> known = parts.stream()
                .map(Shape.Part::name)
                .filter(name -> !hidden.contains(name))
                .toList();
        given.keySet().stream().filter(name -> !known.contains(name)).forEach(name -> unknown(name, known));
        @Nullable Object[] values = parts.stream().map(this::part).toArray();
        if (!problems.isEmpty()) {
            throw new ToolException.BadArgument(tool + ": " + String.join("; ", problems));
        }
        return (Record) construct(type, values);
    }

    private void unknown(String name, List<String> known) {
        problems.add("unknown argument '" + UntrustedText.line(name) + "'"
                + Names.nearest(name, known)
                        .map(near -> ", did you mean '" + near + "'?")
                        .orElse(known.isEmpty() ? ": it takes none" : ": it takes " + String.join(", ", known)));
    }

    private @Nullable Object part(Shape.Part part) {
        String name = part.name();
        Type type = part.component().getGenericType();
        Object value = given.get(name);
        boolean optional = Schemas.is(type, Optional.class);
        if (value == null || (optional && value instanceof String text && text.isBlank())) {
            if (!optional) {
                problems.add("'" + name + "' is missing");
            }
            return optional ? Optional.empty() : null;
        }
        try {
            Object read = value(optional ? Schemas.inside(type) : type, value);
            inRange(part.component(), read);
            return optional ? Optional.of(read) : read;
        } catch (IllegalArgumentException e) {
            problems.add("'" + name + "' " + e.getMessage());
            return null;
        }
    }

    private static void inRange(RecordComponent component, Object value) {
        Range range = component.getAnnotation(Range.class);
        if (range != null
                && value instanceof Number number
                && (number.longValue() < range.min() || number.longValue() > range.max())) {
            throw new IllegalArgumentException(
                    "is " + value + ", but must be from " + range.min() + " to " + range.max());
        }
    }

    private static Object value(Type type, Object given) {
        if (Schemas.is(type, List.class)) {
            Collection<?> elements = given instanceof Collection<?> several ? several : List.of(given);
            return elements.stream()
                    .map(element -> value(Schemas.inside(type), element))
                    .toList();
        }
        Optional<RecordComponent> inner = Schemas.valueOf(type);
        if (inner.isPresent()) {
            Object value = value(inner.get().getGenericType(), given);
            inRange(inner.get(), value);
            return construct((Class<?>) type, value);
        }
        return scalar((Class<?>) type, given);
    }

    private static Object scalar(Class<?> type, Object given) {
        if (given instanceof Collection<?> several && several.size() == 1) {
            return scalar(type, several.iterator().next());
        }
        if (given instanceof Map || given instanceof Collection) {
            throw new IllegalArgumentException("must be " + expected(type) + ", not an object or a list");
        }
        String text = given.toString().strip();
        try {
            return switch (type.getSimpleName()) {
                case "String" -> text;
                case "int", "Integer" -> Math.toIntExact(whole(text));
                case "long", "Long" -> whole(text);
                case "double", "Double" -> Double.valueOf(text);
                case "boolean", "Boolean" -> bool(text);
                case "Instant" -> Instant.parse(text);
                default -> constant(type, text);
            };
        } catch (NumberFormatException | ArithmeticException | DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "is '" + UntrustedText.line(text) + "', but must be " + expected(type), e);
        }
    }

    /// 42, also when it came as 42.0: some clients know one kind of number only.
    private static long whole(String text) {
        return text.endsWith(".0") ? Long.parseLong(text.substring(0, text.length() - 2)) : Long.parseLong(text);
    }

    private static boolean bool(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "yes", "1" -> true;
            case "false", "no", "0" -> false;
            default ->
                throw new IllegalArgumentException("is '" + UntrustedText.line(text) + "', but must be true or false");
        };
    }

    private static Object constant(Class<?> type, String text) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> Names.snake(((Enum<?>) constant).name()).equals(text.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("is '" + UntrustedText.line(text)
                        + "', but must be one of " + String.join(", ", Schemas.words(type))));
    }

    private static String expected(Class<?> type) {
        return switch (type.getSimpleName()) {
            case "String" -> "a string";
            case "int", "Integer", "long", "Long" -> "a whole number";
            case "double", "Double" -> "a number";
            case "boolean", "Boolean" -> "true or false";
            case "Instant" -> "a time such as 2026-11-20T10:00:00Z";
            default -> "one of " + String.join(", ", Schemas.words(type));
        };
    }

    private static Object construct(Class<?> type, @Nullable Object... values) {
        try {
            return Shape.of(type).constructor().newInstance(values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException refused) {
                throw refused;
            }
            throw new IllegalStateException("cannot make a " + type.getSimpleName(), e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot make a " + type.getSimpleName(), e);
        }
    }
}
