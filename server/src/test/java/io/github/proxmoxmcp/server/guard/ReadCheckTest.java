package io.github.proxmoxmcp.server.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.proxmoxmcp.client.catalogue.ApiMethod;
import io.github.proxmoxmcp.client.catalogue.Catalogue;
import io.github.proxmoxmcp.server.Golden;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

class ReadCheckTest {

    /// Each GET of the real API with what was decided of it: a change shows in review.
    @Test
    void everyGetOfTheRealApiIsDecided() throws IOException {
        Path schema = Path.of(System.getProperty("repository.root"), "..", "shared", "pve", "apidoc.json");
        assumeTrue(Files.exists(schema), "the real schema is not at hand: " + schema);
        ArrayNode roots = JsonMapper.shared().createArrayNode();
        JsonMapper.shared()
                .readTree(Files.readString(schema))
                .properties()
                .forEach(path -> roots.addObject().put("path", path.getKey()).set("info", path.getValue()));

        List<ApiMethod> reads = catalogue(roots).methods().stream()
                .filter(method -> method.method().equals("GET"))
                .toList();

        assertThat(reads).hasSizeGreaterThan(300);
        Golden.check(
                Golden.FOLDER.resolve("api-reads.txt"),
                reads.stream()
                        .map(method -> method.path() + " "
                                + ReadCheck.refusal(method)
                                        .map(why -> "refused: " + why)
                                        .orElse("allowed"))
                        .collect(Collectors.joining("\n", "", "\n")));
    }

    /// Those of the report, others that the listing showed, and some that a later version could bring.
    @ParameterizedTest
    @CsvSource({
        "/cluster/acme/tos, directory, ''",
        "/cluster/acme/meta, directory, ''",
        "/nodes/{node}/query-url-metadata, url, ''",
        "/nodes/{node}/query-oci-repo-tags, reference, ''",
        "/nodes/{node}/scan/nfs, server, pve-storage-server",
        "/nodes/{node}/scan/cifs, server, pve-storage-server",
        "/nodes/{node}/scan/pbs, server, pve-storage-server",
        "/nodes/{node}/scan/pbs, password, ''",
        "/nodes/{node}/scan/glusterfs, server, pve-storage-server",
        "/nodes/{node}/scan/iscsi, portal, pve-storage-portal-dns",
        "/nodes/{node}/qemu/{vmid}/vncwebsocket, vncticket, ''",
        "/nodes/{node}/qemu/{vmid}/mtunnelwebsocket, socket, ''",
        "/nodes/{node}/lxc/{vmid}/mtunnelwebsocket, x, ''",
        "/nodes/{node}/qemu/{vmid}/agent/file-read, file, ''",
        "/nodes/{node}/storage/{storage}/file-restore/download, filepath, ''",
        "/nodes/{node}/qemu/{vmid}/cloudinit/dump, type, ''",
        "/access/ticket, x, ''",
        "/later/one, callback-url, ''",
        "/later/two, x, uri",
        "/later/three, remote-host, ''",
        "/later/four, api-token, ''",
        "/later/five, target-endpoint, proxmox-remote",
        "/later/six, http_proxy, ''",
        "/later/seven, otp, ''",
        "/later/eight, client-key, ''",
    })
    void whatDoesMoreThanReadIsRefused(String path, String parameter, String format) {
        assertThat(ReadCheck.refusal(get(path, parameter, format))).isPresent();
    }

    @ParameterizedTest
    @CsvSource({
        "/nodes/{node}/apt/changelog, name, ''",
        "/nodes/{node}/tasks, typefilter, ''",
        "/nodes/{node}/qemu/{vmid}/migrate, target, pve-node",
        "/access/users/{userid}/token/{tokenid}, tokenid, ''",
        "/nodes/{node}/storage, content, pve-storage-content-list",
        "/cluster/notifications/endpoints/{endpoint}, endpoint, ''",
        "/cluster/nextid, vmid, pve-vmid",
    })
    void whatOnlyReadsIsNot(String path, String parameter, String format) {
        assertThat(ReadCheck.refusal(get(path, parameter, format))).isEmpty();
    }

    private static ApiMethod get(String path, String parameter, String format) {
        Map<String, Object> type =
                format.isEmpty() ? Map.of("type", "string") : Map.of("type", "string", "format", format);
        JsonNode root = JsonMapper.shared()
                .valueToTree(List.of(Map.of(
                        "path",
                        path,
                        "info",
                        Map.of("GET", Map.of("parameters", Map.of("properties", Map.of(parameter, type)))))));
        return catalogue(root).methods().getFirst();
    }

    private static Catalogue catalogue(JsonNode roots) {
        return Catalogue.read(("const apiSchema = " + roots + ";").getBytes(StandardCharsets.UTF_8));
    }
}
