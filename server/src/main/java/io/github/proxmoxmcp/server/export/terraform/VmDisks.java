package io.github.proxmoxmcp.server.export.terraform;

import io.github.proxmoxmcp.server.export.Remaining.Parts;
import io.github.proxmoxmcp.server.export.Sizes;
import io.github.proxmoxmcp.server.export.terraform.Draft.Unsayable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// Disks, drives, EFI variables and the TPM of a virtual machine.
final class VmDisks {

    private static final List<String> BUSES = List.of("ide", "sata", "scsi", "virtio");

    private static final int MAX_DISKS = 31;

    private static final Map<String, String> SPEEDS = speeds();

    private VmDisks() {}

    static void write(Draft vm) {
        efi(vm);
        tpm(vm);
        cdrom(vm);
        vm.repeated("disk", () -> disks(vm));
    }

    private static Map<String, String> speeds() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("iops_rd", "iops_read");
        all.put("iops_rd_max", "iops_read_burstable");
        all.put("iops_wr", "iops_write");
        all.put("iops_wr_max", "iops_write_burstable");
        all.put("mbps_rd", "read");
        all.put("mbps_rd_max", "read_burstable");
        all.put("mbps_wr", "write");
        all.put("mbps_wr_max", "write_burstable");
        return all;
    }

    /// Drives in the order of the provider: by bus, then by number.
    static List<String> drives(Draft vm) {
        return BUSES.stream()
                .flatMap(bus -> vm.config.numbered(bus).values().stream())
                .toList();
    }

    /// As the provider tells it: by the name of the volume.
    static boolean isCloudInit(Draft vm, String drive) {
        return drive.replaceFirst(",.*", "").contains("vm-" + vm.guest.vmid() + "-cloudinit");
    }

    private static boolean isDisk(Draft vm, String drive) {
        return !drive.matches("(.*,)?media=cdrom(,.*)?")
                && !isCloudInit(vm, drive)
                && !drive.matches("(file=)?none(,.*)?");
    }

    private static List<Block> disks(Draft vm) {
        List<Block> all = new ArrayList<>();
        for (String key : drives(vm)) {
            if (isDisk(vm, vm.config.get(key).orElseThrow())) {
                all.add(disk(vm, key, vm.config.open(key).orElseThrow()));
            }
        }
        if (all.size() > MAX_DISKS) {
            throw new Unsayable("the provider takes " + MAX_DISKS + " disks, and there are " + all.size());
        }
        return all;
    }

    private static Block disk(Draft vm, String key, Parts parts) {
        String volume = parts.take("file", "file").orElse("");
        boolean path = volume.startsWith("/");
        if (path == volume.contains(":")) {
            throw new Unsayable("the provider takes apart what " + key + " is at, and not as Proxmox means it");
        }
        Block disk = new Block("disk")
                .set("interface", key)
                .set("datastore_id", path ? "" : volume.substring(0, volume.indexOf(':')))
                .set("path_in_datastore", Optional.of(volume).filter(_ -> path));
        size(vm, key, parts).ifPresent(gibibytes -> disk.set("size", gibibytes));
        disk.set("discard", parts.take("discard"))
                .set("cache", parts.take("cache").map(text -> Draft.matching(key, text, Allowed.CACHE)))
                .set("aio", parts.take("aio").map(text -> Draft.matching(key, text, Allowed.AIO)))
                .set("iothread", vm.truth(key, parts, "iothread"))
                .set("ssd", vm.truth(key, parts, "ssd"))
                .set("backup", vm.truth(key, parts, "backup"))
                .set("replicate", vm.truth(key, parts, "replicate"))
                .set("serial", parts.take("serial").map(text -> serial(key, text)))
                .set("queues", parts.take("queues").map(text -> Draft.integer(key, text, 2, Integer.MAX_VALUE)));
        Block speed = new Block("speed");
        SPEEDS.forEach((part, name) ->
                speed.set(name, parts.take(part).map(text -> speed(vm, key + " " + part, text))));
        return speed.isEmpty() ? disk : disk.add(speed);
    }

    private static Integer speed(Draft vm, String what, String text) {
        if (!text.matches("\\d{1,9}")) {
            vm.refuse(what + " is " + text + ", no whole number, by which every reading of the provider fails");
        }
        return Draft.integer(what, text, 0, Integer.MAX_VALUE);
    }

    private static String serial(String key, String text) {
        if (text.length() > 20) {
            throw new Unsayable("the serial number of " + key + " is longer than the provider takes");
        }
        return text;
    }

    /// Left out, the provider keeps what it read.
    private static Optional<Long> size(Draft vm, String key, Parts parts) {
        Optional<String> text = parts.take("size");
        OptionalLong bytes = text.map(Sizes::bytes).orElse(OptionalLong.empty());
        if (bytes.isPresent() && bytes.getAsLong() > 0 && bytes.getAsLong() % Sizes.GIBIBYTE == 0) {
            return Optional.of(bytes.getAsLong() / Sizes.GIBIBYTE);
        }
        text.ifPresent(size -> vm.note(
                "the size of " + key + " is " + size + ", no whole number of GiB, and is left to what is there"));
        return Optional.empty();
    }

    /// Only what is at ide3 is looked at, whatever it is.
    private static void cdrom(Draft vm) {
        vm.config.get("ide3").ifPresent(drive -> {
            if (isDisk(vm, drive) || isCloudInit(vm, drive)) {
                vm.ignore("cdrom", "the provider takes what is at ide3 for a CD drive, and it is none");
                return;
            }
            vm.argument("cdrom", () -> {
                Parts parts = vm.config.open("ide3").orElseThrow();
                vm.leaveToDefaults("ide3", parts, "media", "size");
                String file = parts.take("file", "file").orElse("");
                if (!file.equals("none") && !file.equals("cdrom")) {
                    Draft.matching("ide3", file, Allowed.FILE_ID);
                }
                vm.block.add(new Block("cdrom").set("interface", "ide3").set("file_id", file));
            });
        });
    }

    private static void efi(Draft vm) {
        if (vm.config.get("efidisk0").isEmpty()) {
            return;
        }
        vm.argument("efi_disk", () -> {
            Parts parts = vm.config.open("efidisk0").orElseThrow();
            String store = store("efidisk0", parts);
            String type = Draft.matching("efidisk0", parts.take("efitype").orElse("2m"), Allowed.EFI_TYPE);
            Optional<Boolean> keys = vm.truth("efidisk0", parts, "pre-enrolled-keys");
            vm.leaveToDefaults("efidisk0", parts, "size");
            boolean raw = parts.take("format").filter("raw"::equals).isPresent();
            if (raw && store.equals("local-lvm") && type.equals("2m") && !keys.orElse(false)) {
                vm.leaveToDefaults("efidisk0", parts);
                return;
            }
            vm.block.add(new Block("efi_disk")
                    .set("datastore_id", store)
                    .set("type", type)
                    .set("pre_enrolled_keys", keys));
        });
    }

    private static void tpm(Draft vm) {
        if (vm.config.get("tpmstate0").isEmpty()) {
            return;
        }
        vm.argument("tpm_state", () -> {
            Parts parts = vm.config.open("tpmstate0").orElseThrow();
            String store = store("tpmstate0", parts);
            Optional<String> stated = parts.take("version").filter(text -> !text.isEmpty());
            String version = Draft.matching("tpmstate0", stated.orElse("v2.0"), Allowed.TPM_VERSION);
            vm.leaveToDefaults("tpmstate0", parts, "size");
            if (stated.isEmpty()) {
                vm.note("tpmstate0 has no version in Proxmox, which means v1.2; the provider reads v2.0");
            }
            if (store.equals("local-lvm") && version.equals("v2.0")) {
                vm.leaveToDefaults("tpmstate0", parts);
                return;
            }
            vm.block.add(new Block("tpm_state").set("datastore_id", store).set("version", version));
        });
    }

    /// Where the volume of a drive lies; its name Proxmox made.
    static String store(String key, Parts parts) {
        String volume = parts.take("file", "file").orElse("");
        if (!volume.contains(":")) {
            throw new Unsayable(key + " is at no storage");
        }
        return volume.substring(0, volume.indexOf(':'));
    }
}
