package io.github.proxmoxmcp.server.tool;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads named values, those of a call or of the configuration file, into a record.
///
/// Types that models commonly mix up are taken for what they mean (`"42"` for 42, 42 for `"42"`, one string for a
/// list of one, an empty string or null for nothing); everything else that does not fit is said, all of it at once.
public final class RecordReader {

    private static final int MAX_TEXT_CHARACTERS = 1_000;
    private static final int MAX_ELEMENT_CHARACTERS = 32_000;
    private static final int MAX_ELEMENTS = 200;
    private static final int MAX_UNKNOWN_NAMED = 5;
    private static final int QUOTED = 100;

    /// Who gives the values, and what may be among them.
    ///
    /// @param noun what a name is called in a sentence
    /// @param stranger whether what is so large that it would keep the server busy is refused before anything looks
    ///     at it, and all that is not optional must be there; without it sections and lists may be left out
    /// @param hidden names that are not known in this set-up
    /// @param texts how a type that is not of ours is read from one text; what does not fit is an
    ///     `IllegalArgumentException` that goes on after the name
    public record Giver(
            String noun, boolean stranger, Set<String> hidden, Map<Class<?>, ? extends Function<String, ?>> texts) {

        static Giver ofCall(Set<String> hidden) {
            return new Giver("argument", true, hidden, Map.of());
        }
    }

    /// The name of a component on the wire, where no component can be called so in Java.
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.RECORD_COMPONENT)
    public @interface Named {

        String value();
    }

    /// Everything that does not fit, each with the place of what it is about before it.
    public static final class Unfit extends IllegalArgumentException {

        private static final long serialVersionUID = 1;

        private Unfit(List<String> problems) {
            super(String.join("; ", problems));
        }

        private Unfit(String name, IllegalArgumentException inside) {
            super(name + (inside instanceof Unfit ? ": " : " ") + inside.getMessage(), inside);
        }
    }

    private final Giver giver;
    private final Map<?, ? extends @Nullable Object> given;
    private final List<String> problems = new ArrayList<>();

    private RecordReader(Giver giver, Map<?, ? extends @Nullable Object> given) {
        this.giver = giver;
        this.given = given;
    }

    /// @throws Unfit with every problem that was found
    public static <R extends Record> R read(Giver giver, Class<R> type, Map<?, ? extends @Nullable Object> given) {
        return type.cast(new RecordReader(giver, given).read(type));
    }

    private Object section(Type type, Map<?, ? extends @Nullable Object> values) {
        return new RecordReader(giver, values).read((Class<?>) type);
    }

    private Object read(Class<?> type) {
        List<Shape.Part> parts = Shape.of(type).parts();
        List<String> known = parts.stream()
                .map(Shape.Part::name)
                .filter(name -> !giver.hidden().contains(name))
                .toList();
        List<String> strange = given.keySet().stream()
                .map(String::valueOf)
                .filter(name -> !known.contains(name) && !(giver.stranger() && given.get(name) == null))
                .limit(MAX_UNKNOWN_NAMED)
                .toList();
        List<String> missing = missing(parts);
        boolean clear = giver.stranger() && strange.size() == 1 && missing.size() == 1;
        strange.forEach(name -> unknown(name, known, clear ? Optional.of(missing.getFirst()) : Optional.empty()));
        @Nullable Object[] values = parts.stream().map(this::part).toArray();
        if (!problems.isEmpty()) {
            throw new Unfit(problems);
        }
        try {
            return construct(type, values);
        } catch (IllegalArgumentException e) {
            throw new Unfit(List.of(String.valueOf(e.getMessage())));
        }
    }

    private List<String> missing(List<Shape.Part> parts) {
        return parts.stream()
                .filter(part -> given.get(part.name()) == null
                        && !Schemas.is(part.component().getGenericType(), Optional.class))
                .map(Shape.Part::name)
                .toList();
    }

    /// @param instead what alone is missing: the name that nothing resembles is another word for it
    private void unknown(String name, List<String> known, Optional<String> instead) {
        problems.add("unknown " + giver.noun() + " " + quoted(name)
                + Names.nearest(name, known)
                        .or(() -> instead)
                        .map(near -> ", did you mean '" + near + "'?")
                        .orElse(known.isEmpty() ? ": it takes none" : ": it takes " + String.join(", ", known)));
    }

    private @Nullable Object part(Shape.Part part) {
        String name = part.name();
        Type type = part.component().getGenericType();
        Object value = given.get(name);
        boolean optional = Schemas.is(type, Optional.class);
        try {
            if (value == null || (optional && value instanceof String text && text.isBlank())) {
                return optional ? Optional.empty() : absent(type);
            }
            Object read = value(optional ? Schemas.inside(type) : type, bounded(part.component(), value));
            inRange(part.component(), read);
            return optional ? Optional.of(read) : read;
        } catch (Unfit e) {
            problems.add(name + ": " + e.getMessage());
        } catch (IllegalArgumentException e) {
            problems.add("'" + name + "' " + e.getMessage());
        }
        return null;
    }

    private Object absent(Type type) {
        if (!giver.stranger()) {
            if (Schemas.is(type, List.class)) {
                return List.of();
            } else if (Schemas.is(type, Set.class)) {
                return Set.of();
            } else if (Schemas.is(type, Map.class)) {
                return Map.of();
            } else if (type == boolean.class) {
                return false;
            } else if (isSection(type)) {
                return section(type, Map.of());
            }
        }
        throw new IllegalArgumentException("is missing");
    }

    /// What was given, when it is not too large; an object as the pairs that it stands for.
    private Object bounded(RecordComponent component, Object value) {
        if (!giver.stranger()) {
            return value;
        }
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

    private Object value(Type type, Object value) {
        if (Schemas.is(type, List.class)) {
            return elements(type, value).toList();
        } else if (Schemas.is(type, Set.class)) {
            return elements(type, value).collect(Collectors.toUnmodifiableSet());
        } else if (Schemas.is(type, Map.class)) {
            return named(((ParameterizedType) type).getActualTypeArguments()[1], mapping(value));
        } else if (giver.texts().containsKey(type)) {
            return giver.texts().get((Class<?>) type).apply((String) scalar(String.class, value));
        } else if (isSection(type)) {
            return section(type, mapping(value));
        }
        Optional<RecordComponent> inner = Schemas.valueOf(type);
        if (inner.isPresent()) {
            Object read = value(inner.get().getGenericType(), value);
            inRange(inner.get(), read);
            return construct((Class<?>) type, read);
        }
        return scalar((Class<?>) type, value);
    }

    private boolean isSection(Type type) {
        return !giver.stranger()
                && !giver.texts().containsKey(type)
                && type instanceof Class<?> c
                && c.isRecord()
                && Schemas.valueOf(c).isEmpty();
    }

    private static Map<?, ? extends @Nullable Object> mapping(Object value) {
        if (value instanceof Map<?, ?> map) {
            return map;
        }
        throw new IllegalArgumentException("must be a mapping of keys to values, not " + quoted(value.toString()));
    }

    private Map<String, Object> named(Type type, Map<?, ? extends @Nullable Object> values) {
        Map<String, Object> read = new LinkedHashMap<>();
        values.forEach((name, value) -> {
            try {
                read.put(String.valueOf(name), value == null ? absent(type) : value(type, value));
            } catch (IllegalArgumentException e) {
                throw new Unfit(String.valueOf(name), e);
            }
        });
        return read;
    }

    /// One value stands for a list of one; in a file a text may have commas, too.
    private Stream<Object> elements(Type type, Object value) {
        Collection<? extends @Nullable Object> several = value instanceof Collection<?> list
                ? list
                : giver.stranger() || value instanceof Map
                        ? List.of(value)
                        : Arrays.stream(value.toString().split(","))
                                .map(String::strip)
                                .toList();
        return several.stream().map(element -> element(Schemas.inside(type), element));
    }

    private Object element(Type type, @Nullable Object element) {
        if (isSection(type) && element != null) {
            return value(type, element);
        }
        if (element == null || element instanceof Map || element instanceof Collection) {
            throw new IllegalArgumentException("must be a list, and each element " + expected((Class<?>) type)
                    + ", not null, an object or a list");
        }
        return value(type, element);
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
