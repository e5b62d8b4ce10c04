package io.github.proxmoxmcp.server.page.room;

import gg.jte.generated.precompiled.JtenowGenerated;
import io.github.proxmoxmcp.server.page.Facts;
import io.github.proxmoxmcp.server.page.PageAnswer;
import io.github.proxmoxmcp.server.page.Room;
import io.github.proxmoxmcp.server.page.Visit;
import java.util.Map;

/// What there is now: clusters, nodes, guests and storages.
final class NowRoom implements Room {

    @Override
    public String path() {
        return "/";
    }

    @Override
    public String title() {
        return "Now";
    }

    @Override
    public PageAnswer show(Visit visit) {
        Facts status = visit.ask("get_cluster_status", Map.of());
        return new PageAnswer.Shown(
                title(),
                (out, frame) ->
                        JtenowGenerated.render(out, null, frame, status.values().toString()));
    }
}
