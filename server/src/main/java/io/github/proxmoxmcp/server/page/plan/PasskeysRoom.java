package io.github.proxmoxmcp.server.page.plan;

import gg.jte.generated.precompiled.JtepasskeysGenerated;
import io.github.proxmoxmcp.persistence.acting.Passkey;
import io.github.proxmoxmcp.server.approval.PageOrigin;
import io.github.proxmoxmcp.server.approval.Passkeys;
import io.github.proxmoxmcp.server.approval.Vouching;
import io.github.proxmoxmcp.server.cluster.Backend;
import io.github.proxmoxmcp.server.config.HttpSettings;
import io.github.proxmoxmcp.server.config.PolicySettings;
import io.github.proxmoxmcp.server.page.PageAnswer;
import io.github.proxmoxmcp.server.page.Room;
import io.github.proxmoxmcp.server.page.Visit;
import io.github.proxmoxmcp.server.tool.Printable;
import java.util.Optional;
import java.util.function.Supplier;

/// Passkeys, and where one is made; which of them count is said at the terminal.
public final class PasskeysRoom implements Room {

    private static final String PATH = "/passkeys";

    private final HttpSettings settings;
    private final Supplier<Backend> backend;
    private final PolicySettings policy;
    private final Passkeys passkeys;

    public PasskeysRoom(HttpSettings settings, Supplier<Backend> backend, PolicySettings policy, Passkeys passkeys) {
        this.settings = settings;
        this.backend = backend;
        this.policy = policy;
        this.passkeys = passkeys;
    }

    @Override
    public String path() {
        return PATH;
    }

    @Override
    public String title() {
        return "Passkeys";
    }

    @Override
    public PageAnswer show(Visit visit) {
        PasskeysView view = new PasskeysView(
                Passkeys.list(backend.get().store(), policy).stream()
                        .map(PasskeysRoom::row)
                        .toList(),
                made(visit),
                passkeys.invitation(visit.visitor().session()),
                PasskeyPlace.of(settings, visit));
        return new PageAnswer.Shown(title(), (out, frame) -> JtepasskeysGenerated.render(out, null, frame, view));
    }

    /// Only a code that there is: whatever else stands in the address is not shown as one.
    private Optional<String> made(Visit visit) {
        return visit.query()
                .get("made")
                .flatMap(code -> Passkeys.list(backend.get().store(), policy).stream()
                        .filter(listed -> listed.code().equals(code)
                                && listed.passkey().vouch().isEmpty()
                                && listed.passkey()
                                        .enrolledBy()
                                        .equals(visit.visitor().principal().name()))
                        .map(Passkeys.Listed::code)
                        .findFirst());
    }

    private static PasskeysView.Row row(Passkeys.Listed listed) {
        Passkey passkey = listed.passkey();
        return new PasskeysView.Row(
                passkey.person(),
                Printable.spelled(listed.standing()),
                listed.code(),
                passkey.origin(),
                Printable.spelled(passkey.enrolledBy()),
                PlansRoom.seconds(passkey.enrolledAt()));
    }

    @Override
    public PageAnswer submit(Visit visit) {
        PageOrigin origin = PasskeyPlace.required(settings, visit);
        Passkey made = passkeys.enrol(
                visit.visitor().principal().name(),
                visit.visitor().session(),
                origin,
                new Passkeys.NewPasskey(
                        field(visit, "person"),
                        field(visit, "challenge"),
                        field(visit, "attestation"),
                        field(visit, "client_data")));
        return new PageAnswer.Elsewhere(PATH + "?made=" + Vouching.code(made));
    }

    private static String field(Visit visit, String name) {
        return visit.form().get(name).orElse("");
    }
}
