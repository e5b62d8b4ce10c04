package io.github.proxmoxmcp.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.proxmoxmcp.client.access.UsersApi;
import io.github.proxmoxmcp.client.call.ProxmoxException;
import io.github.proxmoxmcp.client.qemu.QemuLifecycleApi.CloudInitPart;
import io.github.proxmoxmcp.client.qemu.QemuLifecycleApi.CreateVm;
import io.github.proxmoxmcp.client.storage.Upload;
import io.github.proxmoxmcp.client.value.Options;
import io.github.proxmoxmcp.client.value.PropertyString;
import io.github.proxmoxmcp.client.value.Secret;
import io.github.proxmoxmcp.client.value.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class LifecycleRequestsTest {

    @RegisterExtension
    static final FakeProxmox PROXMOX = new FakeProxmox();

    private static final String TASK = "{\"data\":\"UPID:pve1:0000142F:0008544E:6B03F1C8:qmcreate:105:joe@pve!mcp:\"}";

    @TempDir
    private Path folder;

    @Test
    void sendsKeyedOptionsByTheirNames() {
        Options options = Options.of(Map.of(
                "cores",
                2,
                "net0",
                PropertyString.parse("virtio,bridge=vmbr0"),
                "cipassword",
                Secret.of("hunter2"),
                "onboot",
                true));

        PROXMOX.answer(200, TASK);
        call(client -> client.qemuLifecycle().create("pve1", CreateVm.of(105, options)));

        assertThat(PROXMOX.request().getBodyAsString())
                .isEqualTo("vmid=105&cipassword=hunter2&cores=2&net0=virtio%2Cbridge%3Dvmbr0&onboot=1");
        assertThat(CreateVm.of(105, options).toString()).contains("cipassword").doesNotContain("hunter2");
    }

    @Test
    void showsNoSecretOfARequestOrAnAnswer() {
        PROXMOX.answer(200, Recording.of("380").body());

        call(client -> {
            UsersApi.CreatedToken token = client.users().createToken("joe@pve", "new1", UsersApi.TokenCreate.SEPARATED);
            assertThat(token.value().reveal()).isNotEmpty();
            assertThat(token.toString()).doesNotContain(token.value().reveal());
        });
        assertThat(new UsersApi.PasswordChange("joe@pve", Secret.of("hunter2"), Optional.empty()).toString())
                .doesNotContain("hunter2");
    }

    @Test
    void strikesSecretsOutOfSettingsAndCloudInit() {
        PROXMOX.answer(
                200, "{\"data\":{\"type\":\"pbs\",\"password\":\"hunter2\",\"prune-backups\":{\"keep-last\":3}}}");
        call(client -> {
            Settings storage = client.storageConfig().get("pbs");
            assertThat(storage.options())
                    .isEqualTo(Map.of("type", "pbs", "password", "***", "prune-backups", "keep-last=3"));
        });

        PROXMOX.answer(200, "{\"data\":\"user: joe\\npassword: hunter2\\n\"}");
        call(client -> assertThat(client.qemuLifecycle()
                        .cloudInitDump("pve1", 100, new CloudInitPart("user"))
                        .text())
                .isEqualTo("user: joe\npassword: ***\n"));
    }

    @Test
    void uploadsAFileAsTheLastPart() throws IOException {
        Path file = Files.writeString(folder.resolve("a.iso"), "content of it");
        PROXMOX.answer(200, TASK);

        call(client -> client.volumes().upload("pve1", "local", Upload.of("iso", file)));

        assertThat(PROXMOX.request().getHeader("Content-Type")).startsWith("multipart/form-data; boundary=");
        String body = PROXMOX.request().getBodyAsString();
        assertThat(body)
                .containsSubsequence(
                        "name=\"content\"\r\n\r\niso\r\n",
                        "name=\"filename\"; filename=\"a.iso\"\r\n",
                        "\r\n\r\ncontent of it\r\n--");
    }

    @Test
    void refusesAFileThatIsNotThereOrHasAStrangeName() {
        Path missing = folder.resolve("missing.iso");
        Upload strange = new Upload("iso", missing, "a\".iso", Optional.empty(), Optional.empty());

        call(client -> {
            assertThatExceptionOfType(ProxmoxException.InvalidParameters.class)
                    .isThrownBy(() -> client.volumes().upload("pve1", "local", Upload.of("iso", missing)))
                    .withMessageContaining("does not exist");
            assertThatExceptionOfType(ProxmoxException.InvalidParameters.class)
                    .isThrownBy(() -> client.volumes().upload("pve1", "local", strange))
                    .withMessageContaining("must be one line without quotes");
        });
        assertThat(PROXMOX.requests()).isEmpty();
    }

    private static void call(Consumer<Proxmox> call) {
        try (Proxmox client = PROXMOX.client()) {
            call.accept(client);
        }
    }
}
