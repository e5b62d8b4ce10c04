package io.github.proxmoxmcp.persistence;

import static io.github.proxmoxmcp.persistence.Examples.LAB;
import static io.github.proxmoxmcp.persistence.Examples.config;
import static io.github.proxmoxmcp.persistence.Examples.cycle;
import static io.github.proxmoxmcp.persistence.Examples.done;
import static io.github.proxmoxmcp.persistence.Examples.ended;
import static io.github.proxmoxmcp.persistence.Examples.line;
import static io.github.proxmoxmcp.persistence.Examples.load;
import static io.github.proxmoxmcp.persistence.Examples.named;
import static io.github.proxmoxmcp.persistence.Examples.node;
import static io.github.proxmoxmcp.persistence.Examples.on;
import static io.github.proxmoxmcp.persistence.Examples.running;
import static io.github.proxmoxmcp.persistence.Examples.snapshot;
import static io.github.proxmoxmcp.persistence.Examples.storage;
import static io.github.proxmoxmcp.persistence.Examples.vm;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.proxmoxmcp.persistence.PendingStore.Waiting;
import io.github.proxmoxmcp.persistence.PendingStore.WaitingOption;
import io.github.proxmoxmcp.persistence.QueryStore.Limits;
import io.github.proxmoxmcp.persistence.QueryStore.Result;
import io.github.proxmoxmcp.persistence.value.Kind;
import io.github.proxmoxmcp.persistence.value.Moment;
import io.github.proxmoxmcp.persistence.value.StoreException.BadQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What queries may and may not do, whatever the store is kept in. The store is only read, so one serves all tests.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class QueryContract extends StatementContract {

    QueryContract(StoreLocation location) {
        super(location);
    }

    @BeforeAll
    void fill() {
        store.recorder()
                .record(Observation.of(LAB, cycle(0))
                        .withFacts(new ClusterFacts(Optional.of("home"), Optional.of(true)))
                        .withComplete(Set.of(Kind.GUEST))
                        .withNodes(List.of(node("pve1"), node("pve2")), List.of())
                        .withStorages(
                                List.of(storage("local", "pve1")),
                                List.of(new StorageGauges("local", "pve1", Optional.of(250L), Optional.of(1_000L))))
                        .withGuests(
                                List.of(vm(100, "web01"), on(vm(101, "web02"), "pve2"), vm(102, "db")),
                                List.of(load(100, 0.126), load(101, 0.5)))
                        .withConfigs(List.of(config(
                                100,
                                "d",
                                Map.of(
                                        "net0", "virtio=BC:24:11:00:00:01,bridge=vmbr0,tag=20,firewall=1",
                                        "net1",
                                                "name=eth0,bridge=vmbr1,hwaddr=BC:24:11:00:00:02,ip=dhcp,rate=12.5,type=veth",
                                        "net2", "virtio,bridge=vmbr2,link_down=1",
                                        "scsi0", "local-lvm:vm-100-disk-0,discard=on,size=32G",
                                        "ide2", "none,media=cdrom",
                                        "mp0", "ceph:subvol-1,mp=/srv,backup=1,size=528K",
                                        "unused0", "local-lvm:vm-100-disk-9",
                                        "scsihw", "virtio-scsi-single",
                                        "cores", "2"))))
                        .withSnapshots(List.of(new GuestSnapshots(100, List.of(snapshot("s1")))))
                        .withTasks(List.of(done("qmstart", 100, cycle(0))))
                        .withInventory(InventoryExamples.all()));
        store.recorder()
                .record(Observation.of(LAB, cycle(1))
                        .withGuests(List.of(named(vm(102, "db"), "database")), List.of())
                        .withTasks(List.of(
                                ended(running("vzdump", 101, cycle(1)), cycle(2), "job errors"),
                                line(100, "root@pam", cycle(0).plusSeconds(3), "update VM 100: -cores 2"))));
        store.reports()
                .put(
                        LAB,
                        List.of(
                                new GuestReport(
                                        100,
                                        1,
                                        Optional.of(cycle(1)),
                                        cycle(1),
                                        Optional.empty(),
                                        Optional.of("web01.example"),
                                        Optional.of("Debian 13"),
                                        List.of(new GuestReport.Address("eth0", Optional.empty(), "10.0.3.17"))),
                                GuestReport.failed(101, 1, cycle(1), "no agent")));
        store.pending()
                .put(
                        LAB,
                        List.of(
                                waiting(100, "d", Optional.of(cycle(0))),
                                waiting(101, "of another configuration", Optional.of(cycle(0)))));
        store.recorder().record(Observation.of("secret", cycle(0)).withGuests(List.of(vm(666, "hidden")), List.of()));
        store.snapshots().add(new StateSnapshot(LAB, "before", cycle(0), cycle(0), Optional.empty(), "me", false));
    }

    @AfterAll
    void close() {
        store.close();
    }

    @Test
    void answersWithColumnsAndRows() {
        Result result = run("select vmid, name, node, template, cpus, valid_from from guests order by vmid");

        assertThat(result.columns()).containsExactly("vmid", "name", "node", "template", "cpus", "valid_from");
        assertThat(result.rows().getFirst())
                .isEqualTo(Arrays.asList(
                        100L, "web01", "pve1", false, result.rows().getFirst().get(4), "2026-11-20T10:00:00.000Z"));
        assertThat(((Number) result.rows().getFirst().get(4)).doubleValue()).isEqualTo(2.0);
        assertThat(result.rows()).hasSize(3);
        assertThat(result.truncated()).isFalse();
    }

    @Test
    void answersEveryColumnOfEveryView() {
        List<QueryStore.View> views = store.queries().views();

        assertThat(views).hasSizeGreaterThanOrEqualTo(8);
        for (QueryStore.View view : views) {
            List<String> names =
                    view.columns().stream().map(QueryStore.Column::name).toList();
            Result result = run("select " + String.join(", ", names) + " from " + view.name());
            assertThat(result.columns()).isEqualTo(names);
            assertThat(result.rows()).as(view.name()).isNotEmpty();
            assertThat(run("select * from " + view.name(), Moment.at(cycle(0))).columns())
                    .isEqualTo(names);
        }
    }

    @Test
    void aColumnMayBeNamedAsAWordOfSql() {
        assertThat(run("select distinct user from tasks order by user").rows())
                .isNotEmpty()
                .doesNotContainNull();
    }

    @Test
    void answersTheExampleOfEveryView() {
        for (QueryStore.View view : store.queries().views()) {
            QueryStore.Example example = view.example();

            assertThat(example.sql()).containsPattern("(from|join) " + view.name() + "\\b");
            assertThat(run(example.sql()).rows()).as(example.question()).isNotEmpty();
        }
    }

    @Test
    void answersWhatGuestsToldOfNowOnly() {
        String addresses = "select vmid, address, told_at from guest_addresses";

        assertThat(run(addresses).rows())
                .containsExactly(List.of(100L, "10.0.3.17", cycle(1).toString().replace("Z", ".000Z")));
        assertThat(run("select vmid from guest_reports where problem is not null")
                        .rows())
                .containsExactly(List.of(101L));
        assertThat(run(addresses, Moment.at(cycle(1))).rows()).isEmpty();
    }

    @Test
    void answersWhatWaitsForTheNextStartOfGuestsAsTheyAreNowOnly() {
        String pending = "select vmid, key, in_force, wanted from guest_pending order by key";

        assertThat(run(pending).rows())
                .containsExactly(
                        List.of(100L, "cores", "2", "4"), Arrays.asList(100L, "net1", "virtio,bridge=vmbr0", null));
        assertThat(run(pending, Moment.at(cycle(1))).rows()).isEmpty();
    }

    private static Waiting waiting(int vmid, String digest, Optional<Instant> started) {
        return new Waiting(
                vmid,
                1,
                started,
                digest,
                cycle(1),
                List.of(
                        new WaitingOption("cores", Optional.of("2"), Optional.of("4"), Optional.empty()),
                        new WaitingOption(
                                "net1", Optional.of("virtio,bridge=vmbr0"), Optional.empty(), Optional.of(1))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select count(*) as n from guests g join nodes n on n.name = g.node where n.status = 'online'",
                "select 3 as n from guests group by kind having count(*) > 2",
                "with big as (select * from guests where memory_bytes > 1000) select count(*) from big",
                "with a as (select vmid from guests), b as (select vmid from a) select count(*) from b",
                "select count(*) from (select vmid from guests union select vmid from guests) x",
                "select max(n) from (select row_number() over (partition by kind order by vmid) n from guests) x",
                "select sum(case when lower(name) like 'web%' then 1 else 0 end) + 1 from guests",
                "SELECT COUNT(*) FROM Guests WHERE NOT template -- all of them",
                "select count(*) from guests where template = false and ';' || tags || ';' like '%;web;%'",
                "select count(*) from guests where vmid not in (select vmid from guest_config where key = 'nope')",
                "with recursive t(n) as (select 1 union all select n + 1 from t where n < 3) select max(n) from t",
                "select count(distinct vmid) + 1 from guest_config, cluster left join tasks on 1 = 0 where key ="
                        + " 'cores' or vmid > 5000 or vmid = 1 union all select 3 where 1 = 0 order by 1 limit 1",
            })
    void runsHarmlessQueries(String sql) {
        List<List<Object>> rows = List.copyOf(run(sql).rows());

        assertThat(rows).hasSize(1);
        assertThat(((Number) rows.getFirst().getFirst()).longValue()).isIn(2L, 3L);
    }

    @Test
    void roundsAveragesAndKeepsTheCaseOfQuotedNames() {
        Result result = run("select round(avg(cpu_fraction) * 100, 1) as \"Load %\" from guests");

        assertThat(result.columns()).containsExactly("Load %");
        assertThat(((Number) result.rows().getFirst().getFirst()).doubleValue()).isEqualTo(31.3);
        assertThat(run("select group_concat(name, ' ') from guests").columns())
                .singleElement()
                .asString()
                .doesNotContain("within group");
    }

    @Test
    void answersAtAnyMoment() {
        Result then = run("select name, cpu_fraction from guests where vmid = 102", Moment.at(cycle(0)));

        assertThat(then.rows()).containsExactly(Arrays.asList("db", null));
        assertThat(run("select name from guests where vmid = 102").rows()).containsExactly(List.of("database"));
        assertThat(run("select * from guests", Moment.at(cycle(-1))).rows()).isEmpty();
        assertThat(run("select ended_at, exit_status from tasks", Moment.at(cycle(0)))
                        .rows())
                .containsExactly(Arrays.asList(null, null));
    }

    @Test
    void cutsLongResults() {
        Result result = store.queries()
                .run(LAB, "select a.vmid from guests a, guests b", Moment.now(), new Limits(4, Duration.ofSeconds(20)));

        assertThat(result.rows()).hasSize(4);
        assertThat(result.truncated()).isTrue();
    }

    @Test
    void showsNothingOfAnotherCluster() {
        assertThat(run("select * from guests where vmid = 666").rows()).isEmpty();
        assertThat(store.queries()
                        .run("unheard of", "select * from guests", Moment.now(), LIMITS)
                        .rows())
                .isEmpty();
    }

    @Test
    void saysWhichColumnsThereAre() {
        assertThatThrownBy(() -> run("select vm_id from guests"))
                .isInstanceOf(BadQuery.class)
                .hasMessageContaining("vm_id")
                .hasMessageContaining("vmid, incarnation, kind, name");
        assertThatThrownBy(() -> run("select * from vms"))
                .isInstanceOf(BadQuery.class)
                .hasMessageContaining("vms")
                .hasMessageContaining("guests");
        assertThatThrownBy(() -> run("select \"nme\" from guests")).isInstanceOf(BadQuery.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // more than one statement, or none that reads
                "",
                "select 1; select 2",
                "select 1; drop table guest",
                "select 1 /* */; delete from guest",
                "insert into guest (vmid) values (1)",
                "update guest set name = 'x'",
                "delete from guest",
                "drop table guest",
                "create table x (a int)",
                "select * into stolen from guests",
                "explain select 1",
                "pragma table_list",
                "pragma query_only = off",
                "attach 'other.db' as other",
                "vacuum into '/tmp/copy.db'",
                "copy (select 1) to program 'id'",
                "set session characteristics as transaction read write",
                "begin",
                "call x()",
                "do $$ begin end $$",
                "with x as (delete from guest returning *) select * from x",
                "with x as (insert into guest (vmid) values (1) returning *) select * from x",
                "select * from guests for update",
                // tables that are none of its business
                "select * from guest",
                "select * from \"guest\"",
                "select * from known_cluster",
                "select * from main.guest",
                "select * from public.guest",
                "select * from main.guests",
                "select * from sqlite_master",
                "select * from sqlite_schema",
                "select * from temp.sqlite_master",
                "select * from flyway_schema_history",
                "select * from pg_catalog.pg_authid",
                "select * from pg_shadow",
                "select * from information_schema.tables",
                "select * from guests, guest as guests",
                "select * from guests where vmid in (select vmid from guest)",
                "select (select max(vmid) from guest)",
                "select * from guests g join lateral (select * from guest) x on 1 = 1",
                "select * from guest where vmid in (with guest as (select 1 as vmid) select vmid from guest)",
                "with guest as (select * from guests) select * from guest",
                "with pg_shadow as (select 1 as a) select * from pg_shadow",
                "select * from (with sqlite_master as (select 1 as a) select 1 as b) x, sqlite_master",
                "table guest",
                "select * from guests union all select * from guest",
                "select guest.vmid from guests, guest",
                // functions
                "select load_extension('x')",
                "select readfile('/etc/passwd')",
                "select writefile('/tmp/x', 'y')",
                "select pg_read_file('/etc/passwd')",
                "select pg_sleep(10)",
                "select \"pg_sleep\"(10)",
                "select pg_catalog.pg_sleep(10)",
                "select randomblob(1000000000)",
                "select zeroblob(1000000000)",
                "select repeat('x', 1000000000)",
                "select rpad('x', 1000000000)",
                "select lpad('x', 1000000000, 'y')",
                "select space(1000000000)",
                "select * from generate_series(1, 1000000000)",
                "select * from unnest(array[1, 2])",
                "select * from pragma_table_info('guest')",
                "select * from json_each('[1]')",
                "select query_to_xml('select * from guest', true, true, '')",
                "select * from xmltable('x' passing 'y' columns a int)",
                "select dblink('x', 'y')",
                "select lo_import('/etc/passwd')",
                "select set_config('x', 'y', false)",
                "select current_setting('data_directory')",
                "select session_user",
                "select version()",
                "select nextval('x')",
                "select random()",
                "select sqlite_version()",
                "select last_insert_rowid()",
                // casts and other ways in
                "select 'guest'::regclass",
                "select cast('guest' as regclass)",
                "select cast('1' as xml)",
                "select {fn user()}",
                "select $$a$$ from guest",
                "select 1 where 'a' ~ '(a+)+$'",
                "select name regexp '(a+)+$' from guests",
            })
    void refusesWhatIsNotAHarmlessQuery(String sql) {
        assertThatThrownBy(() -> run(sql)).isInstanceOf(BadQuery.class).hasMessageMatching("(?s).*\\w.*");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "with recursive t(n) as (select 1 union all select n + 1 from t) select count(*) from t",
                "with recursive t(n) as (select 1 union all select n + 1 from t) select max(n) from t, guests",
                "with t(n) as (select 1 union all select 2 union all select 3 union all select 4 union all select 5"
                    + " union all select 6) select count(*) from t a, t b, t c, t d, t e, t f, t g, t h, t i, t j, t"
                    + " k, t l where a.n + l.n <> 100",
            })
    void stopsWhatTakesTooLong(String sql) {
        Limits short_ = new Limits(10, Duration.ofMillis(200));

        assertThatThrownBy(() -> store.queries().run(LAB, sql, Moment.now(), short_))
                .isInstanceOf(BadQuery.class)
                .hasMessageContaining("stopped after 200 ms");
        assertThat(run("select count(*) from guests").rows()).hasSize(1);
    }

    @Test
    void survivesTextsThatDouble() {
        StringBuilder sql = new StringBuilder("with t0 as (select 'xxxxxxxxxxxxxxxx' as a)");
        for (int i = 1; i <= 30; i++) {
            sql.append(", t")
                    .append(i)
                    .append(" as (select a || a as a from t")
                    .append(i - 1)
                    .append(")");
        }

        String nested = "(select 'xxxxxxxxxxxxxxxx' as a) t0";
        for (int i = 1; i <= 30; i++) {
            nested = "(select a || a as a from " + nested + ") t" + i;
        }
        String deep = "select a from " + nested;

        Limits brief = new Limits(10, Duration.ofSeconds(2));

        assertThatThrownBy(() -> store.queries().run(LAB, sql + " select a from t30", Moment.now(), brief))
                .isInstanceOf(BadQuery.class);
        assertThatThrownBy(() -> run(deep)).isInstanceOf(BadQuery.class).hasMessageContaining("WITH");
        assertThat(run("select count(*) from guests").rows()).hasSize(1);
    }
}
