package io.github.proxmoxmcp.server.guard;

import io.github.proxmoxmcp.client.catalogue.ApiMethod;
import io.github.proxmoxmcp.client.catalogue.ApiParameter;
import io.github.proxmoxmcp.client.json.Secrets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// Which GETs of the API only read. Others have Proxmox connect to an address of the caller's choice, which carries
/// data out, or take a credential, or open a connection, or hand out files. They are told by what the cluster's own
/// catalogue says of them, so that those of a later version are too.
public final class ReadCheck {

    /// Words in the name or format of a parameter that says where to connect to.
    private static final Set<String> ADDRESSES = Set.of(
            "url",
            "uri",
            "server",
            "host",
            "hostname",
            "address",
            "endpoint",
            "portal",
            "proxy",
            "registry",
            "reference",
            "repository",
            "directory",
            "remote",
            "peer",
            "callback",
            "webhook",
            "socket",
            "port");

    private static final Pattern CONNECTION =
            Pattern.compile(".*websocket|.*/(?:vnc|spice|term)(?:proxy|shell)|/access/ticket");

    /// Files out of a guest or a backup, with whatever secret is in them.
    private static final Pattern FILES = Pattern.compile(".*/(?:agent/file-read|file-restore/download|cloudinit/dump)");

    private ReadCheck() {}

    /// Why this GET is not made; empty: it only reads.
    public static Optional<String> refusal(ApiMethod method) {
        if (FILES.matcher(method.path()).matches()) {
            return Optional.of("it hands out files that may hold secrets");
        }
        if (CONNECTION.matcher(method.path()).matches()) {
            return Optional.of("it opens a connection or makes a ticket");
        }
        return given(method, parameter -> Secrets.isSecret(method.path(), parameter.name()))
                .map(name -> "it takes a credential ('" + name + "')")
                .or(() -> given(method, ReadCheck::isAddress)
                        .map(name -> "it has Proxmox connect to where '" + name + "' says, which carries data out"));
    }

    private static boolean isAddress(ApiParameter parameter) {
        return isAddress(parameter.name())
                || parameter.format().filter(ReadCheck::isAddress).isPresent();
    }

    private static boolean isAddress(String name) {
        return Arrays.stream(name.toLowerCase(Locale.ROOT).split("[^a-z]+")).anyMatch(ADDRESSES::contains);
    }

    private static Optional<String> given(ApiMethod method, Predicate<ApiParameter> which) {
        return method.parameters().stream()
                .filter(parameter -> !method.path().contains("{" + parameter.name() + "}"))
                .filter(which)
                .map(ApiParameter::name)
                .findFirst();
    }
}
