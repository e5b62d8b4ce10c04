package io.github.proxmoxmcp.server.setup;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Offers to write this program's entry into the configuration of the MCP clients.
///
/// @param program how a client starts this program
record ClientEntries(Dialogue dialogue, McpClient.Place place, List<String> program) {

    void offer(SetupRequest request) {
        List<McpClient> clients =
                request.clients().orElseGet(() -> McpClient.found(place, List.of(McpClient.values())));
        if (clients.isEmpty() && request.clients().isEmpty()) {
            dialogue.say("No MCP client was found here: looked for "
                    + Arrays.stream(McpClient.values()).map(McpClient::title).collect(Collectors.joining(", "))
                    + ". 'proxmox-mcp init --client NAME' writes the entry of one ("
                    + Arrays.stream(McpClient.values()).map(McpClient::id).collect(Collectors.joining(", "))
                    + "); any other starts: " + String.join(" ", command(request.configuration())));
        }
        clients.forEach(client -> connect(client, command(request.configuration())));
    }

    private List<String> command(Path configuration) {
        return Stream.concat(
                        program.stream(),
                        Stream.of(
                                "serve",
                                "--config",
                                configuration.toAbsolutePath().toString()))
                .toList();
    }

    private void connect(McpClient client, List<String> command) {
        ClientFile file = new ClientFile(client, place);
        try {
            FileChange change = file.with("proxmox", command);
            if (change.changesNothing()) {
                dialogue.say(client.title() + " has the entry already.");
                return;
            }
            dialogue.say(client.title() + " would get this entry in " + change.file() + ":\n" + change.shown());
            if (dialogue.confirm("Write it?")) {
                dialogue.say("Wrote it" + FileChange.kept(change.write()) + " Start " + client.title()
                        + " again to see the tools.");
            }
        } catch (SetupException e) {
            dialogue.say(e.getMessage() + ". Put this into it by hand:\n"
                    + file.snippet("proxmox", command).indent(4).stripTrailing());
        }
    }
}
