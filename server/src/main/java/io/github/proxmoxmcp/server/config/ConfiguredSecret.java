package io.github.proxmoxmcp.server.config;

import io.github.proxmoxmcp.client.connection.ApiToken;
import io.github.proxmoxmcp.persistence.file.Exposure;
import io.github.proxmoxmcp.persistence.file.PrivateFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Reads secrets: API tokens, and what others give us to tell them something.
public final class ConfiguredSecret {

    private ConfiguredSecret() {}

    static ApiToken token(String text, String source) {
        try {
            return ApiToken.parse(text);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(source + ": " + e.getMessage(), e);
        }
    }

    /// The token in a file that only its owner may read.
    public static ApiToken tokenFile(Path file, String source) {
        return token(file(file, source, "one line USER@REALM!ID=SECRET"), source + " (" + file + ")");
    }

    /// What is in a file that only its owner may read.
    ///
    /// @param what it must hold
    public static String file(Path file, String source, String what) {
        try {
            Optional<Exposure> exposure = handedOver(file) ? Optional.empty() : PrivateFile.exposure(file);
            if (exposure.isPresent()) {
                throw new ConfigurationException(source + ": " + exposure.get().who() + " can read " + file
                        + "; make it yours alone with: " + exposure.get().remedy());
            }
            String text = Files.readString(file).strip();
            if (text.isEmpty()) {
                throw new ConfigurationException(source + ": " + file + " is empty; it must hold " + what);
            }
            return text;
        } catch (IOException e) {
            throw new ConfigurationException(
                    source + ": cannot read " + file + " (" + reason(e)
                            + (handedOver(file) ? "; it is there only while the service runs" : "")
                            + "); it must hold " + what,
                    e);
        }
    }

    /// What systemd hands a unit lies in a folder that only this unit can enter; the access list that lets it in looks
    /// like a permission for the group. See systemd.exec(5), LoadCredential.
    private static boolean handedOver(Path file) {
        return file.toAbsolutePath().normalize().startsWith(Path.of("/run/credentials"));
    }

    private static String reason(IOException e) {
        return switch (e) {
            case java.nio.file.NoSuchFileException _ -> "there is no such file";
            case java.nio.file.AccessDeniedException _ -> "permission denied";
            default -> String.valueOf(e.getMessage());
        };
    }
}
