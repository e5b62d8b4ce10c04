package io.github.proxmoxmcp.demo.route;

import io.github.proxmoxmcp.demo.model.GuestType;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/// A parameter of an endpoint. A name such as `net[n]` stands for `net0`, `net1` and so on.
public record Param(
        String name,
        Type type,
        String description,
        boolean optional,
        List<String> choices,
        OptionalLong least,
        OptionalLong most,
        OptionalLong maxLength,
        Optional<ParameterFormat> format) {

    /// The JSON schema type that Proxmox declares.
    public enum Type {
        STRING,
        INTEGER,
        NUMBER,
        BOOLEAN,
        ARRAY;

        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final Pattern INTEGER = Pattern.compile("[+-]?\\d{1,18}");
    private static final Pattern NUMBER = Pattern.compile("[+-]?\\d{1,18}(\\.\\d+)?");
    private static final Pattern BOOLEAN = Pattern.compile("[01]");

    public Param {
        choices = List.copyOf(choices);
    }

    public static Param text(String name, String description) {
        return of(name, Type.STRING, description);
    }

    public static Param integer(String name, String description) {
        return of(name, Type.INTEGER, description);
    }

    public static Param number(String name, String description) {
        return of(name, Type.NUMBER, description);
    }

    public static Param list(String name, String description) {
        return of(name, Type.ARRAY, description);
    }

    public static Param flag(String name, String description) {
        return of(name, Type.BOOLEAN, description);
    }

    /// How fast disks are copied; a whole number for machines only.
    public static Param bandwidth(GuestType kind) {
        var type = kind == GuestType.QEMU ? Type.INTEGER : Type.NUMBER;
        return of("bwlimit", type, "Most KiB per second.").orNone().from(0);
    }

    /// How new disks are stored, which only machines leave open.
    public static List<Param> diskFormat(GuestType kind) {
        var format = choice("format", "How its disks are stored.", "raw", "qcow2", "vmdk")
                .orNone();
        return kind == GuestType.QEMU ? List.of(format) : List.of();
    }

    public static Param choice(String name, String description, String... choices) {
        var param = text(name, description);
        return new Param(
                name,
                param.type,
                description,
                false,
                List.of(choices),
                param.least,
                param.most,
                param.maxLength,
                param.format);
    }

    public Param orNone() {
        return new Param(name, type, description, true, choices, least, most, maxLength, format);
    }

    public Param from(long value) {
        return new Param(name, type, description, optional, choices, OptionalLong.of(value), most, maxLength, format);
    }

    public Param to(long value) {
        return new Param(name, type, description, optional, choices, least, OptionalLong.of(value), maxLength, format);
    }

    public Param upTo(long characters) {
        return new Param(name, type, description, optional, choices, least, most, OptionalLong.of(characters), format);
    }

    public Param as(ParameterFormat wanted) {
        return new Param(name, type, description, optional, choices, least, most, maxLength, Optional.of(wanted));
    }

    /// Whether this parameter is meant by a name that a call uses.
    public boolean covers(String used) {
        if (!name.endsWith("[n]")) {
            return name.equals(used);
        }
        var stem = name.substring(0, name.length() - 3);
        return used.startsWith(stem)
                && used.length() > stem.length()
                && used.substring(stem.length()).chars().allMatch(Character::isDigit);
    }

    /// What is wrong with a value, in Proxmox's words.
    public Optional<String> problem(String used, Argument argument) {
        if (!argument.shape().isEmpty()
                && !(type == Type.ARRAY && argument.shape().equals("ARRAY"))) {
            return Optional.of("type check ('" + type.label() + "') failed - got " + argument.shape());
        }
        var value = argument.text();
        if (!typed(value)) {
            return Optional.of("type check ('" + type.label() + "') failed - got '" + value + "'");
        }
        if (!choices.isEmpty() && !choices.contains(value)) {
            return Optional.of("value '" + value + "' does not have a value in the enumeration '"
                    + String.join(", ", choices) + "'");
        }
        if (maxLength.isPresent() && value.length() > maxLength.getAsLong()) {
            return Optional.of("value may only be " + maxLength.getAsLong() + " characters long");
        }
        var wrongFormat = format.flatMap(wanted -> wanted.problem(used, value));
        return wrongFormat.isPresent() ? wrongFormat : outOfRange(value);
    }

    private boolean typed(String value) {
        return switch (type) {
            case STRING, ARRAY -> true;
            case INTEGER -> INTEGER.matcher(value).matches();
            case NUMBER -> NUMBER.matcher(value).matches();
            case BOOLEAN -> BOOLEAN.matcher(value).matches();
        };
    }

    private Optional<String> outOfRange(String value) {
        if (least.isPresent() && Double.parseDouble(value) < least.getAsLong()) {
            return Optional.of("value must have a minimum value of " + least.getAsLong());
        }
        if (most.isPresent() && Double.parseDouble(value) > most.getAsLong()) {
            return Optional.of("value must have a maximum value of " + most.getAsLong());
        }
        return Optional.empty();
    }

    private static Param of(String name, Type type, String description) {
        return new Param(
                name,
                type,
                description,
                false,
                List.of(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                Optional.empty());
    }
}
