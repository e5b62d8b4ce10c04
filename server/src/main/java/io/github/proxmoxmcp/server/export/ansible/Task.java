package io.github.proxmoxmcp.server.export.ansible;

import io.github.proxmoxmcp.server.export.ExportedGuest;
import io.github.proxmoxmcp.server.export.Remaining;
import io.github.proxmoxmcp.server.export.ansible.Yaml.Commented;
import io.github.proxmoxmcp.server.tool.Printable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// A task of one guest while it is written: the options of its module, and what cannot be said by them.
final class Task {

    private static final String SAFE_NAME = "[A-Za-z0-9_][A-Za-z0-9_.-]*";

    final ExportedGuest guest;
    final Remaining config;
    final Map<String, Object> options = new LinkedHashMap<>();
    final List<String> notes = new ArrayList<>();

    Task(ExportedGuest guest) {
        this.guest = guest;
        this.config = new Remaining(guest.config());
    }

    /// What an option cannot say.
    static final class Unsayable extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Unsayable(String why) {
            super(why);
        }
    }

    /// An option that is one key, if its value can be said.
    void option(String option, String key, Function<String, Object> value) {
        config.get(key).ifPresent(text -> {
            try {
                options.put(option, value.apply(text));
                config.take(key);
            } catch (Unsayable e) {
                notes.add(key + ": " + e.getMessage());
            }
        });
    }

    /// An option that has several keys: `net: {net0: …, net1: …}`.
    void numbered(String option, String name, Function<String, Object> value) {
        Map<String, Object> all = new LinkedHashMap<>();
        config.numbered(name).values().forEach(key -> {
            try {
                all.put(key, value.apply(key));
                config.take(key);
            } catch (Unsayable e) {
                notes.add(key + ": " + e.getMessage());
            }
        });
        if (!all.isEmpty()) {
            options.put(option, all);
        }
    }

    static Object truth(String text) {
        if (text.equals("1") || text.equals("0")) {
            return text.equals("1");
        }
        throw new Unsayable("is neither 0 nor 1");
    }

    static Object integer(String text) {
        if (text.matches("-?\\d{1,9}")) {
            return Integer.valueOf(text);
        }
        throw new Unsayable("the module takes whole numbers");
    }

    /// A path that Ansible would complete by what is on the controller.
    static String path(String text) {
        if (text.contains("$") || text.startsWith("~")) {
            throw new Unsayable("Ansible would put something of the controller into this path");
        }
        return text;
    }

    static Function<String, Object> oneOf(String... words) {
        return text -> {
            if (List.of(words).contains(text)) {
                return text;
            }
            throw new Unsayable("the module takes " + String.join(", ", words));
        };
    }

    /// The task, with what is not said by it before it.
    Object written(String module, List<String> tags) {
        List<String> comments = new ArrayList<>();
        notes.forEach(note -> comments.add("note: " + note));
        config.left().forEach(rest -> comments.add("not said by the module: " + shown(rest)));
        config.withheld().forEach(key -> comments.add("withheld, for it is or holds a secret: " + key));
        guest.snapshots().forEach(name -> comments.add("snapshot, not exported: " + shown(name)));
        return new Commented(comments, options(module, tags));
    }

    /// The task alone.
    Map<String, Object> options(String module, List<String> tags) {
        Map<String, Object> task = new LinkedHashMap<>();
        task.put("name", title());
        task.put(module, options);
        if (!tags.isEmpty()) {
            task.put("tags", tags);
        }
        return task;
    }

    private String title() {
        return (guest.isVm() ? "VM " : "Container ")
                + guest.vmid()
                + guest.name()
                        .filter(name -> name.matches(SAFE_NAME))
                        .map(name -> " " + name)
                        .orElse("");
    }

    static String shown(String text) {
        return text.matches("[\\x21-\\x7e]+( [\\x21-\\x7e]+)*") ? text : Printable.escaped(text);
    }
}
