package io.github.proxmoxmcp.server.export.terraform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.proxmoxmcp.persistence.value.GuestKind;
import io.github.proxmoxmcp.server.export.Commands;
import io.github.proxmoxmcp.server.export.Exported;
import io.github.proxmoxmcp.server.export.ExportedFacts;
import io.github.proxmoxmcp.server.export.ExportedGuest;
import io.github.proxmoxmcp.server.export.Guests;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TerraformExporterTest {

    private static final String TOUCHED = "/nonexistent/touched";

    @TempDir
    private Path folder;

    @Test
    void allThatIsWrittenIsWhatTheProviderTakes() {
        Optional<ProviderSchema> read = ProviderSchema.read();
        assumeTrue(read.isPresent(), "the provider's schema is not beside the repository: " + ProviderSchema.FILE);
        ProviderSchema schema = read.get();

        List<HclReader.Body> resources = resources(TerraformExporter.write(Guests.everything(all())));
        resources.forEach(schema::check);

        assertThat(resources).hasSizeGreaterThan(250);
        assertThat(schema.walked).isGreaterThan(5_000);
        assertThat(schema.faults).isEmpty();
    }

    @Test
    void nothingOfAConfigurationIsLostInSilence() {
        List<String> lost = new ArrayList<>();
        int compared = 0;
        for (ExportedGuest guest : all().stream().limit(60).toList()) {
            String whole = text(guest);
            for (Map.Entry<String, ExportedGuest> less :
                    Guests.withOneThingLess(guest).entrySet()) {
                if (whole.contains("holds a secret: " + less.getKey().split(" ")[0])) {
                    // Of what is withheld nothing is said but its name.
                    continue;
                }
                compared++;
                if (text(less.getValue()).equals(whole)) {
                    lost.add(guest.vmid() + " " + less.getKey());
                }
            }
        }

        assertThat(compared).isGreaterThan(1_000);
        assertThat(lost).isEmpty();
    }

    @Test
    void whatOthersWroteIsTextWhateverItContains() {
        List<ExportedGuest> guests = Guests.hostile(TOUCHED);

        List<HclReader.Body> resources = resources(TerraformExporter.write(Guests.cluster(guests)));

        assertThat(resources).hasSameSizeAs(guests);
        for (int i = 0; i < guests.size(); i++) {
            String note = guests.get(i).config().getOrDefault("description", "").replace("\ud800", "\ufffd");
            boolean vm = guests.get(i).isVm();
            assertThat(resources.get(i).arguments().get("description"))
                    .isEqualTo(vm ? note : note.replaceFirst("\n$", ""));
            assertThat(resources.get(i).labels().get(1)).matches("[a-z0-9_]+");
        }
    }

    @Test
    void terraformReadsTheSameAndComputesNothing() throws Exception {
        assumeTrue(Commands.exists("terraform"), "there is no terraform here");
        List<String> texts = Guests.hostileTexts(TOUCHED);
        Exported exported = TerraformExporter.write(Guests.everything(
                Stream.concat(Guests.hostile(TOUCHED).stream(), all().stream().limit(120))
                        .toList()));
        for (Map.Entry<String, String> file : exported.files().entrySet()) {
            Files.writeString(folder.resolve(file.getKey()), file.getValue());
        }
        Path console = Files.createDirectory(folder.resolve("console"));
        Files.writeString(
                console.resolve("main.tf"),
                new Block("locals").set("all", texts).toString());

        Commands.Ended format = Commands.run(folder, "", "terraform", "fmt", "-check", "-diff");
        Commands.Ended read = Commands.run(console, "jsonencode(local.all)\n", "terraform", "console");

        assertThat(format.status()).as(format.text()).isZero();
        // A string in quotes, which is itself JSON.
        String json = tools.jackson.databind.json.JsonMapper.shared()
                .readTree(read.text().strip())
                .asString();
        assertThat(tools.jackson.databind.json.JsonMapper.shared().readTree(json).values().stream()
                        .map(one -> one.asString()))
                .containsExactlyElementsOf(texts.stream()
                        .map(text -> text.replace("\ud800", "\ufffd"))
                        .toList());
    }

    @Test
    void aCommentWithASecretStruckOutIsNotWrittenBack() {
        String text = String.join(
                "",
                TerraformExporter.write(Guests.everything(List.of(), "login password=***"))
                        .files()
                        .values());

        assertThat(text).contains("web").doesNotContain("***");
        assertThat(text).contains("ignore_changes = [comment]", "ignore_changes = [comment, failback]");
    }

    @Test
    void noSecretIsInAnExport() {
        Map<String, String> config = Map.of(
                "name", "web",
                "memory", "1024",
                "cipassword", "**********",
                "args", "-object secret,id=s,data=x password=geheim1",
                "description", "login: root, password=geheim2",
                "smbios1", "base64=1,serial=cGFzc3dvcmQ9Z2VoZWltMw==",
                "ide2", "local:vm-100-cloudinit,media=cdrom");

        String text = text(Guests.guest(100, GuestKind.VM, config));

        assertThat(text)
                .doesNotContain("geheim")
                .doesNotContain("cGFzc3dvcmQ9Z2VoZWltMw")
                .doesNotContain("***");
        assertThat(ignored(text))
                .contains(
                        new HclReader.Name("kvm_arguments"),
                        new HclReader.Name("description"),
                        new HclReader.Name("smbios"));
    }

    @Test
    void aBlockIsWhereTheProviderReadsItBack() {
        HclReader.Body usual = resource(Map.of(
                "memory", "512", "cores", "1", "cpu", "qemu64", "balloon", "0", "ostype", "other", "vga", "std",
                "agent", "0", "scsihw", "lsi", "smbios1", "uuid=x"));
        HclReader.Body other = resource(Map.of(
                "memory",
                "512",
                "cores",
                "2",
                "ostype",
                "l26",
                "vga",
                "serial0",
                "agent",
                "1",
                "scsihw",
                "lsi",
                "ide3",
                "none,media=cdrom"));

        assertThat(usual.blocks()).extracting(HclReader.Body::type).containsExactly("lifecycle");
        assertThat(other.blocks())
                .extracting(HclReader.Body::type)
                .containsExactly("agent", "cpu", "operating_system", "vga", "cdrom", "lifecycle");
        assertThat(usual.arguments()).containsEntry("on_boot", false);
    }

    @Test
    void onlyWhatCannotBeSaidIsNotCompared() {
        String text = text(Guests.guest(100, GuestKind.VM, Map.of("net1", "virtio=BC:24:11:00:00:01,bridge=vmbr0")));

        assertThat(ignored(text))
                .extracting(HclReader.Name::text)
                .containsExactly("memory", "network_device", "operating_system", "scsi_hardware", "started");
        assertThat(text)
                .contains("# not compared: network_device: the provider numbers by position and cannot say a gap before"
                        + " net1")
                .contains("# not said by the provider: net1=virtio=BC:24:11:00:00:01,bridge=vmbr0");
    }

    @Test
    void aGuestThatTheProviderCannotReadIsLeftOut() {
        ExportedGuest guest = Guests.guest(
                100,
                GuestKind.VM,
                Map.of("net0", "virtio=BC:24:11:00:00:01,bridge=vmbr0,trunks=2-4094", "memory", "1024"));

        Exported exported = TerraformExporter.write(Guests.cluster(List.of(guest)));

        assertThat(resources(exported)).isEmpty();
        assertThat(exported.files().get("imports.tf")).doesNotContain("import {");
        assertThat(exported.notes())
                .containsExactly("guest 100 is left out: net0 has trunks of a range (2-4094), by which every reading of"
                        + " the provider fails");
        assertThat(exported.files().get("guests-pve1.tf")).contains("memory=1024");
    }

    @Test
    void twoThingsOfOneNameHaveLabelsOfTheirOwn() {
        List<ExportedGuest> guests = List.of(
                Guests.guest(100, GuestKind.VM, Map.of("name", "a-b")),
                Guests.guest(101, GuestKind.VM, Map.of("name", "a.b")));
        ExportedFacts facts = Guests.everything(guests);

        List<HclReader.Body> all =
                HclReader.read(TerraformExporter.write(facts).files().getOrDefault("imports.tf", ""));

        assertThat(all).hasSize(2 + 17).allMatch(one -> one.type().equals("import"));
        assertThat(all).extracting(one -> one.arguments().get("to")).doesNotHaveDuplicates();
        assertThat(all).extracting(one -> one.arguments().get("id")).contains("pve1/100", "web/vm/100", "vm:100");
    }

    private static List<ExportedGuest> all() {
        return Stream.concat(Guests.recorded().stream(), Guests.madeUp().stream())
                .toList();
    }

    private static String text(ExportedGuest guest) {
        return GuestText.of(guest, new BlockLabels()).text();
    }

    private static HclReader.Body resource(Map<String, String> config) {
        return HclReader.read(text(Guests.guest(100, GuestKind.VM, config))).getFirst();
    }

    private static List<HclReader.Name> ignored(String text) {
        Object names = HclReader.read(text)
                .getFirst()
                .block("lifecycle")
                .arguments()
                .getOrDefault("ignore_changes", List.of());
        return ((List<?>) names).stream().map(HclReader.Name.class::cast).toList();
    }

    private static List<HclReader.Body> resources(Exported exported) {
        return exported.files().entrySet().stream()
                .filter(file -> file.getKey().endsWith(".tf"))
                .flatMap(file -> HclReader.read(file.getValue()).stream())
                .filter(one -> one.type().equals("resource"))
                .toList();
    }
}
