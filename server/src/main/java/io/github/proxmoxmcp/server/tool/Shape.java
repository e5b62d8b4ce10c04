package io.github.proxmoxmcp.server.tool;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The form of a record type on the wire, found once per type: reflection in each call would take longer than the rest
/// of it.
///
/// @param parts the components, those of a [Flattened] one in its place
/// @param constructor takes a value for each component
record Shape(List<Part> parts, Constructor<?> constructor) {

    private static final ClassValue<Shape> SHAPES = new ClassValue<>() {
        @Override
        protected Shape computeValue(Class<?> type) {
            return reflected(type);
        }
    };

    /// A component.
    ///
    /// @param name its name on the wire
    /// @param path accessors, one after the other
    /// @param untrusted see [Untrusted]
    record Part(String name, RecordComponent component, List<Method> path, boolean untrusted) {

        @Nullable
        Object of(Record record) {
            Object value = record;
            try {
                for (Method accessor : path) {
                    value = accessor.invoke(value);
                }
                return value;
            } catch (IllegalAccessException | InvocationTargetException e) {
                throw new IllegalStateException("cannot read " + component, e);
            }
        }

        private Part below(Method accessor) {
            return new Part(
                    name,
                    component,
                    Stream.concat(Stream.of(accessor), path.stream()).toList(),
                    untrusted);
        }
    }

    /// @param type of records
    static Shape of(Class<?> type) {
        return SHAPES.get(type);
    }

    private static Shape reflected(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
            constructor.setAccessible(true);
            return new Shape(Arrays.stream(components).flatMap(Shape::parts).toList(), constructor);
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("a record without its constructor: " + type, e);
        }
    }

    private static Stream<Part> parts(RecordComponent component) {
        Method accessor = component.getAccessor();
        accessor.setAccessible(true);
        return component.isAnnotationPresent(Flattened.class)
                ? of(component.getType()).parts().stream().map(part -> part.below(accessor))
                : Stream.of(new Part(
                        component.isAnnotationPresent(RecordReader.Named.class)
                                ? component
                                        .getAnnotation(RecordReader.Named.class)
                                        .value()
                                : Names.snake(component.getName()),
                        component,
                        List.of(accessor),
                        component.isAnnotationPresent(Untrusted.class)));
    }

    /// A record of this shape.
    ///
    /// @param values one for each part, in their order
    Object construct(Iterator<? extends @Nullable Object> values)
            throws InvocationTargetException, InstantiationException, IllegalAccessException {
        RecordComponent[] components = constructor.getDeclaringClass().getRecordComponents();
        @Nullable Object[] arguments = new @Nullable Object[components.length];
        for (int i = 0; i < components.length; i++) {
            arguments[i] = components[i].isAnnotationPresent(Flattened.class)
                    ? of(components[i].getType()).construct(values)
                    : values.next();
        }
        return constructor.newInstance(arguments);
    }
}
