package io.github.proxmoxmcp.server.page.room;

import gg.jte.generated.precompiled.JtelifeGenerated;
import io.github.proxmoxmcp.server.page.AnswerFacts;
import io.github.proxmoxmcp.server.page.PageAnswer;
import io.github.proxmoxmcp.server.page.PageFailure;
import io.github.proxmoxmcp.server.page.PageParameters;
import io.github.proxmoxmcp.server.page.Room;
import io.github.proxmoxmcp.server.page.Visit;
import java.util.Map;
import java.util.Optional;

/// One guest's whole life, also when it is over.
public final class LifeRoom implements Room {

    private static final int MAX_ROWS = 50;

    @Override
    public String path() {
        return "/guests/{cluster}/{vmid}/life";
    }

    @Override
    public String title() {
        return "Life";
    }

    /// @param card absent: it is gone, and only its history is left
    public record View(
            String cluster,
            long vmid,
            Optional<AnswerFacts> card,
            GuestLife.View life,
            AnswerFacts history,
            Optional<String> older) {

        /// Where the guest as it is now is shown.
        public String now() {
            return "/guests/" + PageParameters.encoded(cluster).replace("+", "%20") + "/" + vmid;
        }

        public String path() {
            return now() + "/life";
        }

        public String at(String moment) {
            return "/time" + PageParameters.NONE.with("cluster", cluster).with("at", moment);
        }
    }

    @Override
    public PageAnswer show(Visit visit) {
        String cluster = visit.variable("cluster");
        long vmid = vmid(visit.variable("vmid"));
        AnswerFacts history = visit.ask(
                "get_history",
                Map.of(
                        "cluster",
                        Optional.of(cluster),
                        "kind",
                        Optional.of("guest"),
                        "name",
                        Optional.of(String.valueOf(vmid)),
                        "limit",
                        Optional.of(MAX_ROWS),
                        "cursor",
                        visit.query().get("cursor")));
        Optional<AnswerFacts> card = card(visit, cluster, vmid);
        String name = card.flatMap(guest -> guest.text("name")).orElse("guest " + vmid);
        View view = new View(
                cluster,
                vmid,
                card,
                GuestLife.of(visit, cluster, vmid, name),
                history,
                history.text("next_cursor")
                        .map(cursor -> visit.path() + visit.query().with("cursor", cursor)));
        return new PageAnswer.Shown(
                "The life of " + name, (out, frame) -> JtelifeGenerated.render(out, null, frame, view));
    }

    /// Of a guest that is gone there is a history, and no card.
    private static Optional<AnswerFacts> card(Visit visit, String cluster, long vmid) {
        try {
            return Optional.of(
                    visit.ask("get_guest", Map.of("cluster", Optional.of(cluster), "guest", Optional.of(vmid))));
        } catch (PageFailure e) {
            if (e.status() == 404) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static long vmid(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException _) {
            throw new PageFailure(
                    404, "'" + text + "' is no guest: its address has a number, as in /guests/lab/100/life.");
        }
    }
}
