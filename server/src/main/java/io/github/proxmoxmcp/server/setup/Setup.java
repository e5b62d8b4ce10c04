package io.github.proxmoxmcp.server.setup;

import io.github.proxmoxmcp.client.Proxmox;
import io.github.proxmoxmcp.client.call.ProxmoxException;
import io.github.proxmoxmcp.client.cluster.StatusEntry;
import io.github.proxmoxmcp.client.connection.ApiToken;
import io.github.proxmoxmcp.client.connection.ConnectionSettings;
import io.github.proxmoxmcp.client.connection.Trust;
import io.github.proxmoxmcp.server.config.ClusterAddresses;
import io.github.proxmoxmcp.server.config.ConfiguredSecret;
import io.github.proxmoxmcp.server.tool.Access;
import io.github.proxmoxmcp.server.tool.UntrustedText;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Sets the program up for a cluster: whom to trust, a token for the chosen access, the configuration, the clients.
///
/// The order matters: the secret is asked for only after the server's certificate was accepted, and nothing is written
/// before the cluster has answered.
public final class Setup {

    private static final int TRIES = 3;
    private static final Pattern SECRET = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private final Needs needs;
    private final Dialogue dialogue;
    private final McpClient.Place place;
    private final List<String> program;

    /// @param needs what the tools need of a token
    /// @param program how a client starts this program
    public Setup(Needs needs, Dialogue dialogue, McpClient.Place place, List<String> program) {
        this.needs = needs;
        this.dialogue = dialogue;
        this.place = place;
        this.program = program;
    }

    /// Goes through all of it, and tells what the cluster is called.
    public String run(SetupRequest request) {
        ConfigurationFile file = ConfigurationFile.read(request.configuration());
        Access access = request.access().or(file::access).orElse(Access.READ);
        Reached reached = reach(request);
        Introduced known = request.tokenFile()
                .map(path -> greet(ConfiguredSecret.tokenFile(path, "--token-file"), reached))
                .orElseGet(() -> introduced(request, access, reached));
        String name = distinct(known.name(), file, reached.urls(), request);
        dialogue.say("Connected: Proxmox VE " + UntrustedText.marked(known.version()) + ", cluster '" + name + "', as "
                + known.token().id() + ".");
        Path tokenFile = request.tokenFile()
                .orElseGet(() -> request.configuration().toAbsolutePath().resolveSibling(name + ".token"));
        write(
                request,
                request.tokenFile().isPresent() ? Optional.empty() : Optional.of(known.token()),
                file.with(request.access(), name, reached.urls(), tokenFile, reached.trust()),
                tokenFile);
        new ClientEntries(dialogue, place, program).offer(request);
        return name;
    }

    /// Where the cluster is, and whom to trust there.
    private record Reached(List<URI> urls, Trust trust) {}

    /// What the cluster said of itself.
    private record Introduced(ApiToken token, String version, String name) {}

    private Reached reach(SetupRequest request) {
        CertificateQuestion certificates = new CertificateQuestion(dialogue, request);
        if (request.urls().isPresent()) {
            try {
                return reached(request.urls().get(), certificates);
            } catch (IllegalArgumentException e) {
                throw new SetupException(String.valueOf(e.getMessage()), e);
            }
        }
        return repeated(() ->
                reached(dialogue.ask("Where is the cluster (for example https://pve1:8006)?", "--url"), certificates));
    }

    private static Reached reached(String text, CertificateQuestion certificates) {
        List<URI> urls = ClusterAddresses.parse(text);
        // The client's own rules: https, nothing behind the port.
        ConnectionSettings.of(urls, ApiToken.parse("a@pve!c=d"), new Trust.SystemAuthorities());
        return new Reached(urls, certificates.trust(urls));
    }

    /// What a person typed can be mistyped: says what is wrong, asks once more, and then once more. What was answered
    /// before stays.
    private <T> T repeated(Supplier<T> question) {
        for (int left = TRIES; ; left--) {
            try {
                return question.get();
            } catch (IllegalArgumentException
                    | ProxmoxException.ClusterUnreachable
                    | ProxmoxException.NotAuthenticated e) {
                if (left == 1) {
                    throw new SetupException(String.valueOf(e.getMessage()), e);
                }
                dialogue.say(String.valueOf(e.getMessage()));
            }
        }
    }

    /// Says how a token is made, and asks for it.
    private Introduced introduced(SetupRequest request, Access access, Reached reached) {
        boolean seeing = request.seeing()
                || (access == Access.READ
                        && dialogue.wants(
                                "Proxmox shows backups and the disks of guests in a storage only to users who may also"
                                        + " make them. Shall the token see them, and so have these privileges too?"));
        explain(access, seeing);
        return repeated(() -> greet(token(access), reached));
    }

    private void explain(Access access, boolean seeing) {
        dialogue.say("These lines, run in a shell on a node, make a user, a role and a token for access '"
                + access.name().toLowerCase(Locale.ROOT) + "', with what the tools need and nothing else:\n\n  "
                + String.join("\n  ", Pveum.create(needs, access, seeing))
                + "\n\n"
                + "The last one shows the secret as 'value', once. (Before Proxmox VE 9, write VM.Monitor for"
                + " VM.GuestAgent.*.)");
    }

    /// The secret by itself is that of the token which the lines make.
    private ApiToken token(Access access) {
        String typed = dialogue.secret(
                "The token, USER@REALM!ID=SECRET, or its value alone if these lines made it", "--token-file");
        return ApiToken.parse(SECRET.matcher(typed).matches() ? Pveum.token(access) + "=" + typed : typed);
    }

    /// Asks the cluster who it is, and so whether address, trust and token are right.
    private static Introduced greet(ApiToken token, Reached reached) {
        ConnectionSettings connection = ConnectionSettings.of(reached.urls(), token, reached.trust());
        try (Proxmox api = Proxmox.connect(connection)) {
            return new Introduced(token, api.version().get().version(), name(api, connection));
        }
    }

    /// What to call it here: another cluster never takes the name, and so the place and the memory, of one that is
    /// there already, unless a person says that it is the same one.
    private String distinct(String own, ConfigurationFile file, List<URI> urls, SetupRequest request) {
        String wanted = request.name().orElse(own);
        String name = file.elsewhere(wanted, urls)
                .map(other -> dialogue.choose(
                        "'" + wanted + "' is in " + request.configuration() + " already, at " + other
                                + ". A name for this one ('" + wanted + "': it is the same cluster, moved here)?",
                        IntStream.iterate(2, number -> number + 1)
                                .mapToObj(number -> wanted + "-" + number)
                                .filter(candidate -> !file.has(candidate))
                                .findFirst()
                                .orElse(wanted)))
                .orElse(wanted);
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}")) {
            throw new SetupException("'" + name + "' cannot be a cluster's name here: give one of letters, digits,"
                    + " '.', '_' and '-' with --name");
        }
        return name;
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

    /// The token and the configuration that names it, in one step and after a yes.
    private void write(SetupRequest request, Optional<ApiToken> typed, FileChange configuration, Path tokenFile) {
        Optional<FileChange> secret = typed.map(token -> new FileChange(
                tokenFile,
                FileChange.current(tokenFile),
                token.authorization().replaceFirst("^PVEAPIToken=", "") + "\n"));
        if (configuration.changesNothing()
                && secret.filter(change -> !change.changesNothing()).isEmpty()) {
            dialogue.say(request.configuration() + " says all of it already.");
            return;
        }
        dialogue.say(configuration.file() + ":\n" + configuration.shown());
        secret.ifPresent(change -> dialogue.say("The token goes into " + tokenFile + ", which only you can read"
                + (change.before().isPresent() ? "; the one that is there now is replaced." : ".")));
        boolean replaces = configuration.before().isPresent()
                || secret.flatMap(FileChange::before).isPresent();
        if (replaces && !dialogue.confirm("Write this?")) {
            throw new SetupException(configuration.file()
                    + " was left as it is, and nothing was written; name another file with --config");
        }
        Optional<Path> kept =
                secret.map(change -> FileChange.write(change, configuration)).orElseGet(configuration::write);
        dialogue.say("Wrote " + configuration.file() + FileChange.kept(kept));
    }
}
