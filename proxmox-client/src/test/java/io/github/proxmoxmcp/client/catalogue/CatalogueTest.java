package io.github.proxmoxmcp.client.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.github.tomakehurst.wiremock.client.WireMock;
import io.github.proxmoxmcp.client.ApiSchema;
import io.github.proxmoxmcp.client.FakeProxmox;
import io.github.proxmoxmcp.client.Proxmox;
import io.github.proxmoxmcp.client.Recording;
import io.github.proxmoxmcp.client.call.ProxmoxException.InvalidParameters;
import io.github.proxmoxmcp.client.call.ProxmoxException.ProtocolError;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogueTest {

    @RegisterExtension
    static final FakeProxmox PROXMOX = new FakeProxmox();

    /// A small description in the form of the real one; it would do harm if it were run.
    static final String SCRIPT = """
        // generated; [ this { is no array
        const apiSchema = [{"path":"/nodes","text":"nodes","info":{"GET":{"name":"index","description":"Cluster node index.",
          "method":"GET","parameters":{"additionalProperties":0},"permissions":{"user":"all"},"allowtoken":1}},
          "children":[{"path":"/nodes/{node}","children":[{"path":"/nodes/{node}/qemu",
           "info":{"POST":{"name":"create_vm","description":"Create or restore a virtual machine. \\"]}\\\\",
            "allowtoken":1,"proxyto":"node","parameters":{"additionalProperties":0,"properties":{
             "node":{"type":"string","format":"pve-node"},
             "vmid":{"type":"integer","format":"pve-vmid","minimum":100,"maximum":999999999},
             "bios":{"type":"string","enum":["seabios","ovmf"],"optional":1},
             "name":{"type":"string","format":"dns-name","maxLength":20,"optional":1},
             "start":{"type":"boolean","optional":1},
             "cpulimit":{"type":"number","minimum":0,"maximum":128,"optional":1},
             "tags":{"type":"string","format":"pve-tag-list","optional":1},
             "smbios":{"type":"string","pattern":"[a-f]+","optional":1},
             "vms":{"type":"array","optional":1,"items":{"type":"integer"}},
             "net[n]":{"type":"string","optional":1,"format":{
               "model":{"type":"string","default_key":1,"enum":["virtio","e1000"]},
               "virtio":{"alias":"macaddr","keyAlias":"model"},
               "macaddr":{"type":"string","format":"mac-addr","optional":1},
               "bridge":{"type":"string","optional":1},
               "firewall":{"type":"boolean","optional":1},
               "mtu":{"type":"integer","minimum":1,"maximum":65520,"optional":1}}}}}}},
           "children":[{"path":"/nodes/{node}/qemu/{vmid}","info":{"GET":{"name":"vmdiridx","description":"Directory index",
             "parameters":{"properties":{"node":{"type":"string"},"vmid":{"type":"integer"}}}}}}]}]}]}];
        while (true) { }
        """;

    private final Catalogue catalogue = Catalogue.read(SCRIPT.getBytes(StandardCharsets.UTF_8));

    @Test
    void readsTheMethodsOfTheWholeTree() {
        assertThat(catalogue.methods())
                .extracting(ApiMethod::toString)
                .containsExactly("GET /nodes", "POST /nodes/{node}/qemu", "GET /nodes/{node}/qemu/{vmid}");
        assertThat(catalogue.find("POST", "/nodes/pve1/qemu")).hasValueSatisfying(create -> {
            assertThat(create.proxyTo()).contains("node");
            assertThat(create.allowsToken()).isTrue();
            assertThat(create.description()).endsWith("\"]}\\");
        });
        assertThat(catalogue.find("PUT", "/nodes/pve1/qemu")).isEmpty();
    }

    @Test
    void findsNothingWrongWithAGoodCall() {
        Map<String, Object> parameters = Map.of(
                "vmid", 105,
                "bios", "ovmf",
                "name", "web01.example.org",
                "start", true,
                "cpulimit", "1.5",
                "tags", "prod;web",
                "vms", List.of(1, 2),
                "net0", "virtio=BC:24:11:00:01:00,bridge=vmbr0,firewall=on",
                "net12", "e1000,mtu=1500");

        assertThat(catalogue.problems("POST", "/nodes/pve1/qemu", parameters)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "vmid | 99 | must be at least 100",
                "vmid | many | expected a whole number",
                "bios | bios | expected one of seabios, ovmf",
                "name | no_name | 'no_name' is no dns-name",
                "name | abcdefghijklmnopqrstuvwxyz | must have at most 20 characters",
                "start | yes | expected 0 or 1",
                "cpulimit | 129 | must be at most 128",
                "tags | a;b c;-d | '-d' is no pve-tag-list",
                "smbios | xyz | must match [a-f]+",
                "nmae | web01 | is unknown; did you mean 'name'?",
                "net | virtio | is unknown; did you mean 'net[n]'?",
                "zzzzzzzz | 1 | is unknown; this method has",
                "net0 | virtoi | model: expected one of virtio, e1000",
                "net0 | virtio,brigde=vmbr0 | has no key 'brigde=vmbr0' (did you mean 'bridge'?)",
                "net0 | virtio,macaddr=1 | macaddr: '1' is no mac-addr",
                "net0 | virtio,mtu=0 | mtu: must be at least 1",
                "node | pve2 | is given by the path already"
            })
    void saysWhatIsWrongWithAParameter(String name, String value, String problem) {
        Map<String, Object> parameters = new HashMap<>(Map.of("vmid", 105));
        parameters.put(name, value);

        Map<String, String> problems = catalogue.problems("POST", "/nodes/pve1/qemu", parameters);

        assertThat(problems).containsOnlyKeys(name);
        assertThat(problems.get(name)).startsWith(problem);
    }

    @Test
    void saysWhatIsMissingAndWhatIsGivenTwice() {
        assertThat(catalogue.problems("POST", "/nodes/pve1/qemu", Map.of("name", List.of("a", "b"))))
                .isEqualTo(Map.of("vmid", "is required", "name", "takes one value, not 2"));
        assertThat(catalogue.problems("POST", "/nodes/-/qemu", Map.of("vmid", 105)))
                .isEqualTo(Map.of("node", "'-' is no pve-node"));
    }

    @Test
    void namesTheNearestPathAndTheMethodsThereAre() {
        assertThat(catalogue.problems("GET", "/node", Map.of()))
                .isEqualTo(Map.of("path", "there is no such path; did you mean /nodes?"));
        assertThat(catalogue.problems("DELETE", "/nodes/pve1/qemu", Map.of()))
                .isEqualTo(Map.of("method", "this path has POST, not DELETE"));
        assertThatExceptionOfType(InvalidParameters.class)
                .isThrownBy(() -> catalogue.check("DELETE", "/nodes/pve1/qemu", Map.of()))
                .withMessage("DELETE /nodes/pve1/qemu failed: not sent: method: this path has POST, not DELETE");
    }

    @Test
    void searchesByWordsBestFirst() {
        assertThat(catalogue.search("qemu", 10)).extracting(ApiMethod::path).startsWith("/nodes/{node}/qemu");
        assertThat(catalogue.search("restore MACHINE", 10))
                .extracting(ApiMethod::name)
                .containsExactly("create_vm");
        assertThat(catalogue.search("index", 1)).hasSize(1);
        assertThat(catalogue.search("nothing of the kind", 10)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "apiSchema",
                "apiSchema = ",
                "const apiSchema = [",
                "const apiSchema = [{\"path\":\"/x]}",
                "const apiSchema = [];",
                "const apiSchema = [{x:1}];",
                "const apiSchema = f([1]);",
                "<html>[]</html>"
            })
    void refusesWhatIsNoDescription(String script) {
        assertThatExceptionOfType(ProtocolError.class)
                .isThrownBy(() -> Catalogue.read(script.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void refusesADescriptionCutAnywhere() {
        int end = SCRIPT.indexOf("];") + 1;
        for (int length = 0; length < end; length += 7) {
            byte[] cut = SCRIPT.substring(0, length).getBytes(StandardCharsets.UTF_8);

            assertThatExceptionOfType(ProtocolError.class).isThrownBy(() -> Catalogue.read(cut));
        }
        assertThat(end).isGreaterThan(1000);
    }

    @Test
    void isReadFromTheClusterOnceForEachVersion() {
        PROXMOX.stubFor(WireMock.any(WireMock.urlEqualTo("/api2/json/version"))
                .willReturn(WireMock.aResponse().withBody(Recording.of("001").body())));
        PROXMOX.stubFor(WireMock.any(WireMock.urlEqualTo("/pve-docs/api-viewer/apidoc.js"))
                .willReturn(WireMock.aResponse().withBody(SCRIPT)));

        try (Proxmox client = PROXMOX.client()) {
            assertThat(client.catalogue()).isSameAs(client.catalogue());
        }

        assertThat(PROXMOX.requests())
                .filteredOn(request -> request.getUrl().endsWith("apidoc.js"))
                .hasSize(1);
    }

    @Test
    void knowsParametersThatDependOnAType() {
        Catalogue rules = Catalogue.read("""
            const apiSchema = [{"path":"/rules","info":{"POST":{"name":"create","parameters":{"allOf":[
             {"properties":{"rule":{"type":"string","optional":0}}},
             {"type-property":"type","type-property-schema":{"type":"string","enum":["near","apart"]},"oneOf":[
              {"properties":{"nodes":{"type":"string","optional":0}}},
              {"properties":{"affinity":{"type":"string","optional":0}}}]}]}}}}];
            """.getBytes(StandardCharsets.UTF_8));

        assertThat(rules.problems("POST", "/rules", Map.of("rule", "a", "type", "near", "nodes", "pve1")))
                .isEmpty();
        assertThat(rules.problems("POST", "/rules", Map.of("rule", "a", "type", "far", "node", "pve1"))
                        .toString())
                .contains("node", "is unknown", "type");
    }

    @Test
    void readsTheRealOne() {
        String array = ApiSchemaScript.of(ApiSchema.orSkip());
        Catalogue real = Catalogue.read(array.getBytes(StandardCharsets.UTF_8));

        assertThat(real.methods()).hasSizeGreaterThan(600);
        assertThat(real.problems(
                        "POST",
                        "/nodes/pve1/qemu",
                        Map.of("vmid", 105, "cores", 2, "memory", 2048, "scsi0", "local:8,discard=on", "agent", 1)))
                .isEmpty();
        assertThat(real.problems("GET", "/nodes/pve1/storage/local/content/local%3A100%2Fx.qcow2", Map.of()))
                .isEmpty();
        assertThat(real.search("snapshot rollback", 2))
                .extracting(ApiMethod::name)
                .containsOnly("rollback");
    }
}
