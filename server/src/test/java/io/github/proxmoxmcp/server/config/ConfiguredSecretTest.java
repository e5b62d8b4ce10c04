package io.github.proxmoxmcp.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.proxmoxmcp.persistence.file.PrivateFile;
import io.github.proxmoxmcp.server.WindowsFiles;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.nio.file.attribute.AclEntryPermission;
import org.junit.jupiter.api.Test;

/// Secrets in files, where files have access lists and no modes.
class ConfiguredSecretTest {

    @Test
    void aTokenFileOnWindowsIsTakenWhenNobodyElseCanReadIt() throws IOException {
        try (FileSystem windows = WindowsFiles.empty()) {
            Path file = windows.getPath("C:\\work\\token");
            PrivateFile.create(file, "a@pam!b=11111111-2222-3333-4444-555555555555\r\n");

            assertThat(ConfiguredSecret.tokenFile(file, "PROXMOX_TOKEN_FILE").id())
                    .isEqualTo("a@pam!b");

            WindowsFiles.allow(file, "BUILTIN\\Users", AclEntryPermission.READ_DATA);
            assertThatThrownBy(() -> ConfiguredSecret.tokenFile(file, "PROXMOX_TOKEN_FILE"))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageStartingWith("PROXMOX_TOKEN_FILE: others (BUILTIN\\Users) can read C:\\work\\token;"
                            + " make it yours alone with: icacls \"C:\\work\\token\" /inheritance:r /grant:r ");
        }
    }
}
