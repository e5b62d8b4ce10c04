package io.github.proxmoxmcp.server.setup;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.client.Proxmox;
import io.github.proxmoxmcp.client.access.AccessApi.PermissionQuery;
import io.github.proxmoxmcp.client.connection.ApiToken;
import io.github.proxmoxmcp.client.connection.ConnectionSettings;
import io.github.proxmoxmcp.client.connection.Trust;
import io.github.proxmoxmcp.demo.DemoCluster;
import io.github.proxmoxmcp.demo.access.TokenLevel;
import io.github.proxmoxmcp.demo.model.DemoSettings;
import io.github.proxmoxmcp.server.Golden;
import io.github.proxmoxmcp.server.config.ClusterConfiguration;
import io.github.proxmoxmcp.server.tool.Access;
import io.github.proxmoxmcp.server.wiring.Wiring;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The lines that `doctor` and `init` print, run on a cluster that has Proxmox's rules, and the rights read back.
class GrantsTest {

    private static final Needs NEEDS = new Needs(Wiring.allTools());

    private static final int ROUNDS = 3;
    private static DemoCluster demo;
    private static Proxmox root;

    @BeforeAll
    static void start() {
        demo = DemoCluster.start(DemoSettings.parse("nodes=2,guests=12,pace=0"));
        root = Proxmox.connect(connection(demo, demo.token(TokenLevel.FULL)));
    }

    @AfterAll
    static void stop() {
        root.close();
        demo.close();
    }

    /// @param lines what makes the token; `U` is its user and `T` the token
    /// @param mends the line of a token that is not accepted which is the right one here
    private record Case(String name, List<String> lines, Optional<String> mends) {

        static Case of(String name, String... lines) {
            return new Case(name, List.of(lines), Optional.empty());
        }

        Case mendedBy(String line) {
            return new Case(name, lines, Optional.of(line));
        }
    }

    private static final String USER = "pveum user add U";
    private static final String SEPARATED = "pveum user token add U t --privsep 1";
    private static final String AS_USER = "pveum user token add U t --privsep 0";

    private static List<Case> cases() {
        return List.of(
                Case.of("nothing", USER, SEPARATED),
                Case.of("nothing, of root", "pveum user token add root@pam N --privsep 1"),
                Case.of(
                        "PVEAuditor on `/`, of root",
                        "pveum user token add root@pam N --privsep 1",
                        "pveum acl modify / --tokens 'root@pam!N' --roles PVEAuditor"),
                Case.of(
                        "PVEAuditor on `/pool/prod`",
                        USER,
                        SEPARATED,
                        "pveum acl modify /pool/prod --users U --roles PVEAuditor",
                        "pveum acl modify /pool/prod --tokens T --roles PVEAuditor"),
                Case.of(
                        "PVEVMAdmin on one guest",
                        USER,
                        SEPARATED,
                        "pveum acl modify /vms/103 --users U --roles PVEVMAdmin",
                        "pveum acl modify /vms/103 --tokens T --roles PVEVMAdmin"),
                Case.of(
                        "PVEAuditor on `/` through a group, not separated",
                        "pveum group add gN",
                        "pveum user add U --groups gN",
                        AS_USER,
                        "pveum acl modify / --groups gN --roles PVEAuditor"),
                Case.of(
                        "PVEVMAdmin on `/vms` through a group, not separated",
                        "pveum group add gN",
                        "pveum user add U --groups gN",
                        AS_USER,
                        "pveum acl modify /vms --groups gN --roles PVEVMAdmin"),
                Case.of(
                        "PVEAuditor on `/` and PVEVMUser on `/vms`, neither below",
                        USER,
                        AS_USER,
                        "pveum acl modify / --users U --roles PVEAuditor --propagate 0",
                        "pveum acl modify /vms --users U --roles PVEVMUser --propagate 0"),
                Case.of(
                                "expired, PVEAuditor on `/`",
                                "pveum user token add root@pam N --privsep 1 --expire 1000000000",
                                "pveum acl modify / --tokens 'root@pam!N' --roles PVEAuditor")
                        .mendedBy("where it has expired"),
                Case.of(
                                "of a disabled user, PVEAuditor on `/`",
                                "pveum user add U --enable 0",
                                AS_USER,
                                "pveum acl modify / --users U --roles PVEAuditor")
                        .mendedBy("where the user is disabled"),
                Case.of(
                        "PVEAuditor on `/`, its user PVEVMUser on `/vms`",
                        USER,
                        SEPARATED,
                        "pveum acl modify / --tokens T --roles PVEAuditor",
                        "pveum acl modify /vms --users U --roles PVEVMUser"),
                Case.of(
                        "PVEAuditor on `/`, its user the same and PVEDatastoreUser on `/vms/104`",
                        USER,
                        SEPARATED,
                        "pveum acl modify / --tokens T --roles PVEAuditor",
                        "pveum acl modify / --users U --roles PVEAuditor",
                        "pveum acl modify /vms/104 --users U --roles PVEDatastoreUser"),
                Case.of(
                        "PVEAdmin on `/`, not separated",
                        USER,
                        AS_USER,
                        "pveum acl modify / --users U --roles PVEAdmin"),
                Case.of(
                        "PVEAuditor on `/`, NoAccess on one guest",
                        "pveum user token add root@pam N --privsep 1",
                        "pveum acl modify / --tokens 'root@pam!N' --roles PVEAuditor",
                        "pveum acl modify /vms/101 --tokens 'root@pam!N' --roles NoAccess"),
                Case.of(
                        "PVEAuditor on `/`, PVEVMAdmin on `/vms/104` and PVEPoolAdmin on `/pool/lab`",
                        "pveum user token add root@pam N --privsep 1",
                        "pveum acl modify / --tokens 'root@pam!N' --roles PVEAuditor",
                        "pveum acl modify /vms/104 --tokens 'root@pam!N' --roles PVEVMAdmin",
                        "pveum acl modify /pool/lab --tokens 'root@pam!N' --roles PVEPoolAdmin"),
                Case.of(
                        "PVEAuditor on `/`, PVETemplateUser on `/vms`, PVEDatastoreUser on `/storage/local`",
                        "pveum user token add root@pam N --privsep 1",
                        "pveum acl modify / --tokens 'root@pam!N' --roles PVEAuditor",
                        "pveum acl modify /vms --tokens 'root@pam!N' --roles PVETemplateUser",
                        "pveum acl modify /storage/local --tokens 'root@pam!N' --roles PVEDatastoreUser"));
    }

    @Test
    void whatDoctorPrintsGivesAllThatIsNeededTakesNothingAndGivesNoMore() {
        StringBuilder table = new StringBuilder(HEAD);
        List<Case> cases = cases();
        assertThat(cases).hasSizeGreaterThanOrEqualTo(12);
        for (int number = 0; number < cases.size(); number++) {
            Case one = cases.get(number);
            List<String> reading = printed(one, Access.READ, "read" + number);
            List<String> operating = printed(one, Access.OPERATE, "operate" + number);
            table.append("| %s | %s | %d |\n".formatted(one.name(), text(reading, "read" + number), operating.size()));
        }
        Golden.check(Path.of(System.getProperty("repository.root"), "docs/reference/rights.md"), table.toString());
    }

    private static String text(List<String> printed, String name) {
        return printed.isEmpty()
                ? "none: nothing is missing"
                : printed.stream()
                        .filter(line -> !line.startsWith("pveum role add") && !line.startsWith("pveum group add"))
                        .map(line -> "`"
                                + line.replaceFirst("  +#.*", "")
                                        .replace(name + "-pve", "USER")
                                        .replace(name + "@pve", "USER")
                                        .replace(name, "ID")
                                        .replace("pveum ", "")
                                + "`")
                        .collect(Collectors.joining("<br>"));
    }

    @Test
    void whatInitPrintsMakesATokenThatHasAllThatIsNeeded() {
        for (Access access : Access.values()) {
            try (DemoCluster fresh = DemoCluster.start(DemoSettings.parse("nodes=1,guests=3,pace=0"));
                    Proxmox there = Proxmox.connect(connection(fresh, fresh.token(TokenLevel.FULL)))) {
                PveumShell shell = new PveumShell(there);
                String value = Pveum.create(NEEDS, access, false).stream()
                        .flatMap(line -> shell.run(line).stream())
                        .findFirst()
                        .orElseThrow();

                assertThat(findings(fresh, value, access))
                        .isNotEmpty()
                        .allMatch(finding -> finding.state().compareTo(Finding.State.WARNING) < 0);
            }
        }
    }

    /// What was printed until nothing was missing.
    private static List<String> printed(Case one, Access access, String name) {
        PveumShell shell = new PveumShell(root);
        String user = one.lines().stream().anyMatch(line -> line.contains("root@pam")) ? "root@pam" : name + "@pve";
        String token = user.equals("root@pam") ? "root@pam!" + name : user + "!t";
        String value = one.lines().stream()
                .map(line -> line.replace(" U", " " + user)
                        .replace(" T", " '" + token + "'")
                        .replaceAll("(!| |g)N\\b", "$1" + name))
                .flatMap(line -> shell.run(line).stream())
                .reduce("", (_, made) -> made);
        Map<String, Set<String>> before = rights(token);
        List<String> printed = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            Map<String, Set<String>> now = rights(token);
            List<String> lines = lines(one, findings(demo, value, access));
            lines.forEach(shell::run);
            printed.addAll(lines);
            assertThat(lost(now, rights(token)))
                    .as("%s: lost by %s", one.name(), lines)
                    .isEmpty();
        }
        Map<String, Set<String>> after = rights(token);
        List<Finding> findings = findings(demo, value, access);

        assertThat(lost(before, after)).as(one.name()).isEmpty();
        boolean oneRole = printed.stream().anyMatch(line -> line.endsWith(" --roles " + Pveum.role(access)));
        assertThat(surplus(before, after, access, oneRole))
                .as("%s after %s", one.name(), printed)
                .isEmpty();
        assertThat(findings)
                .as("%s after %s", one.name(), printed)
                .isNotEmpty()
                .allMatch(finding -> finding.state().compareTo(Finding.State.WARNING) < 0);
        return printed;
    }

    /// What is printed as a person follows it.
    private static List<String> lines(Case one, List<Finding> findings) {
        List<String> advice = findings.stream()
                .filter(finding -> finding.state().compareTo(Finding.State.WARNING) >= 0)
                .flatMap(finding -> finding.advice().stream())
                .toList();
        return advice.stream()
                .filter(line -> line.startsWith("pveum "))
                .filter(line -> !line.contains("  # ")
                        || one.mends().filter(line::contains).isPresent())
                .filter(line -> !line.startsWith("pveum user token list"))
                .toList();
    }

    private static List<Finding> findings(DemoCluster cluster, String value, Access access) {
        return new ClusterCheck(
                        new ClusterConfiguration("demo", connection(cluster, value)),
                        access,
                        NEEDS,
                        InstantSource.system())
                .findings().stream()
                        .filter(finding -> Set.of("privileges", "token").contains(finding.area()))
                        .toList();
    }

    private static ConnectionSettings connection(DemoCluster cluster, String token) {
        return ConnectionSettings.of(
                List.of(cluster.url()), ApiToken.parse(token), new Trust.Fingerprint(cluster.fingerprint()));
    }

    /// The privileges of a token on every path that something may ask about.
    private static Map<String, Set<String>> rights(String token) {
        List<String> paths = new ArrayList<>(
                List.of("/", "/access", "/nodes", "/pool", "/sdn", "/storage", "/vms", "/mapping", "/nodes/pve1"));
        List.of("prod", "lab", "infra").forEach(pool -> paths.add("/pool/" + pool));
        List.of("local", "local-lvm", "ceph", "backup").forEach(storage -> paths.add("/storage/" + storage));
        Stream.iterate(100, vmid -> vmid + 1).limit(12).forEach(vmid -> paths.add("/vms/" + vmid));
        Map<String, Set<String>> rights = new TreeMap<>();
        for (String path : paths) {
            rights.put(
                    path,
                    root.access()
                            .permissions(new PermissionQuery(Optional.of(path), Optional.of(token)))
                            .getOrDefault(path, Map.of())
                            .keySet());
        }
        return rights;
    }

    private static List<String> lost(Map<String, Set<String>> before, Map<String, Set<String>> after) {
        return more(after, before);
    }

    private static List<String> more(Map<String, Set<String>> some, Map<String, Set<String>> than) {
        List<String> more = new ArrayList<>();
        than.forEach((path, privileges) -> privileges.stream()
                .filter(privilege -> !some.getOrDefault(path, Set.of()).contains(privilege))
                .forEach(privilege -> more.add(path + " " + privilege)));
        return more;
    }

    /// What was gained and is needed nowhere on the way to its path, unless there is one role for everything; a member
    /// of a pool has what its pool has.
    private static List<String> surplus(
            Map<String, Set<String>> before, Map<String, Set<String>> after, Access access, boolean oneRole) {
        return more(before, after).stream()
                .filter(gained -> NEEDS.of(access, false).stream()
                        .noneMatch(need -> need.privileges().contains(gained.split(" ")[1])
                                && (oneRole
                                        || (need.path().equals("/") && gained.startsWith("/ "))
                                        || (gained.split(" ")[0] + "/").startsWith(need.path() + "/")
                                        || need.path().equals("/pool"))))
                .toList();
    }

    private static final String HEAD = """
        # Rights that `doctor` gives

        In Proxmox a role on a path replaces what is inherited there from above, so the roles of these lines carry both. This is
        written by a test: it runs the `pveum` lines that `doctor` prints for these tokens on the simulated cluster, which has
        Proxmox's rules, and reads the rights of each on every path before and after. None was lost, none was given that the tools of
        the access level do not need, and `doctor` finds nothing missing afterwards. Lines that make roles and groups are left
        out here; `--propagate 0` gives a role on the path alone.

        | a token with | lines for access `read` | number of lines for `operate` |
        |---|---|--:|
        """;
}
