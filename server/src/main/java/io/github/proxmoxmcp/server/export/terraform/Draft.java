package io.github.proxmoxmcp.server.export.terraform;

import io.github.proxmoxmcp.server.export.ExportedGuest;
import io.github.proxmoxmcp.server.export.Remaining;
import io.github.proxmoxmcp.server.export.Remaining.Parts;
import io.github.proxmoxmcp.server.tool.Printable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/// A resource of a guest while it is written: the block, what the provider must not look at and why, and what has to be
/// said beside it.
final class Draft {

    /// What the provider's validation or its reading does not allow.
    static final class Unsayable extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Unsayable(String why) {
            super(why);
        }
    }

    final ExportedGuest guest;
    final Remaining config;
    final Block block;
    final Map<String, String> ignored = new LinkedHashMap<>();
    final List<String> notes = new ArrayList<>();
    final List<String> byDefault = new ArrayList<>();
    final List<String> refusals = new ArrayList<>();

    Draft(ExportedGuest guest, String type, String label) {
        this.guest = guest;
        this.config = new Remaining(guest.config());
        this.block = new Block("resource \"" + type + "\" \"" + label + "\"");
    }

    /// The provider shall not compare this argument.
    void ignore(String argument, String why) {
        ignored.putIfAbsent(argument, why);
    }

    void note(String text) {
        notes.add(text);
    }

    /// The provider cannot read this guest at all.
    void refuse(String why) {
        refusals.add(why);
    }

    /// Writes something of one argument or block; where it cannot be said, nothing of it is, and the provider does not
    /// compare it.
    void argument(String name, Runnable write) {
        Remaining.Mark before = config.mark();
        try {
            write.run();
        } catch (Unsayable e) {
            config.backTo(before);
            ignore(name, String.valueOf(e.getMessage()));
        }
    }

    /// A block that is written as a whole or not at all.
    void nested(String name, Consumer<Block> write) {
        argument(name, () -> {
            Block inner = new Block(name);
            write.accept(inner);
            block.add(inner);
        });
    }

    /// Blocks of one name that are written all or none.
    void repeated(String name, Supplier<List<Block>> write) {
        argument(name, () -> write.get().forEach(block::add));
    }

    /// An argument of its own that is one key.
    void text(String argument, String key, Pattern allowed) {
        argument(
                argument,
                () -> config.take(key).ifPresent(value -> block.set(argument, matching(key, value, allowed))));
    }

    void flag(String argument, String key) {
        argument(argument, () -> config.take(key).ifPresent(value -> block.set(argument, truth(key, value))));
    }

    /// These keys are as the provider has them when nothing is written.
    void leaveToDefaults(String... keys) {
        for (String key : keys) {
            if (guest.config().containsKey(key)) {
                byDefault.add(key + "=" + guest.config().get(key));
                config.take(key);
            }
        }
    }

    /// These parts of an opened property string are as by default; none named: all that was said of it.
    void leaveToDefaults(String key, Parts parts, String... names) {
        if (names.length == 0) {
            byDefault.add(key + "=" + guest.config().get(key));
        }
        for (String name : names) {
            parts.take(name)
                    .ifPresent(value -> byDefault.add(key + "=" + (name.isEmpty() ? value : name + "=" + value)));
        }
    }

    /// A truth as the provider reads it: only `1` is one.
    boolean truth(String what, String value) {
        if (!value.equals("1") && !value.equals("0")) {
            note(what + " is spelled '" + value + "' in Proxmox, which the provider reads as false");
        }
        return value.equals("1");
    }

    Optional<Boolean> truth(String key, Parts parts, String part) {
        return parts.take(part).map(value -> truth(key + " " + part, value));
    }

    static String matching(String what, String value, Pattern allowed) {
        if (!allowed.matcher(value).matches()) {
            throw new Unsayable(what + " is '" + value + "', which the provider does not take");
        }
        return value;
    }

    static Integer integer(String what, String value, int min, int max) {
        try {
            int number = Integer.parseInt(value);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException _) {
            // Said below.
        }
        throw new Unsayable(what + " is '" + value + "', and the provider takes whole numbers from " + min
                + (max == Integer.MAX_VALUE ? "" : " to " + max));
    }

    static BigDecimal decimal(String what, String value) {
        if (!value.matches("\\d{1,9}(\\.\\d{1,9})?")) {
            throw new Unsayable(what + " is '" + value + "', which is no number");
        }
        BigDecimal number = new BigDecimal(value).stripTrailingZeros();
        return number.scale() < 0 ? number.setScale(0) : number;
    }

    /// A value as it can stand in a comment: words as they are, all else in quotes and escapes.
    static String shown(String text) {
        return text.matches("[\\x21-\\x7e]+( [\\x21-\\x7e]+)*") ? text : Printable.escaped(text);
    }
}
