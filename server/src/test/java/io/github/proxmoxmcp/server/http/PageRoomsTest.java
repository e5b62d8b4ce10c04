package io.github.proxmoxmcp.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.persistence.acting.AuditEntry;
import io.github.proxmoxmcp.server.tool.Access;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// What the rooms show, and what of it can be done, with the rights of who looks.
@Timeout(120)
class PageRoomsTest {

    private static final Pattern LOCKED =
            Pattern.compile("href=\"(/problems/acknowledge\\?[^\"]*subject=106\\+vault)\"");

    @TempDir
    private static Path folder;

    private static ServedDemo demo;
    private static PageVisitor operator;
    private static PageVisitor reader;

    @BeforeAll
    static void start() {
        demo = new ServedDemo(folder, "guests=80", "http:\n  listen: 127.0.0.1:0\naccess: admin\n");
        operator = new PageVisitor(demo.url(), Optional.of(demo.token("anna", Access.OPERATE)));
        reader = new PageVisitor(demo.url(), Optional.of(demo.token("rita", Access.READ)));
    }

    @AfterAll
    static void stop() {
        operator.close();
        reader.close();
        demo.close();
    }

    @Test
    void guestsAreShownAPageAtATimeFilteredAndFound() {
        String all = reader.look("/").body();
        assertThat(rows(all, "/guests/demo/")).hasSize(50 + 26).doesNotHaveDuplicates();
        String next = first(all, Pattern.compile("href=\"(\\?vms=[^\"]+)\""));

        assertThat(rows(reader.look("/" + next.replace("&amp;", "&")).body(), "/guests/demo/"))
                .isNotEmpty();
        assertThat(rows(reader.look("/?status=stopped").body(), "/guests/demo/"))
                .contains("/guests/demo/106")
                .doesNotContain("/guests/demo/100");
        assertThat(rows(reader.look("/?find=vault").body(), "/guests/demo/")).containsExactly("/guests/demo/106");
        HttpResponse<String> none = reader.look("/?node=nowhere");
        assertThat(none.statusCode()).isEqualTo(404);
        assertThat(none.body()).contains("nowhere", "pve1");
    }

    @Test
    void aGuestIsShownWithWhatItIsMadeOfAndWhatIsWrongWithIt() {
        HttpResponse<String> guest = reader.look("/guests/demo/106");

        assertThat(guest.statusCode()).isEqualTo(200);
        assertThat(guest.body())
                .contains("<h1>106 vault</h1>", "vm-106-disk-0", "locked: backup", "vmbr0", "State of the memory");
        assertThat(reader.look("/guests/demo/99999").statusCode()).isEqualTo(404);
        assertThat(reader.look("/guests/elsewhere/106").body()).contains("There is no cluster 'elsewhere'");
    }

    @Test
    void whoMayOperateSaysThatAProblemIsKnownAndEverybodySeesWhoAndWhy() {
        assertThat(reader.look("/problems").body()).contains("106 vault").doesNotContain("/problems/acknowledge");
        String form = first(operator.look("/problems").body(), LOCKED).replace("&amp;", "&");
        Map<String, String> fields = Map.of(
                "cluster", "demo",
                "area", "guest",
                "subject", "106 vault",
                "reason", "the <b>backup</b> is looked at",
                "days", "7",
                "action", "acknowledge");

        assertThat(reader.submit(form, fields).statusCode()).isEqualTo(403);
        assertThat(operator.submit(form, without(fields, "reason")).body()).contains("A reason is needed");
        assertThat(reader.look("/problems").body()).doesNotContain("acknowledged");
        HttpResponse<String> done = operator.submit(form, fields);

        assertThat(done.statusCode()).isEqualTo(303);
        assertThat(done.headers().firstValue("Location")).contains("/problems?done=acknowledged");
        assertThat(reader.look("/problems").body())
                .contains("Acknowledged by token:anna at ", ": the &lt;b&gt;backup&lt;/b&gt; is looked at; until ")
                .contains("; and 1 acknowledged");
        AuditEntry entry = demo.audit().getLast();
        assertThat(entry.action()).isEqualTo("acknowledge_problem");
        assertThat(entry.principal()).isEqualTo("token:anna");
        assertThat(entry.body()).contains("\"vmids\":[106]", "guest: 106 vault", "is looked at; until ");

        operator.submit(form, with(fields, "action", "take_back"));

        assertThat(reader.look("/problems").body()).contains("106 vault").doesNotContain("acknowledged");
        assertThat(demo.audit().getLast().action()).isEqualTo("unacknowledge_problem");
        assertThat(operator.submit(form, with(fields, "subject", "107 gone")).body())
                .contains("There is no problem '107 gone' any more");
    }

    @Test
    void theAuditIsForWhoHasAdminAndItsChainIsVerifiedThere() {
        assertThat(operator.look("/audit").statusCode()).isEqualTo(403);
        assertThat(operator.look("/").body()).doesNotContain("href=\"/audit\"");
        try (PageVisitor admin = new PageVisitor(demo.url(), Optional.of(demo.token("ada", Access.ADMIN)))) {
            assertThat(admin.look("/").body()).contains("href=\"/audit\"");
            assertThat(admin.look("/audit?verify=1").body()).contains("The chain is whole");
            assertThat(admin.look("/audit?before=x").statusCode()).isEqualTo(400);
        }
    }

    @Test
    void aToolIsTriedWithItsArgumentsAndSaysHowLongBothFormsAre() {
        String list = reader.look("/tools").body();
        String answer = reader.look("/tools?tool=list_vms&run=1&arg.limit=2&arg.status=running")
                .body();

        assertThat(list).contains("list_vms", "find_problems").doesNotContain("power_guest", "take_snapshot");
        assertThat(answer).contains("<h3>As text, ", "<h3>As structured content, ", "\"total\" : ");
        assertThat(reader.look("/tools?tool=list_vms&run=1&arg.limit=many").body())
                .contains("It answers with an error", "limit");
        assertThat(operator.look("/tools?tool=power_guest&run=1").statusCode()).isEqualTo(404);
        assertThat(reader.look("/drift").statusCode()).isEqualTo(400);
    }

    @Test
    void numbersAreThoseOfTheTools() {
        try (HttpSession session =
                HttpSession.open(demo.url() + "/mcp", Optional.of(demo.token("numbers", Access.READ)))) {
            JsonNode vms = session.call("list_vms", Map.of("limit", 50));
            JsonNode problems = session.call("find_problems", Map.of());

            assertThat(reader.look("/").body())
                    .contains("Virtual machines, 50 of " + vms.get("total").asInt());
            assertThat(reader.look("/problems").body())
                    .contains(problems.get("note").asString());
        }
    }

    @Test
    void theBrowserIsToldWhenSomethingWasRecorded() throws Exception {
        HttpResponse<InputStream> events = operator.open("/events");
        assertThat(events.headers().firstValue("Content-Type")).contains("text/event-stream");
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(events.body(), UTF_8));
                HttpSession session =
                        HttpSession.open(demo.url() + "/mcp", Optional.of(demo.token("acts", Access.OPERATE)))) {
            // The first sign of life comes when the subscription is made.
            assertThat(lines.readLine()).startsWith(":");

            session.call("power_guest", Map.of("guest", "116", "action", "shutdown"));

            assertThat(event(lines)).isEqualTo("data: demo");
        }
    }

    @Test
    void theBrowserIsToldWhatPeopleDecide() throws Exception {
        String form = first(operator.look("/problems").body(), LOCKED).replace("&amp;", "&");
        HttpResponse<InputStream> events = reader.open("/events");
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(events.body(), UTF_8))) {
            assertThat(lines.readLine()).startsWith(":");

            for (String action : List.of("acknowledge", "take_back")) {
                HttpResponse<String> done = operator.submit(
                        form,
                        Map.of(
                                "cluster", "demo",
                                "area", "guest",
                                "subject", "106 vault",
                                "reason", "it is looked at",
                                "days", "7",
                                "action", action));

                assertThat(done.statusCode()).isEqualTo(303);
                assertThat(event(lines)).isEqualTo("data: demo");
            }
        }
    }

    private static String event(BufferedReader lines) throws IOException {
        String line = lines.readLine();
        while (!line.startsWith("data:")) {
            line = lines.readLine();
        }
        return line;
    }

    private static Map<String, String> without(Map<String, String> fields, String name) {
        Map<String, String> fewer = new TreeMap<>(fields);
        fewer.remove(name);
        return fewer;
    }

    private static Map<String, String> with(Map<String, String> fields, String name, String value) {
        Map<String, String> more = new TreeMap<>(fields);
        more.put(name, value);
        return more;
    }

    private static List<String> rows(String html, String address) {
        return Pattern.compile("<th scope=\"row\"><a href=\"(" + address + "[^\"]+)\"|<td[^>]*><a href=\"(" + address
                        + "[^\"]+)\"")
                .matcher(html)
                .results()
                .map(found -> Optional.ofNullable(found.group(1)).orElseGet(() -> found.group(2)))
                .toList();
    }

    private static String first(String html, Pattern pattern) {
        return pattern.matcher(html)
                .results()
                .findFirst()
                .map(found -> found.group(1))
                .orElseThrow();
    }
}
