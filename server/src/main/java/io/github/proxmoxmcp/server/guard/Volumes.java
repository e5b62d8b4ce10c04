package io.github.proxmoxmcp.server.guard;

import io.github.proxmoxmcp.client.http.PercentEncoding;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The owners of volumes, derived from their names in every form that Proxmox takes: `local-lvm:vm-100-disk-0`,
/// `local:100/any.qcow2`, `local:114/base-114-disk-0.qcow2/100/any.qcow2`, `b:backup/vzdump-qemu-100-….vma.zst`,
/// `pbs:backup/vm/100/…`.
final class Volumes {

    private static final Pattern NAMED =
            Pattern.compile("(?<![A-Za-z0-9])(?:vm|base|subvol|basevol)-([0-9]{2,9})(?![0-9])"
                    + "|vzdump-(?:qemu|lxc|openvz)-([0-9]{2,9})(?![0-9])"
                    + "|/(?:vm|ct|qemu|lxc)/([0-9]{2,9})(?![0-9])");

    /// `STORAGE:NAME`, where NAME is no part of a URL.
    private static final Pattern VOLUME = Pattern.compile("[A-Za-z][A-Za-z0-9._-]*:(?!//)(.+)");

    private static final Pattern FOLDER = Pattern.compile("(?:^|/)([0-9]{2,9})(?=/)");

    /// Parameters whose values are volumes.
    private static final Pattern PARAMETER =
            Pattern.compile("(?:ide|sata|scsi|virtio|mp|unused|efidisk|tpmstate|dev)[0-9]+"
                    + "|rootfs|archive|ostemplate|cdrom|hookscript|vmstate|volume|cicustom|base");

    /// Keys of a property string whose values are volumes; the first part may have no key.
    private static final Set<String> KEYS =
            Set.of("file", "volume", "import-from", "user", "meta", "network", "vendor");

    /// A new disk, a medium that is no volume, what every guest may read, or a disk by its place in the guest.
    private static final Pattern NOBODYS = Pattern.compile(
            "none|cdrom|[a-z]+[0-9]*"
                + "|[A-Za-z][A-Za-z0-9._-]*:(?:[0-9]+(?:\\.[0-9]+)?|cloudinit|(?:iso|vztmpl|import)/[^/]+(?:\\.ova/[^/]+)?)");

    private Volumes() {}

    /// The guests that a text names as owners of volumes.
    static Set<Integer> owners(String text) {
        Set<Integer> owners = new TreeSet<>();
        // Encoded once more, it may be decoded once more.
        for (String form : List.of(text, PercentEncoding.decode(text))) {
            all(NAMED, form, owners);
            Arrays.stream(form.split("[,\\s]"))
                    .map(part -> part.substring(part.indexOf('=') + 1))
                    .map(VOLUME::matcher)
                    .filter(Matcher::matches)
                    .forEach(volume -> all(FOLDER, volume.group(1), owners));
        }
        return owners;
    }

    static boolean carries(String parameter) {
        return PARAMETER.matcher(parameter).matches();
    }

    /// The volumes in the value of a parameter that carries some, of which nobody can tell whose they are.
    static Stream<String> untold(String value) {
        return candidates(value)
                .filter(volume ->
                        !NOBODYS.matcher(volume).matches() && owners(volume).isEmpty());
    }

    private static Stream<String> candidates(String value) {
        return Arrays.stream(value.split(","))
                .filter(part -> !part.contains("=") || KEYS.contains(part.substring(0, part.indexOf('='))))
                .map(part -> part.substring(part.indexOf('=') + 1));
    }

    private static void all(Pattern pattern, String text, Set<Integer> owners) {
        Matcher found = pattern.matcher(text);
        while (found.find()) {
            for (int group = 1; group <= found.groupCount(); group++) {
                if (found.group(group) != null) {
                    owners.add(Integer.valueOf(found.group(group)));
                }
            }
        }
    }
}
