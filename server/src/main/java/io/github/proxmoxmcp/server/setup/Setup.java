package io.github.proxmoxmcp.server.setup;

import io.github.proxmoxmcp.client.ApiToken;
import io.github.proxmoxmcp.client.ConnectionSettings;
import io.github.proxmoxmcp.client.Proxmox;
import io.github.proxmoxmcp.client.ProxmoxException;
import io.github.proxmoxmcp.client.Trust;
import io.github.proxmoxmcp.client.cluster.StatusEntry;
import io.github.proxmoxmcp.server.config.Secret;
import io.github.proxmoxmcp.server.tool.Access;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Sets the program up for a cluster: whom to trust, a token for the chosen access, the configuration, the clients.
///
/// The order matters: the secret is asked for only after the server's certificate was accepted, and nothing is written
/// before the cluster has answered.
public final class Setup {

    private static final int PROXMOX_PORT = 8006;
    private static final int TRIES = 3;
    private static final Pattern SECRET = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private final Dialogue dialogue;
    private final McpClient.Place place;
    private final List<String> program;

    /// @param program how a client starts this program
    public Setup(Dialogue dialogue, McpClient.Place place, List<String> program) {
        this.dialogue = dialogue;
        this.place = place;
        this.program = program;
    }

    /// Goes through all of it.
    public void run(SetupRequest request) {
        List<URI> urls = endpoints(request.urls()
                .orElseGet(() -> dialogue.ask("Where is the cluster (for example https://pve1:8006)?", "--url")));
        Trust trust = trust(urls, request);
        explain(request);
        ApiToken token = request.tokenFile()
                .map(file -> Secret.tokenFile(file, "--token-file"))
                .orElseGet(() -> token(request.access()));
        String name = greet(ConnectionSettings.of(urls, token, trust), request.name());
        Path tokenFile = request.tokenFile().orElseGet(() -> keep(name, request.configuration(), token));
        write(ConfigurationFile.with(request.configuration(), request.access(), name, urls, tokenFile, trust));
        request.clients()
                .orElseGet(() -> McpClient.found(place, List.of(McpClient.values())))
                .forEach(client -> connect(client, request.configuration()));
    }

    private static List<URI> endpoints(String text) {
        List<URI> urls = Arrays.stream(text.split(",")).map(Setup::endpoint).toList();
        try {
            // The client's own rules: https, nothing behind the port.
            ConnectionSettings.of(urls, ApiToken.parse("a@b!c=d"), new Trust.SystemAuthorities());
            return urls;
        } catch (IllegalArgumentException e) {
            throw new SetupException(String.valueOf(e.getMessage()), e);
        }
    }

    /// As people write it: `pve1` is `https://pve1:8006`.
    private static URI endpoint(String text) {
        String stripped = text.strip().replaceFirst("/+$", "");
        try {
            URI url = URI.create(stripped.contains("://") ? stripped : "https://" + stripped);
            return url.getPort() < 0 && !stripped.contains("://") ? URI.create(url + ":" + PROXMOX_PORT) : url;
        } catch (IllegalArgumentException e) {
            throw new SetupException("'" + stripped + "' is no address: expected https://HOST:8006", e);
        }
    }

    private Trust trust(List<URI> urls, SetupRequest request) {
        if (request.caFile().isPresent()) {
            return new Trust.CaFile(request.caFile().get());
        }
        Optional<Trust.Fingerprint> expected = request.fingerprint().map(Setup::fingerprint);
        List<ServerIdentity> servers = urls.stream()
                .filter(url -> url.getScheme().equals("https"))
                .map(ServerIdentity::of)
                .toList();
        if (servers.isEmpty()) {
            // Plain http is for this machine only, and has no certificate.
            return new Trust.SystemAuthorities();
        }
        if (expected.isEmpty() && servers.stream().allMatch(ServerIdentity::trustedBySystem)) {
            dialogue.say(
                    "This system trusts the certificate of " + urls.getFirst().getHost() + ".");
            return new Trust.SystemAuthorities();
        }
        servers.forEach(server -> accept(server, expected));
        return new Trust.Fingerprint(servers.stream()
                .map(server -> server.certificate().fingerprint())
                .distinct()
                .collect(Collectors.joining(",")));
    }

    private static Trust.Fingerprint fingerprint(String text) {
        try {
            return new Trust.Fingerprint(text);
        } catch (IllegalArgumentException e) {
            throw new SetupException("--fingerprint: " + e.getMessage(), e);
        }
    }

    private void accept(ServerIdentity server, Optional<Trust.Fingerprint> expected) {
        String seen = server.certificate().fingerprint();
        dialogue.say(server.endpoint() + " presents a certificate:\n  subject      "
                + server.certificate().subject() + "\n  issuer       "
                + server.certificate().issuer() + "\n  valid until  "
                + server.certificate().validUntil() + "\n  SHA-256      " + seen);
        if (expected.isPresent()) {
            if (!List.of(expected.get().sha256().split(",")).contains(seen)) {
                throw new SetupException("The certificate of " + server.endpoint() + " has the fingerprint " + seen
                        + ", not the one given with --fingerprint. Nothing was sent to it. Look on the node itself:"
                        + " pvenode cert info");
            }
            return;
        }
        dialogue.say("Compare it with what the node itself shows: run 'pvenode cert info' in a shell on it, or look in"
                + " the web interface under the node's System, Certificates (pveproxy-ssl.pem if it is there, else"
                + " pve-ssl.pem).");
        if (!dialogue.same(seen)) {
            throw new SetupException("The fingerprint was not confirmed, so nothing was sent to " + server.endpoint());
        }
    }

    private void explain(SetupRequest request) {
        if (request.tokenFile().isPresent()) {
            return;
        }
        String level = request.access().name().toLowerCase(Locale.ROOT);
        dialogue.say("These lines, run in a shell on a node, make a user, a role and a token for access '" + level
                + "', with what the tools need and no more:\n\n  "
                + String.join("\n  ", Pveum.create(request.access(), request.seeing()))
                + "\n\n"
                + "The last one shows the secret as 'value', once. (Before Proxmox VE 9, write VM.Monitor for"
                + " VM.GuestAgent.*.)"
                + (request.access() == Access.READ && !request.seeing()
                        ? "\nProxmox shows backups and the disks of guests in a storage only to who may also make them;"
                                + " with --see-backups the role has these privileges too."
                        : ""));
    }

    /// The secret by itself is that of the token which the lines make.
    private ApiToken token(Access access) {
        for (int left = TRIES; ; left--) {
            String typed = dialogue.secret(
                    "The token, USER@REALM!ID=SECRET, or its value alone if these lines made it", "--token-file");
            try {
                return ApiToken.parse(SECRET.matcher(typed).matches() ? Pveum.token(access) + "=" + typed : typed);
            } catch (IllegalArgumentException e) {
                if (left == 1) {
                    throw new SetupException(String.valueOf(e.getMessage()), e);
                }
                dialogue.say(String.valueOf(e.getMessage()));
            }
        }
    }

    /// Asks the cluster who it is, and so whether address, trust and token are right.
    private String greet(ConnectionSettings connection, Optional<String> wanted) {
        try (Proxmox api = Proxmox.connect(connection)) {
            String version = api.version().get().version();
            String name = wanted.orElseGet(() -> name(api, connection));
            if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}")) {
                throw new SetupException("'" + name + "' cannot be a cluster's name here: give one of letters, digits,"
                        + " '.', '_' and '-' with --name");
            }
            dialogue.say("Connected: Proxmox VE " + version + ", cluster '" + name + "', as "
                    + connection.credentials().id() + ".");
            return name;
        }
    }

    private static String name(Proxmox api, ConnectionSettings connection) {
        String host = connection.endpoints().getFirst().getHost();
        try {
            List<StatusEntry> entries = api.cluster().status();
            return Stream.concat(
                            entries.stream()
                                    .filter(StatusEntry.ClusterEntry.class::isInstance)
                                    .map(entry -> ((StatusEntry.ClusterEntry) entry).name()),
                            entries.stream()
                                    .filter(StatusEntry.NodeEntry.class::isInstance)
                                    .map(entry -> ((StatusEntry.NodeEntry) entry).name()))
                    .findFirst()
                    .orElse(host);
        } catch (ProxmoxException.Forbidden _) {
            // The doctor says which privilege is missing.
            return host;
        }
    }

    private Path keep(String name, Path configuration, ApiToken token) {
        Path file = configuration.toAbsolutePath().resolveSibling(name + ".token");
        String text = token.authorization().replaceFirst("^PVEAPIToken=", "") + "\n";
        Optional<Path> old = new FileChange(file, FileChange.current(file), text).write();
        dialogue.say("Wrote the token to " + file + kept(old));
        return file;
    }

    private void write(FileChange change) {
        if (change.changesNothing()) {
            dialogue.say(change.file() + " says all of it already.");
            return;
        }
        dialogue.say(change.file() + ":\n" + change.diff().stream().collect(Collectors.joining("\n    ", "    ", "")));
        if (change.before().isPresent() && !dialogue.confirm("Write this?")) {
            throw new SetupException(change.file() + " was left as it is; name another file with --config");
        }
        dialogue.say("Wrote " + change.file() + kept(change.write()));
    }

    private static String kept(Optional<Path> old) {
        return old.map(file -> " (the old one is kept as " + file.getFileName() + ")")
                        .orElse("") + ".";
    }

    private void connect(McpClient client, Path configuration) {
        ClientFile file = new ClientFile(client, place);
        List<String> command = Stream.concat(
                        program.stream(),
                        Stream.of(
                                "serve",
                                "--config",
                                configuration.toAbsolutePath().toString()))
                .toList();
        try {
            FileChange change = file.with("proxmox", command);
            if (change.changesNothing()) {
                dialogue.say(client.title() + " has the entry already.");
                return;
            }
            dialogue.say(client.title() + " would get this entry in " + change.file() + ":\n"
                    + change.diff().stream().collect(Collectors.joining("\n    ", "    ", "")));
            if (dialogue.confirm("Write it?")) {
                dialogue.say(
                        "Wrote it" + kept(change.write()) + " Start " + client.title() + " anew to see the tools.");
            }
        } catch (SetupException e) {
            dialogue.say(e.getMessage() + ". Put this into it by hand:\n"
                    + file.snippet("proxmox", command).indent(4).stripTrailing());
        }
    }
}
