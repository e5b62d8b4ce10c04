package io.github.proxmoxmcp.server.tool;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The form of a record type on the wire, found once per type: reflection in each call would take longer than the rest
/// of it.
///
/// @param constructor takes a value for each part
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
    /// @param untrusted see [Untrusted]
    record Part(String name, RecordComponent component, Method accessor, boolean untrusted) {

        @Nullable
        Object of(Record record) {
            try {
                return accessor.invoke(record);
            } catch (IllegalAccessException | InvocationTargetException e) {
                throw new IllegalStateException("cannot read " + component, e);
            }
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
            return new Shape(Arrays.stream(components).map(Shape::part).toList(), constructor);
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("a record without its constructor: " + type, e);
        }
    }

    private static Part part(RecordComponent component) {
        Method accessor = component.getAccessor();
        accessor.setAccessible(true);
        return new Part(
                Names.snake(component.getName()), component, accessor, component.isAnnotationPresent(Untrusted.class));
    }
}
