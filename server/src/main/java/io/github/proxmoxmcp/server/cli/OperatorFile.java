package io.github.proxmoxmcp.server.cli;

import io.github.proxmoxmcp.persistence.file.PrivateFile;
import io.github.proxmoxmcp.server.approval.OperatorKey;
import io.github.proxmoxmcp.server.config.ConfigurationException;
import io.github.proxmoxmcp.server.config.ConfiguredSecret;
import io.github.proxmoxmcp.server.tool.ToolException.BadArgument;
import io.github.proxmoxmcp.server.tool.ToolException.Refused;
import java.io.Console;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/// The file with an operator's key, and the passphrase to it: asked on the terminal without echo, or read from the file
/// that `PROXMOX_MCP_OPERATOR_PASSPHRASE_FILE` names.
record OperatorFile(Path path, Map<String, String> environment) {

    static final String PASSPHRASE_FILE = "PROXMOX_MCP_OPERATOR_PASSPHRASE_FILE";

    private static final int SHORTEST = 8;

    /// Writes a new one; only its owner can read it.
    void write(String text) {
        try {
            if (path.getParent() != null) {
                PrivateFile.createFolders(path.getParent());
            }
            PrivateFile.create(path, text);
        } catch (FileAlreadyExistsException e) {
            throw new ConfigurationException(
                    "there is an operator's key in " + path + " already; name another file with --key", e);
        } catch (IOException e) {
            throw new ConfigurationException("cannot write " + path + ": " + e.getMessage(), e);
        }
    }

    String read() {
        try {
            return Files.readString(path);
        } catch (IOException e) {
            throw new ConfigurationException(
                    "there is no operator's key in " + path
                            + ": make one with 'proxmox-mcp operator init', or name its file" + " with --key",
                    e);
        }
    }

    /// Whose key it is.
    ///
    /// @param operators public keys by name
    String owner(Map<String, String> operators) {
        String publicKey = OperatorKey.publicKey(read()).orElse("");
        return operators.entrySet().stream()
                .filter(known -> known.getValue().equals(publicKey))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow(() -> new Refused(
                        "unknown_operator",
                        "the servers do not know this key: 'proxmox-mcp operator init' makes one, and"
                                + " 'approval: operators:' in the configuration names further ones"));
    }

    /// @throws BadArgument when the passphrase is wrong
    OperatorKey open() {
        char[] passphrase = passphrase("Passphrase of the operator's key: ");
        Optional<OperatorKey> key = OperatorKey.open(read(), passphrase);
        Arrays.fill(passphrase, ' ');
        return key.orElseThrow(
                () -> new BadArgument("the passphrase is wrong, or " + path + " is not an operator's key"));
    }

    /// A passphrase for a new key, asked twice.
    char[] newPassphrase() {
        char[] first = passphrase("Passphrase for the new key: ");
        if (first.length < SHORTEST) {
            throw new BadArgument("the passphrase must have " + SHORTEST + " characters or more");
        }
        if (fromFile().isEmpty() && !Arrays.equals(first, passphrase("The same again: "))) {
            throw new BadArgument("the two passphrases differ; nothing was written");
        }
        return first;
    }

    private char[] passphrase(String prompt) {
        return fromFile().orElseGet(() -> {
            Console console = Optional.ofNullable(System.console())
                    .filter(Console::isTerminal)
                    .orElseThrow(() -> new BadArgument("an operator's passphrase is asked on a terminal, and there is"
                            + " none; a script names a file that holds it with " + PASSPHRASE_FILE));
            return Optional.ofNullable(console.readPassword("%s", prompt)).orElseGet(() -> new char[0]);
        });
    }

    private Optional<char[]> fromFile() {
        return Optional.ofNullable(environment.get(PASSPHRASE_FILE))
                .map(name -> ConfiguredSecret.file(Path.of(name), PASSPHRASE_FILE, "the passphrase")
                        .toCharArray());
    }
}
