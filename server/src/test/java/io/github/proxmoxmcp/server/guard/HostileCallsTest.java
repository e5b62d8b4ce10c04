package io.github.proxmoxmcp.server.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.client.cluster.ClusterResource.GuestResource;
import io.github.proxmoxmcp.server.tool.Effect;
import io.github.proxmoxmcp.server.tool.Scope;
import io.github.proxmoxmcp.server.tool.Scope.Rules;
import io.github.proxmoxmcp.server.tool.Scope.VmidRange;
import io.github.proxmoxmcp.server.tool.ToolException.BadArgument;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/// Calls that an attacker would make, each with what the guard must say to it, and honest ones that must pass.
///
/// The table in `docs/concepts/security.md` counts the attempts by family; the test compares.
class HostileCallsTest {

    /// What becomes of a call.
    enum Said {
        /// It can be read in two ways.
        NOT_SENT,
        OUTSIDE,
        /// A human must say yes, whatever the configuration asks for.
        HUMAN,
        /// It counts as destructive: access `admin`, and the approval of what can lose something.
        DESTRUCTIVE,
        PASSES
    }

    /// @param call method and path, then parameters that are each `name=value`, all separated by two spaces
    record Attempt(String family, Said said, String call) {

        Step step() {
            String[] words = call.split("  ");
            SortedMap<String, List<String>> parameters = new TreeMap<>();
            Arrays.stream(words)
                    .skip(1)
                    .forEach(pair -> parameters
                            .computeIfAbsent(pair.substring(0, pair.indexOf('=')), _ -> new ArrayList<>())
                            .add(pair.substring(pair.indexOf('=') + 1)));
            String[] request = words[0].split(" ", 2);
            return new Step(request[0], request[1], parameters, "");
        }
    }

    private static final Rules NOTHING = new Rules(List.of(), Set.of(), Set.of(), Set.of());

    /// Guests 114 to 120 may be written to.
    private static final Scope SCOPE =
            new Scope(new Rules(List.of(new VmidRange(114, 120)), Set.of(), Set.of(), Set.of()), NOTHING);

    private static final RightsByName MEANING =
            new RightsByName(Set.of("sandbox", "prod"), Set.of("lab"), List.of(new VmidRange(300, 320)));

    private static final List<URI> DOWNLOADS = List.of(URI.create("https://images.example/iso/"));

    private static final Map<Integer, GuestResource> GUESTS = Stream.of(
                    guest(100, "prod", "lab"), guest(114, "web", ""), guest(115, "sandbox", ""), guest(9000, "", ""))
            .collect(Collectors.toMap(GuestResource::vmid, row -> row));

    private static final String Q = "/nodes/pve1/qemu/114";

    private static List<Attempt> paths() {
        return family(
                "paths",
                Said.NOT_SENT,
                "DELETE /nodes/pve1/qemu/%3100",
                "DELETE /nodes/pve1/qemu/10%30",
                "POST /nodes/pve1/qemu/100/status/%73top",
                "POST /nodes/pve1/%71emu/100/status/stop",
                "POST /nodes/pve1/qemu/114/../100/status/start",
                "POST /nodes/pve1/qemu/114/%2e%2e/100/status/start",
                "POST /nodes/pve1/qemu/114/%2E./100/status/start",
                "POST /nodes/pve1/qemu/114/./status/start",
                "POST /nodes/pve1/qemu/114//status/start",
                "POST /nodes/pve1/qemu/114/status/start/",
                "POST //nodes/pve1/qemu/114/status/start",
                "POST nodes/pve1/qemu/114/status/start",
                "POST /nodes/pve1/qemu/114%2Fstatus%2Fstop/status/start",
                "POST /nodes/pve1/qemu/114%2f..%2f100/status/start",
                "POST /nodes/pve1/qemu/114%5C..%5C100/status/start",
                "POST /nodes/pve1/qemu/114%252F..%252F100/status/start",
                "POST /nodes/pve1/qemu/114/snapshot/..%2F..%2F100/rollback",
                "DELETE /nodes/pve1/storage/local/content/local:114%2F..%2F100%2Fdisk.qcow2",
                "DELETE /nodes/pve1/storage/local/content/local:114%2F%2F100%2Fdisk.qcow2",
                "DELETE /nodes/pve1/storage/local/content/local:114%252Fdisk.qcow2",
                "DELETE /nodes/pve1/storage/lo%2Fcal/content/local:114%2Fdisk.qcow2",
                "POST /nodes/pve1/qemu/114/status/start?skiplock=1",
                "POST /nodes/pve1/qemu/114/status/start;x=1",
                "POST /nodes/pve1/qemu/114/status/start#/stop",
                "POST /nodes/pve1/qemu/114\\..\\100/status/start",
                "POST /nodes/pve1/qemu/114%00/status/start",
                "POST /nodes/pve1/qemu/114%0a/status/start",
                "POST /nodes/pve1/qemu/114%C2%A0/status/start",
                "POST /nodes/pve1/qemu/114%E2%80%AE/status/start",
                "POST /nodes/pve1/qemu/１１４/status/start");
    }

    private static List<Attempt> parameters() {
        List<Attempt> all = new ArrayList<>(family(
                "parameters",
                Said.NOT_SENT,
                "PUT " + Q + "/config  delete=description\0unused0",
                "PUT " + Q + "/config  delete=description\u00a0unused0",
                "PUT " + Q + "/config  delete=description\u0085unused0",
                "PUT " + Q + "/config  delete=description\u2028unused0",
                "PUT " + Q + "/config  delete=description\nunused0",
                "PUT " + Q + "/config  delete=description|unused0",
                "PUT " + Q + "/config  delete=%75nused0",
                "PUT " + Q + "/config  delete=",
                "PUT " + Q + "/config  tags=web\0sandbox",
                "PUT " + Q + "/config  tags=sand\u200bbox",
                "PUT " + Q + "/config  tags=\u202exobdnas",
                "PUT " + Q + "/config  cores\0x=2",
                "PUT " + Q + "/config  net[0]=virtio",
                "PUT " + Q + "/config  delete =unused0",
                "PUT " + Q + "/config  description=a\0b",
                "PUT " + Q + "/config  description=a\u001b[8mb",
                "PUT " + Q + "/config  name=web01\nforce: 1",
                "PUT " + Q + "/config  cores=\r2"));
        all.addAll(family(
                "parameters",
                Said.DESTRUCTIVE,
                "PUT " + Q + "/config  delete=description,unused0",
                "PUT " + Q + "/config  delete=description;unused0",
                "PUT " + Q + "/config  delete=description unused0",
                "PUT " + Q + "/config  delete=description  delete=unused0",
                "PUT " + Q + "/config  cores=2  force=0  force=1",
                "PUT " + Q + "/config  cores=2  skiplock=true",
                "PUT " + Q + "/config  hookscript=local:snippets/x.pl",
                "PUT " + Q + "/config  args=-device x",
                "PUT " + Q + "/config  template=1",
                "POST " + Q + "/status/shutdown  forceStop=yes",
                "POST /nodes/pve1/vzdump  vmid=114  remove=0  remove=1",
                "POST /nodes/pve1/vzdump  vmid=114  remove=00",
                "POST /nodes/pve1/vzdump  vmid=114  remove=0  stop=1",
                "POST /nodes/pve1/vzdump  vmid=114  remove=0  prune-backups=keep-last=1",
                "POST " + Q + "/remote_migrate  target-vmid=114"));
        return all;
    }

    private static List<Attempt> owners() {
        return family(
                "volumes and targets",
                Said.OUTSIDE,
                "PUT " + Q + "/config  scsi1=local:100/disk.qcow2",
                "PUT " + Q + "/config  scsi1=local:100/vm-100-disk-0.raw",
                "PUT " + Q + "/config  scsi2=ceph:0,import-from=local:100/disk.qcow2",
                "PUT " + Q + "/config  scsi2=ceph:0,import-from=local%3A100%2Fdisk.qcow2",
                "PUT " + Q + "/config  scsi2=file=local:100/any.raw,size=1G",
                "PUT " + Q + "/config  scsi1=ceph:vm-100-disk-0",
                "PUT " + Q + "/config  scsi1=ceph:base-100-disk-0",
                "PUT " + Q + "/config  scsi1=zfs:base-9000-disk-0/vm-100-disk-0",
                "PUT " + Q + "/config  scsi1=local:114/base-114-disk-0.qcow2/100/disk.qcow2",
                "PUT " + Q + "/config  unused0=local:100/disk.qcow2",
                "PUT " + Q + "/config  efidisk0=local:100/vm-100-disk-1.raw,efitype=4m",
                "PUT " + Q + "/config  tpmstate0=ceph:vm-100-disk-2,version=v2.0",
                "PUT " + Q + "/config  ide2=local:100/vm-100-cloudinit.qcow2,media=cdrom",
                "PUT " + Q + "/config  cdrom=local:100/x.qcow2",
                "PUT " + Q + "/config  scsi1=lvm:snap_vm-100-disk-0_before.qcow2",
                "PUT " + Q + "/config  scsi1=iscsi:0.0.0.scsi-1",
                "PUT " + Q + "/config  scsi1=/dev/sdb",
                "PUT " + Q + "/config  scsi1=local:backup/handmade.vma.zst",
                "PUT " + Q + "/config  cicustom=user=local:snippets/of-somebody.yaml",
                "PUT " + Q + "/config  vmstate=local:100/vm-100-state-x.raw",
                "PUT /nodes/pve1/lxc/114/config  mp0=local:100/disk.raw,mp=/mnt",
                "PUT /nodes/pve1/lxc/114/config  mp0=local:subvol-100-disk-0,mp=/mnt",
                "PUT /nodes/pve1/lxc/114/config  mp0=/etc,mp=/mnt",
                "PUT /nodes/pve1/lxc/114/config  dev0=/dev/sda",
                "PUT /nodes/pve1/lxc/114/config  rootfs=volume=local:100/x.raw",
                "POST /nodes/pve1/qemu  vmid=116  archive=b:backup/vzdump-qemu-100-2026_11_20-01_00_00.vma.zst",
                "POST /nodes/pve1/qemu  vmid=116  archive=pbs:backup/vm/100/2026-11-20T01:00:00Z",
                "POST /nodes/pve1/qemu  vmid=116  archive=pbs:ns/of/other/backup/ct/100/2026-11-20T01:00:00Z",
                "POST /nodes/pve1/qemu  vmid=116  archive=b:backup/renamed.vma.zst",
                "POST /nodes/pve1/qemu  vmid=116  archive=-",
                "POST /nodes/pve1/lxc  vmid=116  restore=1  ostemplate=b:backup/vzdump-lxc-100-2026.tar.zst",
                "POST /nodes/pve1/qemu  vmid=116  vmid=100",
                "POST " + Q + "/clone  newid=116  newid=500",
                "POST " + Q + "/move_disk  disk=scsi0  target-vmid=100",
                "POST " + Q + "/move_disk  disk=scsi0  target-vmid=114  target-vmid=100",
                "POST /nodes/pve1/lxc/114/move_volume  volume=mp0  target-vmid=100",
                "DELETE /nodes/pve1/storage/local/content/local:114%2Fbase-114-disk-0.qcow2%2F100%2Fdisk.qcow2",
                "DELETE /nodes/pve1/storage/local/content/local:100%2Fdisk.qcow2",
                "DELETE /nodes/pve1/storage/local/content/100%2Fdisk.qcow2",
                "DELETE /nodes/pve1/storage/local/content/local:100/disk.qcow2",
                "DELETE /nodes/pve1/storage/local/content/local:iso%2Fdebian.iso",
                "DELETE /nodes/pve1/storage/local/content/local:114%2Fdisk.qcow2/100/disk.qcow2",
                "PUT /pools/mine  storage=local",
                "PUT /pools/mine  storage=local  vms=114",
                "PUT /pools/mine  vms=114,x100",
                "POST /nodes/pve1/vzdump  vmid=114  remove=0  all=1",
                "POST /nodes/pve1/vzdump  vmid=114  remove=0  exclude=114",
                "POST /nodes/pve1/vzdump  vmid=114  remove=0  stop=1",
                "POST /nodes/pve1/vzdump  pool=mine  remove=0",
                "POST /cluster/backup  vmid=114  all=1",
                "POST /cluster/ha/resources  sid=vm:114,vm:100",
                "POST /cluster/ha/resources  sid=vm:114  sid=vm:100",
                "POST /cluster/ha/resources  sid=vm:114  sid=100",
                "POST /cluster/ha/rules  resources=vm:114  type=node-affinity",
                "PUT /cluster/ha/rules/vm:114  resources=vm:100",
                "POST /cluster/replication  id=114-0  id=100-0",
                "POST /nodes/pve1/storage/local/download-url  url=https://evil.example/x.iso  content=iso",
                "POST /nodes/pve1/storage/local/oci-registry-pull  reference=evil.example/x:1");
    }

    private static List<Attempt> rights() {
        return family(
                "tags, pools, vmids",
                Said.HUMAN,
                "PUT " + Q + "/config  tags=sandbox",
                "PUT " + Q + "/config  tags=web;sandbox",
                "PUT " + Q + "/config  tags=web,SANDBOX",
                "PUT " + Q + "/config  tags=web SandBox",
                "PUT " + Q + "/config  tags=web  tags=sandbox",
                "POST " + Q + "/config  tags=sandbox",
                "PUT /nodes/pve1/lxc/114/config  tags=sandbox",
                "PUT /nodes/pve1/qemu/115/config  tags=web",
                "PUT /nodes/pve1/qemu/115/config  tags=web;sandbox",
                "PUT /nodes/pve1/qemu/115/config  delete=tags",
                "PUT /nodes/pve1/qemu/115/config  delete=description,tags",
                "PUT /nodes/pve1/qemu/100/config  delete=tags",
                "PUT /nodes/pve1/qemu/117/config  tags=web",
                "POST /nodes/pve1/qemu  vmid=116  tags=sandbox",
                "POST /nodes/pve1/qemu  vmid=116  pool=lab",
                "POST /nodes/pve1/qemu  vmid=305",
                "POST /nodes/pve1/lxc  vmid=305  ostemplate=local:vztmpl/x.tar.zst",
                "POST /nodes/pve1/qemu  vmid=116  archive=b:backup/vzdump-qemu-114-2026.vma.zst",
                "POST /nodes/pve1/lxc  vmid=116  restore=1  ostemplate=b:backup/vzdump-lxc-114-2026.tar.zst",
                "POST /nodes/pve1/lxc  vmid=116  ostemplate=b:backup/vzdump-lxc-114-2026.tar.zst",
                "POST /nodes/pve1/qemu/115/clone  newid=116",
                "POST /nodes/pve1/qemu/117/clone  newid=116",
                "POST " + Q + "/clone  newid=116  snapname=old",
                "POST " + Q + "/clone  newid=116  pool=lab",
                "POST " + Q + "/clone  newid=310",
                "PUT " + Q + "/config  scsi1=local:100/disk.qcow2",
                "PUT " + Q + "/config  scsi1=ceph:0,import-from=local:100/disk.qcow2",
                "POST /nodes/pve1/qemu/100/move_disk  disk=scsi0  target-vmid=114",
                "POST /nodes/pve1/lxc/100/move_volume  volume=mp0  target-vmid=114",
                "POST " + Q + "/snapshot/old/rollback",
                "PUT /pools/lab  vms=114",
                "PUT /pools  poolid=lab  vms=114",
                "PUT /pools/mine  vms=100  allow-move=1",
                "PUT /pools/lab  vms=100  delete=1",
                "DELETE /pools/lab",
                "POST /pools  poolid=lab");
    }

    private static List<Attempt> downloads() {
        String fetch = "POST /nodes/pve1/storage/local/download-url  content=iso  filename=x.iso  url=";
        return family(
                "downloads",
                Said.HUMAN,
                fetch + "https://evil.example/x.iso",
                fetch + "http://images.example/iso/x.iso",
                fetch + "https://images.example.evil.example/iso/x.iso",
                fetch + "https://images.example@evil.example/iso/x.iso",
                fetch + "https://images.example:8443/iso/x.iso",
                fetch + "https://images.example/other/x.iso",
                fetch + "https://images.example/iso/../other/x.iso",
                fetch + "https://images.example/iso/%2e%2e/other/x.iso",
                fetch + "https://images.example/iso/..%2Fother/x.iso",
                fetch + "https://images.example\\@evil.example/iso/x.iso",
                fetch + "https://evil.example/?https://images.example/iso/",
                fetch + "https://evil.example#https://images.example/iso/",
                fetch + "//images.example/iso/x.iso",
                fetch + "https://images.example/iso/x.iso  url=https://evil.example/x.iso",
                fetch + "https://images.example/iso/x.iso  verify-certificates=0");
    }

    private static List<Attempt> commands() {
        List<Attempt> all = new ArrayList<>(family(
                "inside guests",
                Said.HUMAN,
                "PUT " + Q + "/config  sshkeys=ssh-ed25519%20AAAA",
                "POST " + Q + "/config  sshkeys=ssh-ed25519%20AAAA",
                "PUT " + Q + "/config  cores=4  ciuser=root",
                "PUT " + Q + "/config  cicustom=user=local:snippets/mine.yaml"));
        all.addAll(family(
                "inside guests",
                Said.DESTRUCTIVE,
                "POST " + Q + "/agent/exec  command=id",
                "POST " + Q + "/agent/file-write  file=/etc/passwd  content=x",
                "POST " + Q + "/agent/set-user-password  username=root",
                "POST " + Q + "/agent/exec-status  pid=1",
                "POST " + Q + "/agent  command=shutdown",
                "POST " + Q + "/monitor  command=quit",
                "PUT " + Q + "/sendkey  key=ctrl-alt-delete",
                "POST " + Q + "/agent/suspend-disk",
                "POST /nodes/pve1/execute  commands=x",
                "POST " + Q + "/termproxy",
                "POST /nodes/pve1/lxc/114/termproxy"));
        return all;
    }

    /// Work that must go on without a human, in the same scope.
    private static List<Attempt> honest() {
        return family(
                "honest",
                Said.PASSES,
                "POST " + Q + "/status/start",
                "PUT " + Q + "/config  cores=4  description=two\nlines, a tab\tand 🙂‍↔️",
                "PUT " + Q + "/config  tags=web;db",
                "PUT " + Q + "/config  delete=description,onboot",
                "PUT " + Q + "/config  scsi1=local-lvm:32,ssd=1",
                "PUT " + Q + "/config  scsi1=ceph:vm-114-disk-1,discard=on",
                "PUT " + Q + "/config  scsi1=ceph:0,import-from=local:import/noble.qcow2",
                "PUT " + Q + "/config  ide2=local:iso/debian-13.iso,media=cdrom",
                "PUT " + Q + "/config  ide2=none,media=cdrom",
                "PUT /nodes/pve1/qemu/116/config  sshkeys=ssh-ed25519%20AAAA  ciuser=debian",
                "PUT " + Q + "/config  ide2=local:cloudinit",
                "PUT " + Q + "/config  efidisk0=local:1,efitype=4m,pre-enrolled-keys=1",
                "PUT " + Q + "/config  net0=virtio=BC:24:11:00:00:01,bridge=vmbr0",
                "PUT " + Q + "/config  description=see vm-100-disk-0 and /vm/100/",
                "PUT " + Q + "/resize  disk=scsi0  size=+8G",
                "POST " + Q + "/move_disk  disk=scsi0  storage=ceph",
                "POST /nodes/pve1/lxc/114/move_volume  volume=rootfs  storage=ceph",
                "POST " + Q + "/clone  newid=116",
                "POST /nodes/pve1/lxc  vmid=116  ostemplate=local:vztmpl/debian-13.tar.zst  rootfs=local-lvm:8",
                "POST /nodes/pve1/qemu  vmid=116  scsi0=local-lvm:32  net0=virtio,bridge=vmbr0  tags=web",
                "POST /nodes/pve1/vzdump  vmid=114  remove=0  mode=snapshot  storage=backup",
                "PUT /pools/mine  vms=114",
                "POST /nodes/pve1/storage/local/download-url  url=https://images.example/iso/x.iso  content=iso",
                "DELETE /nodes/pve1/tasks/UPID%3Apve1%3A1%3A1%3A1%3Aqmstart%3A114%3Aroot%40pam%21x%3A");
    }

    static List<Attempt> all() {
        return Stream.of(paths(), parameters(), owners(), rights(), downloads(), commands(), honest())
                .flatMap(List::stream)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("all")
    void theGuardSays(Attempt attempt) {
        assertThat(said(attempt)).isEqualTo(attempt.said());
    }

    @Test
    void thePageOnSecurityHasTheseCounts() throws IOException {
        List<String> page = Files.readAllLines(
                Path.of(System.getProperty("repository.root")).resolve("docs/concepts/security.md"));
        Map<String, Long> counts = all().stream()
                .filter(attempt -> attempt.said() != Said.PASSES)
                .collect(Collectors.groupingBy(Attempt::family, TreeMap::new, Collectors.counting()));

        assertThat(counts).hasSize(6);
        assertThat(counts.values()).allMatch(count -> count > 10);
        List<String> rows = counts.entrySet().stream()
                .map(row -> "| " + row.getKey() + " | " + row.getValue() + " | " + row.getValue() + " | 0 |")
                .toList();
        assertThat(rows.stream().filter(row -> !page.contains(row))).isEmpty();
    }

    private static Said said(Attempt attempt) {
        Action action = Calls.action("change_api", Effect.OPERATE, "lab", "").then(attempt.step());
        try {
            UnambiguousCalls.require(action);
        } catch (BadArgument _) {
            return Said.NOT_SENT;
        }
        boolean outside = ScopeCheck.judged(action, GUESTS).stream()
                .anyMatch(target ->
                        new ScopeCheck(SCOPE, GUESTS, DOWNLOADS).problem(target).isPresent());
        boolean scoped = Set.of("volumes and targets", "honest").contains(attempt.family());
        if (scoped && outside) {
            return Said.OUTSIDE;
        }
        if (!MEANING.touched(attempt.step(), GUESTS).isEmpty()
                || Downloads.foreign(DOWNLOADS, attempt.step()).findAny().isPresent()
                || Logins.given(attempt.step(), GUESTS::containsKey).findAny().isPresent()) {
            return Said.HUMAN;
        }
        return Severity.of(action) == Effect.DESTRUCTIVE ? Said.DESTRUCTIVE : Said.PASSES;
    }

    private static List<Attempt> family(String name, Said said, String... calls) {
        return Arrays.stream(calls).map(call -> new Attempt(name, said, call)).toList();
    }

    private static GuestResource guest(int vmid, String tags, String pool) {
        String row = "{\"type\":\"qemu\",\"id\":\"qemu/%1$d\",\"vmid\":%1$d,\"node\":\"pve1\",\"tags\":\"%2$s\"%3$s}"
                .formatted(
                        vmid,
                        tags,
                        Optional.of(pool)
                                .filter(name -> !name.isEmpty())
                                .map(name -> ",\"pool\":\"" + name + "\"")
                                .orElse(""));
        return JsonMapper.shared().readValue(row, GuestResource.class);
    }
}
