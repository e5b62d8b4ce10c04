package io.github.proxmoxmcp.server.export.ansible;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The options of the modules of community.proxmox as their source declares them, beside this repository and not in it.
final class ModuleOptions {

    static final Path FILE =
            Path.of(System.getProperty("repository.root"), "..", "shared", "iac", "ansible-modules.json");

    private static final String PREFIX = "community.proxmox.";

    private final JsonNode modules;
    final List<String> faults = new ArrayList<>();
    int walked;

    private ModuleOptions(JsonNode modules) {
        this.modules = modules;
    }

    static ModuleOptions read() {
        return new ModuleOptions(JsonMapper.shared().readTree(FILE.toFile()).path("modules"));
    }

    /// Compares a task with what its module takes.
    void check(JsonNode task) {
        String module = task.propertyNames().stream()
                .filter(name -> name.startsWith(PREFIX))
                .findFirst()
                .orElseThrow();
        JsonNode options = modules.path(module.substring(PREFIX.length())).path("options");
        if (options.isMissingNode()) {
            faults.add("no module " + module);
        }
        options(module + " " + task.path("name").asString(""), task.path(module), options);
    }

    private void options(String where, JsonNode given, JsonNode known) {
        given.properties().forEach(entry -> {
            walked++;
            JsonNode option = known.path(entry.getKey());
            String at = where + "." + entry.getKey();
            if (option.isMissingNode()) {
                faults.add(at + ": no such option");
            } else {
                value(at, entry.getValue(), option, option.path("type").asString("str"));
            }
        });
        known.properties().forEach(entry -> {
            if (entry.getValue().path("required").asBoolean(false) && !given.has(entry.getKey())) {
                faults.add(where + ": " + entry.getKey() + " is required");
            }
        });
    }

    private void value(String where, JsonNode value, JsonNode option, String type) {
        boolean fits = switch (type) {
            case "str", "path" -> value.isString();
            case "bool" -> value.isBoolean();
            case "int" -> value.isIntegralNumber();
            case "dict" -> value.isObject();
            case "list" -> value.isArray();
            default -> false;
        };
        if (!fits) {
            faults.add(where + ": " + type + " and not " + value);
            return;
        }
        if (type.equals("dict") && option.has("options")) {
            options(where, value, option.path("options"));
        }
        for (JsonNode one : type.equals("list") ? value.values() : List.of(value)) {
            if (type.equals("list")) {
                if (option.path("elements").asString("str").equals("dict")) {
                    options(where, one, option.path("options"));
                } else if (!one.isString()) {
                    faults.add(where + ": a list of texts and not " + one);
                }
            }
            JsonNode choices = option.path("choices");
            if (choices.isArray() && choices.values().stream().noneMatch(choice -> choice.equals(one))) {
                faults.add(where + ": " + one + " is no choice");
            }
        }
    }

    /// A collection of the same name whose modules take the same options and write down what they were given; the real
    /// one needs a cluster.
    void writeCollection(Path folder) throws IOException {
        Path collection = folder.resolve("ansible_collections/community/proxmox");
        Path plugins = Files.createDirectories(collection.resolve("plugins/modules"));
        Files.createDirectories(collection.resolve("meta"));
        Files.writeString(collection.resolve("galaxy.yml"), "namespace: community\nname: proxmox\nversion: 2.1.0\n");
        Files.writeString(
                collection.resolve("meta/runtime.yml"),
                "action_groups:\n  proxmox: [" + String.join(", ", modules.propertyNames()) + "]\n");
        for (var module : modules.properties()) {
            Files.writeString(plugins.resolve(module.getKey() + ".py"), """
                #!/usr/bin/python
                import json, os
                from ansible.module_utils.basic import AnsibleModule

                def spec(options):
                    found = {}
                    for name, option in options.items():
                        one = {k: v for k, v in option.items() if k in ('type', 'required', 'choices', 'elements', 'aliases')}
                        if 'options' in option:
                            one['options'] = spec(option['options'])
                        found[name] = one
                    return found

                module = AnsibleModule(argument_spec=spec(json.loads(%s)), supports_check_mode=True)
                with open(os.environ['RECEIVED'], 'a') as out:
                    out.write(json.dumps(module.params) + '\\n')
                module.exit_json(changed=False)
                """.formatted(JsonMapper.shared()
                    .writeValueAsString(module.getValue().path("options").toString())));
        }
    }
}
