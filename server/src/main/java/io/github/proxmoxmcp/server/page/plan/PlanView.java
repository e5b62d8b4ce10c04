package io.github.proxmoxmcp.server.page.plan;

import java.util.List;
import java.util.Optional;

/// A plan as its room shows it.
///
/// @param open whether it can be approved or denied
/// @param drift how the cluster is not as it was when this was planned; absent: it is
/// @param lines what the terminal shows
/// @param approvals who approved it so far; empty: nobody
/// @param challenge what a device signs to approve it
public record PlanView(
        PlansView.Row row,
        boolean open,
        String explanation,
        Optional<String> drift,
        String hash,
        List<String> lines,
        String approvals,
        Optional<String> result,
        String challenge,
        PasskeyPlace passkeys) {}
