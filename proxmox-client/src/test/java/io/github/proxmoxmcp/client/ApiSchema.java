package io.github.proxmoxmcp.client;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The API schema of a real Proxmox VE, path to method to description, which lies beside the repository or not at all.
public final class ApiSchema {

    /// The root of the repository.
    public static final Path ROOT = Path.of(System.getProperty("repository.root", "."));

    private ApiSchema() {}

    /// The schema; without it the test is skipped and says so.
    public static JsonNode orSkip() {
        Path file = ROOT.resolve("..").resolve("shared").resolve("pve").resolve("apidoc.json");
        assumeTrue(Files.exists(file), "skipped: the API schema is not there: " + file.normalize());
        return new JsonMapper().readTree(file);
    }
}
