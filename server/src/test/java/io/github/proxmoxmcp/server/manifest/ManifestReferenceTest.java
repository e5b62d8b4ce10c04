package io.github.proxmoxmcp.server.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.server.Golden;
import io.github.proxmoxmcp.server.manifest.yaml.BadManifest;
import io.modelcontextprotocol.json.schema.JsonSchemaValidator;
import io.modelcontextprotocol.json.schema.jackson3.DefaultJsonSchemaValidator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// The published schema and reference are those of the fields, and the schema takes what the program takes.
class ManifestReferenceTest {

    private static final Path DOCS = Path.of(System.getProperty("repository.root"), "docs/reference");
    private static final Path EXAMPLES = Path.of(System.getProperty("repository.root"), "examples/manifests");
    private static final Path OF_A_CLUSTER =
            Path.of(System.getProperty("repository.root"), "examples/manifests-of-a-cluster");

    private static final Map<ManifestKind, String> ABOUT = Map.of(
            ManifestKind.POOL, "Members are vmids, all of them; or the guests say their `pool` themselves.",
            ManifestKind.STORAGE, "What lies on it stays when it is removed. No secret is ever part of it.",
            ManifestKind.BACKUP_JOB, "It is of all guests, of a pool, or of some: what it was of before goes with it.",
            ManifestKind.HA_RESOURCE, "`state: absent` takes it out of the HA manager's hands.",
            ManifestKind.HA_RULE, "Of Proxmox VE 9, which has these where 8 has groups.",
            ManifestKind.HA_GROUP, "Of Proxmox VE 8.",
            ManifestKind.FIREWALL,
                    "The list of rules is owned as a whole or not at all, because a rule is known by its place only;"
                            + " aliases, sets and options by their names. A rule is a mapping of `direction`, `action`,"
                            + " `macro`, `iface`, `source`, `dest`, `proto`, `dport`, `sport`, `icmpType`, `log`,"
                            + " `comment`, `enable`, or `group` for those of a security group.",
            ManifestKind.USER, "Passwords and tokens are never part of it.",
            ManifestKind.ACL,
                    "By who is given: `joe@pve`, `@admins` for a group, `joe@pve!ci` for a token. Of each the roles on"
                            + " this path are owned as a whole; whoever is not named is not touched.",
            ManifestKind.BRIDGE, "Compared and told, never changed: a wrong bridge cuts a node off.");

    @Test
    void thePublishedSchemaIsThatOfTheFields() {
        Golden.check(DOCS.resolve("manifests.schema.json"), ManifestSchema.text());
    }

    @Test
    void theReferenceIsThatOfTheFields() {
        StringBuilder page = new StringBuilder("""
            # Manifests

            What should be, in YAML, one document a thing. Only what is written is owned: everything else stays as it is.
            `null` removes. For editors there is a [JSON Schema](manifests.schema.json), which `proxmox-mcp generate
            manifest-schema` prints and clients read as `proxmox://schema/manifests`; how to begin is in
            [the tutorial](../tutorial/from-a-grown-cluster-to-git.md).

            ## All kinds

            | field | meaning |
            |---|---|
            | `apiVersion` | `proxmox-mcp/v1` |
            | `kind` | `VM`, `Container`, `Pool`, `Fleet` |
            | `name` | the key of the manifest; also the guest's name, unless `hostname` says another |
            | `cluster` | the cluster that it is for; it is refused for any other |
            | `state` | `present` (default), or `absent`: then it is deleted, which takes a human |
            | `ignore` | paths to reasons: differences that are no drift |
            | `moved` | `{from: VM/its-key-before}` |

            ## Guests

            `vmid` is the identity; without one it is chosen when the plan is made. `from` says what a guest is made of:
            `{template: NAME-OR-VMID, full: true, storage: NAME}`, of a container also `{ostemplate: VOLUME}`.
            `placement: fixed` tells a guest that is not on `node`. `tags: {include: [a]}` owns only those tags.
            `options` takes every other option by Proxmox's own name, in `disks`, `nets`, `cpu`, `agent`, `startup` and
            `features` every other part of the line. SLOT is `scsi0`, `net0`, `mp0`, …

            ### VM

            | field | value | of Proxmox | where nothing is set |
            |---|---|---|---|
            """);
        ManifestSchema.rows(false).forEach(row -> page.append(row).append('\n'));
        page.append("\n### Container\n\n| field | value | of Proxmox | where nothing is set |\n|---|---|---|---|\n");
        ManifestSchema.rows(true).forEach(row -> page.append(row).append('\n'));
        page.append("""

            ## What is no guest

            The name is what Proxmox calls it by. Of these kinds, too, only what is written is compared and changed, a
            field that is dropped is released, `null` removes, and nothing is deleted by being absent. What Proxmox has
            no way to change later (the type of a storage, where it is) is used when it is made and is no drift.
            Every plan that changes one takes a human, whatever else it does: Proxmox has no undo for them.
            """);
        kinds(page);
        page.append("""

            ## Fleet

            `instances` (a number, or a mapping by key), `vars`, `template` (a guest without a name), `overrides` by key.
            In values `${i}`, `${key}`, `${vars.NAME}` and sums such as `${300 + i}` are filled in. Keys are
            `VM/worker[1]`; fewer instances delete nothing.
            """);
        Golden.check(DOCS.resolve("manifests.md"), page.toString());
    }

    private static void kinds(StringBuilder page) {
        ThingFields.kinds().forEach(kind -> {
            page.append("\n### ").append(kind.word()).append("\n\n");
            page.append("Named like `")
                    .append(ThingFields.of(kind).named().replace(", ", "`, `").replace(" or ", "`, `"))
                    .append("`. ");
            page.append(ABOUT.getOrDefault(kind, "")).append('\n');
            page.append("\n| field | value | of Proxmox | where nothing is set |\n|---|---|---|---|\n");
            ManifestSchema.rows(kind).forEach(row -> page.append(row).append('\n'));
            if (ThingFields.of(kind).raw()) {
                page.append(
                        "| `options.NAME` | text, a number, or true or false | every other option by its own name | "
                                + " |\n");
            }
        });
    }

    @Test
    void theSchemaTakesTheExamplesAndRefusesWhatTheProgramRefuses() throws IOException {
        JsonSchemaValidator validator = new DefaultJsonSchemaValidator();
        List<Path> files;
        try (var some = Files.list(EXAMPLES);
                var others = Files.list(OF_A_CLUSTER)) {
            files = Stream.concat(some, others)
                    .filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
        assertThat(files).hasSizeGreaterThan(2);
        for (Path file : files) {
            for (String document : Files.readString(file).split("(?m)^---$")) {
                assertThat(valid(validator, document)).describedAs(document).isTrue();
            }
        }

        String wrong = "apiVersion: proxmox-mcp/v1\nkind: VM\nname: a\nmemroy: {size: 1GiB}\n";
        assertThat(valid(validator, wrong)).isFalse();
        assertThat(refused(wrong)).contains("a.yaml:4:1: memroy: is unknown, did you mean 'memory'?");
    }

    private static boolean valid(JsonSchemaValidator validator, String yaml) {
        return validator
                .validate(ManifestSchema.schema(), YAMLMapper.builder().build().readValue(yaml, Object.class))
                .valid();
    }

    private static String refused(String text) {
        try {
            ManifestSet.read("a", new TreeMap<>(Map.of("a.yaml", text)));
            return "";
        } catch (BadManifest e) {
            return String.valueOf(e.getMessage());
        }
    }
}
