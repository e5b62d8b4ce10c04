package io.github.proxmoxmcp.server.export.ansible;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.proxmoxmcp.persistence.GuestReport;
import io.github.proxmoxmcp.persistence.value.GuestKind;
import io.github.proxmoxmcp.server.Golden;
import io.github.proxmoxmcp.server.export.Commands;
import io.github.proxmoxmcp.server.export.Exported;
import io.github.proxmoxmcp.server.export.ExportedGuest;
import io.github.proxmoxmcp.server.export.Guests;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

class AnsibleExporterTest {

    private static final JsonMapper JSON = JsonMapper.shared();

    private static final YAMLMapper YAML = YAMLMapper.builder().build();

    @TempDir
    private Path folder;

    @Test
    void allThatIsWrittenIsWhatTheModulesTake() {
        assumeTrue(
                Files.exists(ModuleOptions.FILE),
                "the modules' options are not beside the repository: " + ModuleOptions.FILE);
        ModuleOptions modules = ModuleOptions.read();

        Exported exported = AnsibleExporter.write(Guests.everything(all()));
        for (String file : List.of("create.yml", "settings.yml", "cluster.yml")) {
            tasks(exported, file).forEach(modules::check);
        }

        assertThat(modules.walked).isGreaterThan(5_000);
        assertThat(modules.faults).isEmpty();
    }

    @Test
    void nothingOfAConfigurationIsLostInSilence() {
        List<String> lost = new ArrayList<>();
        int compared = 0;
        for (ExportedGuest guest : all().stream().limit(60).toList()) {
            String whole = create(guest);
            for (Map.Entry<String, ExportedGuest> less :
                    Guests.withOneThingLess(guest).entrySet()) {
                if (whole.contains("holds a secret: " + less.getKey().split(" ")[0])) {
                    // Of what is withheld nothing is said but its name.
                    continue;
                }
                compared++;
                if (create(less.getValue()).equals(whole)) {
                    lost.add(guest.vmid() + " " + less.getKey());
                }
            }
        }

        assertThat(compared).isGreaterThan(1_000);
        assertThat(lost).isEmpty();
    }

    @Test
    void ansibleRunsNothingOfWhatOthersWrote() throws Exception {
        assumeTrue(Commands.exists("ansible-playbook"), "there is no ansible-playbook here (Debian: ansible-core)");
        assumeTrue(
                Files.exists(ModuleOptions.FILE),
                "the modules' options are not beside the repository: " + ModuleOptions.FILE);
        String touched = folder.resolve("touched").toString();
        List<ExportedGuest> guests = Guests.mixedHostile(touched);
        write(AnsibleExporter.write(Guests.cluster(guests)), folder);
        String inventory = inventory(Guests.hostile(touched));
        Files.writeString(folder.resolve("inventory.yml"), inventory);
        ModuleOptions.read().writeCollection(folder);
        Files.writeString(folder.resolve("probe.yml"), """
            - hosts: localhost
              gather_facts: false
              tasks:
                - ansible.builtin.debug:
                    msg: "{{ groups['proxmox_all_qemu'] | map('extract', hostvars) | list }}"
            """);

        Commands.Ended ended = Commands.run(
                folder,
                Map.of(
                        "ANSIBLE_COLLECTIONS_PATH", folder.toString(),
                        "RECEIVED", folder.resolve("received").toString(),
                        "ANSIBLE_PIPELINING", "1"),
                "",
                "ansible-playbook",
                "--check",
                "-i",
                "inventory.yml",
                "probe.yml",
                "create.yml",
                "-e",
                "{ostemplate_701: x, ostemplate_703: x}");

        assertThat(ended.status()).as(ended.text()).isZero();
        assertThat(ended.text()).contains("lookup('pipe'");
        List<JsonNode> received = Files.readString(folder.resolve("received"))
                .lines()
                .map(JSON::readTree)
                .toList();
        assertThat(received)
                .extracting(one -> one.path("description").asString(""))
                .containsExactlyElementsOf(guests.stream()
                        .map(guest ->
                                guest.config().getOrDefault("description", "").replace("\ud800", "\ufffd"))
                        .toList());
        assertThat(Path.of(touched)).doesNotExist();
    }

    @Test
    void ansibleReadsTheInventoryWithoutAWarning() throws Exception {
        assumeTrue(Commands.exists("ansible-inventory"), "there is no ansible-inventory here (Debian: ansible-core)");
        List<ExportedGuest> guests = Stream.concat(all().stream().limit(60), Guests.hostile(folder.toString()).stream())
                .toList();
        write(AnsibleExporter.write(Guests.everything(guests)), folder);

        Commands.Ended listed = Commands.run(folder, "", "sh", "-c", "ansible-inventory -i inventory.yml --list 2>&1");

        assertThat(listed.status()).isZero();
        assertThat(listed.text()).doesNotContain("WARNING").contains("proxmox_all_qemu", "proxmox_pve1_lxc", "tag_web");
    }

    @Test
    void aGuestIsReachedByWhatItReportedOfItsFirstCard() {
        ExportedGuest guest = reported(
                Map.of("name", "web", "net0", "virtio=BC:24:11:00:00:01,bridge=vmbr0", "ciuser", "debian"),
                new GuestReport.Address("docker0", Optional.of("02:42:00:00:00:01"), "172.17.0.1"),
                new GuestReport.Address("eth0", Optional.of("bc:24:11:00:00:01"), "fe80::1"),
                new GuestReport.Address("eth0", Optional.of("bc:24:11:00:00:01"), "fd00::5"),
                new GuestReport.Address("eth0", Optional.of("bc:24:11:00:00:01"), "10.0.20.31"));

        String inventory = inventory(List.of(guest));

        assertThat(inventory).contains("""
                    # ansible_host: the card net0, as the guest reported 40 s before
                    web:
                      ansible_host: "10.0.20.31"
                      ansible_user: "debian"
            """);
    }

    @Test
    void theExampleOfTheGuideIsWhatIsWritten() {
        ExportedGuest guest = reported(
                Map.of(
                        "name", "web01",
                        "net0", "virtio=BC:24:11:00:00:01,bridge=vmbr0",
                        "ciuser", "debian",
                        "tags", "prod;web"),
                new GuestReport.Address("eth0", Optional.of("BC:24:11:00:00:01"), "10.0.20.31"));

        Golden.check(
                Path.of(System.getProperty("repository.root")).resolve("examples/export/inventory.yml"),
                inventory(List.of(
                        guest,
                        Guests.guest(
                                201,
                                GuestKind.CONTAINER,
                                Map.of("hostname", "dns", "net0", "name=eth0,ip=10.0.20.53/24")),
                        Guests.guest(203, GuestKind.VM, Map.of("name", "{{ 7 * 7 }}", "tags", "web")))));
    }

    @Test
    void anAddressOrUserThatIsNoneIsLeftOut() {
        ExportedGuest guest = reported(
                Map.of("name", "web", "net0", "virtio=BC:24:11:00:00:01,bridge=vmbr0", "ciuser", "x -oProxyCommand=id"),
                new GuestReport.Address("eth0", Optional.of("BC:24:11:00:00:01"), "-oProxyCommand=id"));

        String inventory = inventory(List.of(guest));

        assertThat(inventory)
                .doesNotContain("ProxyCommand", "ansible_host: \"-", "ansible_user")
                .contains("# no address is known: it reported none for net0, and none is fixed")
                .contains("# ciuser is no usual name of a user and is left out");
    }

    @Test
    void everyGuestIsAHostOfItsOwnAndNoGroup() {
        List<ExportedGuest> guests = List.of(
                Guests.guest(100, GuestKind.VM, Map.of("name", "web")),
                Guests.guest(101, GuestKind.VM, Map.of("name", "web")),
                Guests.guest(102, GuestKind.VM, Map.of("name", "tag_web", "tags", "web;a-b")),
                Guests.guest(103, GuestKind.CONTAINER, Map.of("hostname", "pve1", "tags", "a_b")),
                Guests.guest(104, GuestKind.CONTAINER, Map.of("hostname", "localhost")),
                Guests.guest(105, GuestKind.VM, Map.of("name", "{{ x }}", "template", "1")));

        Exported exported = AnsibleExporter.write(Guests.cluster(guests));
        JsonNode groups =
                YAML.readTree(exported.files().get("inventory.yml")).path("all").path("children");

        assertThat(groups.path("proxmox_all_qemu").path("hosts").propertyNames())
                .containsExactly("web-100", "web-101", "tag_web-102");
        assertThat(groups.path("proxmox_all_lxc").path("hosts").propertyNames())
                .containsExactly("pve1-103", "localhost-104");
        assertThat(groups.path("proxmox_all_templates").path("hosts").propertyNames())
                .containsExactly("guest-105");
        assertThat(groups.path("tag_a_b").path("hosts").propertyNames()).containsExactly("tag_web-102", "pve1-103");
        assertThat(exported.notes())
                .contains("group tag_a_b is of several things, whose names become one: tag a-b, tag a_b");
    }

    @Test
    void aCommentWithASecretStruckOutIsNotWrittenBack() {
        String text = String.join(
                "",
                AnsibleExporter.write(Guests.everything(List.of(), "login password=***"))
                        .files()
                        .values());

        assertThat(text).contains("web").doesNotContain("***");
    }

    @Test
    void noSecretIsInAnExport() {
        String text = String.join(
                "\n",
                AnsibleExporter.write(Guests.cluster(List.of(Guests.guest(
                                100,
                                GuestKind.VM,
                                Map.of(
                                        "name", "web",
                                        "cipassword", "**********",
                                        "args", "-object secret,id=s,data=x password=geheim1",
                                        "description", "login: root, password=geheim2",
                                        "smbios1", "base64=1,serial=cGFzc3dvcmQ9Z2VoZWltMw==")))))
                        .files()
                        .values());

        assertThat(text)
                .doesNotContain("geheim")
                .doesNotContain("cGFzc3dvcmQ9Z2VoZWltMw")
                .doesNotContain("***")
                .contains("# withheld, for it is or holds a secret: cipassword");
    }

    private static ExportedGuest reported(Map<String, String> config, GuestReport.Address... addresses) {
        ExportedGuest guest = Guests.guest(100, GuestKind.VM, config);
        Instant at = Instant.parse("2026-11-30T15:19:20Z");
        return new ExportedGuest(
                guest.guest(),
                guest.config(),
                List.of(),
                Optional.of(new GuestReport(
                        100,
                        1,
                        Optional.of(at),
                        at,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(addresses))),
                false);
    }

    private static String inventory(List<ExportedGuest> guests) {
        return AnsibleExporter.write(Guests.cluster(guests)).files().getOrDefault("inventory.yml", "");
    }

    private static List<ExportedGuest> all() {
        return Stream.concat(Guests.recorded().stream(), Guests.madeUp().stream())
                .toList();
    }

    private static String create(ExportedGuest guest) {
        return Yaml.document(List.of(
                guest.isVm()
                        ? VmTask.create(guest).written("m", List.of())
                        : ContainerTask.create(guest).written("m", List.of())));
    }

    private static List<JsonNode> tasks(Exported exported, String file) {
        return List.copyOf(YAML.readTree(exported.files().getOrDefault(file, ""))
                .path(0)
                .path("tasks")
                .values());
    }

    private static void write(Exported exported, Path folder) throws java.io.IOException {
        for (Map.Entry<String, String> file : exported.files().entrySet()) {
            Files.writeString(folder.resolve(file.getKey()), file.getValue());
        }
    }
}
