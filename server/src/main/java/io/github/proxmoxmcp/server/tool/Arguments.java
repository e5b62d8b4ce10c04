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
/// of one, an empty string or null for nothing); everything else that does not fit is said, all of it at once. What is
/// so large that it would keep the server busy is refused before anything looks at it.
final class Arguments {

    private static final int MAX_TEXT_CHARACTERS = 1_000;
    private static final int MAX_ELEMENT_CHARACTERS = 32_000;
    private static final int MAX_ELEMENTS = 200;
    private static final int MAX_UNKNOWN_NAMED = 5;
    private static final int QUOTED = 100;

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
        given.keySet().stream()
                .filter(name -> !known.contains(name) && given.get(name) != null)
                .limit(MAX_UNKNOWN_NAMED)
                .forEach(name -> unknown(name, known));
        @Nullable Object[] values = parts.stream().map(this::part).toArray();
        if (!problems.isEmpty()) {
            throw new ToolException.BadArgument(tool + ": " + String.join("; ", problems));
        }
        return (Record) construct(type, values);
    }

    private void unknown(String name, List<String> known) {
        problems.add("unknown argument " + quoted(name)
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
            Object read = value(optional ? Schemas.inside(type) : type, given(part.component(), value));
            inRange(part.component(), read);
            return optional ? Optional.of(read) : read;
        } catch (IllegalArgumentException e) {
            problems.add("'" + name + "' " + e.getMessage());
            return null;
        }
    }

    /// What was given, when it is not too large; an object as the pairs that it stands for.
    private static Object given(RecordComponent component, Object value) {
        Type type = component.getGenericType();
        Type bare = Schemas.is(type, Optional.class) ? Schemas.inside(type) : type;
        int longest = Schemas.valueOf(bare)
                .map(inner -> inner.getAnnotation(MaxLength.class))
                .or(() -> Optional.ofNullable(component.getAnnotation(MaxLength.class)))
                .map(MaxLength::value)
                .orElse(Schemas.is(bare, List.class) ? MAX_ELEMENT_CHARACTERS : MAX_TEXT_CHARACTERS);
        inBounds(value, longest);
        return component.isAnnotationPresent(Pairs.class) ? PairsReader.read(value) : value;
    }

    private static void inBounds(@Nullable Object value, int longest) {
        if (value instanceof Map<?, ?> map) {
            inBounds(map.values(), longest);
        } else if (value instanceof Collection<?> several) {
            if (several.size() > MAX_ELEMENTS) {
                throw new IllegalArgumentException(
                        "has " + several.size() + " elements, but may have " + MAX_ELEMENTS + " at the most");
            }
            several.forEach(element -> inBounds(element, longest));
        } else if (value instanceof String text) {
            if (text.length() > longest) {
                throw new IllegalArgumentException(
                        "is " + text.length() + " characters long, but may have " + longest + " at the most");
            }
            if (text.indexOf('\0') >= 0) {
                throw new IllegalArgumentException("has a character 0 in it, which no text here has");
            }
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
            Collection<? extends @Nullable Object> elements =
                    given instanceof Collection<?> several ? several : List.of(given);
            return elements.stream()
                    .map(element -> element(Schemas.inside(type), element))
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

    private static Object element(Type type, @Nullable Object given) {
        if (given == null || given instanceof Map || given instanceof Collection) {
            throw new IllegalArgumentException("must be a list, and each element " + expected((Class<?>) type)
                    + ", not null, an object or a list");
        }
        return value(type, given);
    }

    private static Object scalar(Class<?> type, Object given) {
        if (given instanceof Collection<?> several && several.size() == 1) {
            @Nullable Object only = several.iterator().next();
            if (only != null) {
                return scalar(type, only);
            }
        }
        if (given instanceof Map || given instanceof Collection) {
            throw new IllegalArgumentException("must be " + expected(type) + ", not an object or a list");
        }
        String text = given.toString().strip();
        try {
            return switch (type.getSimpleName()) {
                case "String" -> given instanceof Double ? text.replaceFirst("\\.0$", "") : text;
                case "int", "Integer" -> Math.toIntExact(whole(text));
                case "long", "Long" -> whole(text);
                case "double", "Double" -> Double.valueOf(text);
                case "boolean", "Boolean" -> bool(text);
                case "Instant" -> Instant.parse(text);
                default -> constant(type, text);
            };
        } catch (NumberFormatException | ArithmeticException | DateTimeParseException e) {
            throw new IllegalArgumentException("is " + quoted(text) + ", but must be " + expected(type), e);
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
            default -> throw new IllegalArgumentException("is " + quoted(text) + ", but must be true or false");
        };
    }

    private static Object constant(Class<?> type, String text) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> Names.snake(((Enum<?>) constant).name()).equals(text.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "is " + quoted(text) + ", but must be one of " + String.join(", ", Schemas.words(type))));
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

    private static String quoted(String text) {
        return "'" + UntrustedText.line(text, QUOTED) + "'";
    }

    private static Object construct(Class<?> type, @Nullable Object... values) {
        try {
            return Shape.of(type).construct(Arrays.asList(values).iterator());
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
