package io.github.proxmoxmcp.server.config;

import io.github.proxmoxmcp.client.connection.ApiToken;
import io.github.proxmoxmcp.client.connection.ConnectionSettings;
import io.github.proxmoxmcp.client.connection.Trust;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// A cluster of the configuration file.
///
/// @param url endpoints, as [ClusterAddresses] reads them
record ClusterSection(
        List<String> url,
        Optional<SecretInPlace> token,
        Optional<Path> tokenFile,
        Optional<String> tokenEnv,
        Optional<Path> caFile,
        Optional<String> fingerprint,
        Optional<PolicySection.Bounds> scope) {

    ClusterSection {
        if (tokenFile.isEmpty() && tokenEnv.isEmpty()) {
            throw new IllegalArgumentException("'token_file' or 'token_env' is missing");
        }
    }

    /// Reads the secret: whoever does not follow this cluster need not have it.
    ///
    /// @param where the file and the section, for errors
    /// @param environment the variable of a name, if it is set
    ConnectionSettings connection(String where, Function<String, Optional<String>> environment) {
        ApiToken secret = tokenFile
                .map(path -> ConfiguredSecret.tokenFile(path, where + ": token_file"))
                .orElseGet(() -> ConfiguredSecret.token(
                        tokenEnv.flatMap(environment).orElse(""), where + ": token_env (" + tokenEnv.orElse("") + ")"));
        try {
            return connection(url, secret, trust(caFile, fingerprint));
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(where + ": " + e.getMessage(), e);
        }
    }

    static ConnectionSettings connection(List<String> urls, ApiToken token, Trust trust) {
        return ConnectionSettings.of(urls.stream().map(ClusterAddresses::one).toList(), token, trust);
    }

    static Trust trust(Optional<Path> caFile, Optional<String> fingerprint) {
        if (caFile.isPresent() && fingerprint.isPresent()) {
            throw new IllegalArgumentException(
                    "a CA file and a fingerprint are both given; one of them is enough, leave out the other");
        }
        return caFile.<Trust>map(Trust.CaFile::new)
                .or(() -> fingerprint.map(Trust.Fingerprint::new))
                .orElseGet(Trust.SystemAuthorities::new);
    }

    /// A token itself, which is never taken.
    record SecretInPlace() {

        static SecretInPlace refuse(String secret) {
            throw new IllegalArgumentException("is a secret, which does not belong in the configuration; put it into"
                    + " a file of its own (chmod 600) and name that with 'token_file', or name an environment variable"
                    + " with 'token_env'");
        }
    }
}
