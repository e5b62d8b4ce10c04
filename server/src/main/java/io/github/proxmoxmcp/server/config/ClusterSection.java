package io.github.proxmoxmcp.server.config;

import io.github.proxmoxmcp.client.connection.ApiToken;
import io.github.proxmoxmcp.client.connection.ConnectionSettings;
import io.github.proxmoxmcp.client.connection.Trust;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A cluster of the configuration file.
///
/// @param url endpoints, as [Endpoints] reads them
record ClusterSection(
        List<String> url,
        Optional<SecretInPlace> token,
        Optional<TokenFile> tokenFile,
        Optional<TokenVariable> tokenEnv,
        Optional<Path> caFile,
        Optional<String> fingerprint,
        Optional<PolicySection.Bounds> scope) {

    ClusterSection {
        if (tokenFile.isEmpty() && tokenEnv.isEmpty()) {
            throw new IllegalArgumentException("'token_file' or 'token_env' is missing");
        }
        ConnectionSettings _ = connection(url, secret(tokenFile, tokenEnv), trust(caFile, fingerprint));
    }

    ConnectionSettings connection() {
        return connection(url, secret(tokenFile, tokenEnv), trust(caFile, fingerprint));
    }

    static ConnectionSettings connection(List<String> urls, ApiToken token, Trust trust) {
        return ConnectionSettings.of(urls.stream().map(Endpoints::one).toList(), token, trust);
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

    private static ApiToken secret(Optional<TokenFile> file, Optional<TokenVariable> variable) {
        return file.map(TokenFile::token)
                .or(() -> variable.map(TokenVariable::token))
                .orElseThrow();
    }

    /// A token that was read from the file that is named.
    record TokenFile(ApiToken token) {}

    /// A token that was read from the variable that is named.
    record TokenVariable(ApiToken token) {}

    /// A token itself, which is never taken.
    record SecretInPlace() {

        static SecretInPlace refuse(String secret) {
            throw new IllegalArgumentException("is a secret, which does not belong in the configuration; put it into"
                    + " a file of its own (chmod 600) and name that with 'token_file', or name an environment variable"
                    + " with 'token_env'");
        }
    }
}
