package io.github.proxmoxmcp.server.page;

import gg.jte.TemplateOutput;
import gg.jte.generated.precompiled.JtefailureGenerated;
import gg.jte.generated.precompiled.JtelayoutGenerated;
import gg.jte.html.HtmlTemplateOutput;
import gg.jte.html.OwaspHtmlTemplateOutput;
import gg.jte.output.StringOutput;
import io.github.proxmoxmcp.server.mcp.DirectCalls;
import io.github.proxmoxmcp.server.tool.ToolException;
import io.github.proxmoxmcp.server.tool.Units;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// The page for people: its rooms, and what stands around each of them.
public final class Site {

    /// The field of a form that says that this visitor was shown it.
    public static final String TOKEN = "form";

    private final List<Room> rooms;
    private final DirectCalls calls;
    private final Supplier<List<String>> clusters;
    private final FormTokens forms;
    private final Assets assets = Assets.read();

    /// @param rooms in the order of the navigation
    /// @param clusters the names of all that there are
    /// @param key signs forms, in all processes on the store
    public Site(List<Room> rooms, DirectCalls calls, Supplier<List<String>> clusters, Supplier<byte[]> key) {
        this.rooms = rooms;
        this.calls = calls;
        this.clusters = clusters;
        this.forms = new FormTokens(key);
    }

    /// What the browser gets.
    ///
    /// @param location where it shall look instead; absent: it is shown the document
    public record Reply(int status, Optional<String> location, String html) {}

    private record Match(Room room, Map<String, String> variables) {}

    public Assets assets() {
        return assets;
    }

    /// The address of the room that a path leads to, with its placeholders; empty when there is none.
    public Optional<String> room(String path) {
        return rooms.stream()
                .map(Room::path)
                .filter(address -> segments(address, path).isPresent())
                .findFirst();
    }

    /// Shows a room.
    public Reply show(PageRequest request) {
        return answer(request, false);
    }

    /// Gives a room a form that came from our own page.
    public Reply submit(PageRequest request) {
        return answer(request, true);
    }

    private Reply answer(PageRequest request, boolean form) {
        try {
            Match match = match(request.path());
            if (form && !forms.isOf(request.visitor(), request.form().get(TOKEN).orElse(""))) {
                throw new PageFailure(
                        403,
                        "This form is not one that you were shown, or you signed in again since. Nothing was done."
                                + " Open the room again and send it once more.");
            }
            Visit visit = new Visit(request, match.variables(), calls, clusters);
            PageAnswer answer = form ? match.room().submit(visit) : match.room().show(visit);
            return switch (answer) {
                case PageAnswer.Elsewhere(String location) -> new Reply(303, Optional.of(location), "");
                case PageAnswer.Shown(int status, String title, PageAnswer.Body body) ->
                    new Reply(status, Optional.empty(), rendered(frame(request, title, Optional.of(visit)), body));
            };
        } catch (PageFailure e) {
            return failure(request, e);
        } catch (ToolException e) {
            return failure(request, new PageFailure(status(e), String.valueOf(e.getMessage())));
        }
    }

    private static int status(ToolException failure) {
        return switch (failure) {
            case ToolException.BadArgument _ -> 400;
            case ToolException.NotFound _ -> 404;
            case ToolException.Refused _ -> 403;
            default -> 503;
        };
    }

    /// A document that is no room, for whoever may see none.
    public Reply document(PageRequest request, int status, String title, PageAnswer.Body body) {
        return new Reply(status, Optional.empty(), rendered(frame(request, title, Optional.empty()), body));
    }

    /// A page that says what is wrong and what to do.
    public Reply failure(PageRequest request, PageFailure failure) {
        String title = title(failure.status());
        return document(
                request,
                failure.status(),
                title,
                (out, around) -> JtefailureGenerated.render(out, null, around, title, failure.getMessage()));
    }

    private static String title(int status) {
        return switch (status) {
            case 400, 405, 413, 415 -> "That cannot be asked";
            case 401 -> "Please sign in";
            case 403 -> "Not allowed";
            case 404 -> "Not found";
            case 429 -> "Too many requests";
            case 503 -> "Not now";
            default -> "Something is broken here";
        };
    }

    private Match match(String path) {
        for (Room room : rooms) {
            Optional<Map<String, String>> variables = segments(room.path(), path);
            if (variables.isPresent()) {
                return new Match(room, variables.get());
            }
        }
        throw new PageFailure(404, "There is no room at this address. The navigation names those that there are.");
    }

    private static Optional<Map<String, String>> segments(String address, String path) {
        String[] wanted = address.split("/", -1);
        String[] given = path.split("/", -1);
        Map<String, String> variables = new LinkedHashMap<>();
        for (int at = 0; at < wanted.length; at++) {
            boolean isVariable = wanted[at].startsWith("{");
            if (given.length != wanted.length || (isVariable && given[at].isEmpty())) {
                return Optional.empty();
            }
            if (isVariable) {
                // A plus sign in a path is a plus sign.
                variables.put(
                        wanted[at].substring(1, wanted[at].length() - 1),
                        PageParameters.decoded(given[at].replace("+", "%2B")));
            } else if (!wanted[at].equals(given[at])) {
                return Optional.empty();
            }
        }
        return Optional.of(variables);
    }

    private Frame frame(PageRequest request, String title, Optional<Visit> visit) {
        Visitor visitor = request.visitor();
        return new Frame(
                title,
                request.path() + request.query(),
                rooms.stream()
                        .filter(room -> visitor.isKnown() && room.isListed(visitor))
                        .map(room -> new Frame.Link(
                                room.path(), room.title(), room.path().equals(request.path())))
                        .toList(),
                new Frame.Reader(
                        visitor.principal().name(),
                        visitor.principal().access().name().toLowerCase(Locale.ROOT),
                        visitor.signedIn()),
                visit.map(Site::age).orElseGet(() -> new Frame.Age(Optional.empty(), Optional.empty(), List.of())),
                // Where the memory is not there, neither is the key, and a page that says so has no form.
                visit.map(_ -> forms.issue(visitor)).orElse(""),
                assets);
    }

    private static Frame.Age age(Visit visit) {
        return new Frame.Age(
                visit.oldest().flatMap(AnswerFacts::age).map(Units::duration),
                visit.oldest().flatMap(AnswerFacts::asOf),
                visit.incomplete());
    }

    private static String rendered(Frame frame, PageAnswer.Body body) {
        StringOutput text = new StringOutput(16 << 10);
        HtmlTemplateOutput html = new OwaspHtmlTemplateOutput(text);
        JtelayoutGenerated.render(
                html, null, frame, (TemplateOutput out) -> body.render((HtmlTemplateOutput) out, frame));
        return text.toString();
    }
}
