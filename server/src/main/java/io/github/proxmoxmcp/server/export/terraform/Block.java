package io.github.proxmoxmcp.server.export.terraform;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A block of HCL with its arguments and blocks in order, laid out as `terraform fmt` does it.
final class Block {

    private final String header;
    private final List<Object> items = new ArrayList<>();

    private record Argument(String name, Object value) {}

    private record Comment(String text) {}

    /// @param header such as `disk` or `resource "type" "label"`
    Block(String header) {
        this.header = header;
    }

    Block set(String name, Object value) {
        items.add(new Argument(name, value));
        return this;
    }

    Block set(String name, Optional<?> value) {
        value.ifPresent(one -> set(name, one));
        return this;
    }

    Block add(Block block) {
        items.add(block);
        return this;
    }

    Block comment(String text) {
        items.add(new Comment(text));
        return this;
    }

    boolean isEmpty() {
        return items.isEmpty();
    }

    /// Whether an argument of this name was set.
    boolean sets(String name) {
        return items.stream().anyMatch(item -> item instanceof Argument argument && argument.name.equals(name));
    }

    /// Whether a number was set that is another one.
    boolean differs(String name, int number) {
        return items.stream()
                .anyMatch(item -> item instanceof Argument argument
                        && argument.name.equals(name)
                        && !argument.value.equals(number));
    }

    /// Whether this was set.
    boolean is(String name, Object value) {
        return items.contains(new Argument(name, value));
    }

    /// Whether a number above 0 was set.
    boolean isPositive(String name) {
        return items.stream()
                .anyMatch(item -> item instanceof Argument argument
                        && argument.name.equals(name)
                        && argument.value instanceof Number number
                        && number.doubleValue() > 0);
    }

    @Override
    public String toString() {
        StringBuilder out = new StringBuilder();
        write(out, "");
        return out.toString();
    }

    private void write(StringBuilder out, String indent) {
        if (items.isEmpty()) {
            out.append(indent).append(header).append(" {}\n");
            return;
        }
        out.append(indent).append(header).append(" {\n");
        String inner = indent + "  ";
        Map<String, Object> together = new LinkedHashMap<>();
        for (Object item : items) {
            if (item instanceof Argument argument) {
                together.put(argument.name, argument.value);
                continue;
            }
            aligned(out, inner, together);
            if (item instanceof Block block) {
                block.write(out, inner);
            } else if (item instanceof Comment comment) {
                out.append(inner).append(Hcl.comment(comment.text)).append('\n');
            }
        }
        aligned(out, inner, together);
        out.append(indent).append("}\n");
    }

    /// Arguments in lines one below the other have their equals signs below one another, too.
    private static void aligned(StringBuilder out, String indent, Map<String, Object> arguments) {
        int width = arguments.keySet().stream().mapToInt(String::length).max().orElse(0);
        arguments.forEach((name, value) -> out.append(indent)
                .append(name)
                .append(" ".repeat(width - name.length()))
                .append(" = ")
                .append(Hcl.value(value))
                .append('\n'));
        arguments.clear();
    }
}
