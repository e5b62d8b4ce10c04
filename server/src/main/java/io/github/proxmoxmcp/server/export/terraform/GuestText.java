package io.github.proxmoxmcp.server.export.terraform;

import io.github.proxmoxmcp.persistence.Guest;
import io.github.proxmoxmcp.server.export.ExportedGuest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A guest's resource with all that has to be said beside it.
///
/// @param resource absent where the provider cannot read the guest
/// @param text the resource with its comments, or the comments alone
record GuestText(Optional<Resource> resource, String text, List<String> refusals) {

    static GuestText of(ExportedGuest guest, BlockLabels labels) {
        String kind = guest.isVm() ? "vm" : "ct";
        String label = labels.of(kind + "_" + guest.vmid(), guest.name().orElse(""));
        Draft draft = guest.isVm() ? VmResource.of(guest, label) : ContainerResource.of(guest, label);
        if (!draft.refusals.isEmpty()) {
            return new GuestText(Optional.empty(), comments(refused(guest, draft)), draft.refusals);
        }
        draft.block.add(new Block("lifecycle")
                .set("prevent_destroy", true)
                .set(
                        "ignore_changes",
                        Optional.of(draft.ignored.keySet().stream()
                                        .sorted()
                                        .map(Hcl.Name::new)
                                        .toList())
                                .filter(names -> !names.isEmpty())));
        String type = guest.isVm() ? VmResource.TYPE : ContainerResource.TYPE;
        Resource resource =
                new Resource(type, label, guest.guest().node() + "/" + guest.vmid(), draft.block.toString());
        return new GuestText(Optional.of(resource), comments(said(guest, draft)) + resource.text(), List.of());
    }

    private static String comments(List<String> lines) {
        StringBuilder text = new StringBuilder();
        lines.forEach(line -> text.append(Hcl.comment(line)).append('\n'));
        return text.toString();
    }

    private static String title(ExportedGuest guest) {
        Guest facts = guest.guest();
        return (guest.isVm() ? "VM " : "Container ") + guest.vmid()
                + facts.name().map(name -> " " + Draft.shown(name)).orElse("") + " on " + Draft.shown(facts.node())
                + ", " + (facts.template() ? "a template" : facts.status());
    }

    private static List<String> said(ExportedGuest guest, Draft draft) {
        List<String> lines = new ArrayList<>();
        lines.add(title(guest));
        lines.add("expected to plan to no change");
        draft.notes.forEach(note -> lines.add("note: " + note));
        draft.ignored.forEach((argument, why) -> {
            if (!argument.startsWith("timeout_")) {
                lines.add("not compared: " + argument + ": " + why);
            }
        });
        draft.config.left().forEach(rest -> lines.add("not said by the provider: " + Draft.shown(rest)));
        draft.config.withheld().forEach(key -> lines.add("withheld, for it is or holds a secret: " + key));
        draft.byDefault.forEach(one -> lines.add("as by default: " + Draft.shown(one)));
        guest.snapshots().forEach(name -> lines.add("snapshot, not exported: " + Draft.shown(name)));
        guest.guest()
                .lock()
                .ifPresent(
                        lock -> lines.add("locked: " + Draft.shown(lock) + "; it may look otherwise when it is over"));
        return lines;
    }

    /// All that is in its configuration, for whoever writes it by hand.
    private static List<String> refused(ExportedGuest guest, Draft draft) {
        List<String> lines = new ArrayList<>();
        lines.add(title(guest));
        draft.refusals.forEach(why -> lines.add("not exported: " + why));
        guest.config()
                .forEach((key, value) -> lines.add(
                        draft.config.withheld().contains(key)
                                ? "withheld, for it is or holds a secret: " + key
                                : "not said by the provider: " + Draft.shown(key + "=" + value)));
        return lines;
    }
}
