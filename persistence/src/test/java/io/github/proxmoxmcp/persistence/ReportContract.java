package io.github.proxmoxmcp.persistence;

import static io.github.proxmoxmcp.persistence.Examples.LAB;
import static io.github.proxmoxmcp.persistence.Examples.config;
import static io.github.proxmoxmcp.persistence.Examples.cycle;
import static io.github.proxmoxmcp.persistence.Examples.vm;
import static io.github.proxmoxmcp.persistence.Examples.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.persistence.GuestReport.Address;
import io.github.proxmoxmcp.persistence.PendingStore.Waiting;
import io.github.proxmoxmcp.persistence.PendingStore.WaitingOption;
import io.github.proxmoxmcp.persistence.ReportStore.Due;
import io.github.proxmoxmcp.persistence.ReportStore.Rhythm;
import io.github.proxmoxmcp.persistence.inventory.Firewall;
import io.github.proxmoxmcp.persistence.inventory.Inventory;
import io.github.proxmoxmcp.persistence.inventory.Listing;
import io.github.proxmoxmcp.persistence.value.Kind;
import io.github.proxmoxmcp.persistence.value.Page;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What must be remembered of what guests tell of themselves.
abstract class ReportContract extends StoreFixture {

    private static final Address ETHERNET = new Address("eth0", Optional.of("bc:24:11:00:00:01"), "10.0.3.17");

    @Test
    void remembersWhatAGuestToldAlsoWhenItNoLongerAnswers() {
        record(Observation.of(LAB, cycle(0)).withGuests(List.of(vm(100, "web01")), List.of()));

        store.reports().put(LAB, List.of(told(1, ETHERNET, new Address("eth1", Optional.empty(), "fd00::17"))));
        store.reports().put(LAB, List.of(GuestReport.failed(100, 1, cycle(2), "not running")));

        GuestReport report = store.reports().get(LAB, 100).orElseThrow();
        assertThat(report.addresses()).hasSize(2).contains(ETHERNET);
        assertThat(report.readAt()).contains(cycle(1));
        assertThat(report.triedAt()).isEqualTo(cycle(2));
        assertThat(report.problem()).contains("not running");
        assertThat(report.hostname()).contains("web01.example");
        assertThat(store.reports().all(LAB)).containsExactly(report);
    }

    @Test
    void forgetsAddressesThatAGuestHasNoLonger() {
        record(Observation.of(LAB, cycle(0)).withGuests(List.of(vm(100, "web01")), List.of()));

        store.reports().put(LAB, List.of(told(1, ETHERNET)));
        store.reports().put(LAB, List.of(told(2)));

        assertThat(store.reports().get(LAB, 100))
                .hasValueSatisfying(report -> assertThat(report.addresses()).isEmpty());
    }

    @Test
    void isFoundByWhatItTellsNowAndByNothingItToldBefore() {
        record(Observation.of(LAB, cycle(0)).withGuests(List.of(vm(100, "web01"), vm(101, "web02")), List.of()));
        List<Integer> atFirst = store.search().unread(LAB, true).addresses();

        store.reports().put(LAB, List.of(told(1, ETHERNET)));
        List<String> first = found("10.0.3.17");
        store.reports().put(LAB, List.of(told(2, ETHERNET)));
        Optional<Instant> again = store.reports().get(LAB, 100).flatMap(GuestReport::readAt);
        store.reports().put(LAB, List.of(told(3, new Address("eth0", ETHERNET.mac(), "10.0.3.99"))));

        assertThat(atFirst).containsExactly(100, 101);
        assertThat(store.search().unread(LAB, true).addresses()).containsExactly(101);
        assertThat(first).containsExactly("100 ip 10.0.3.17");
        assertThat(again).contains(cycle(2));
        assertThat(found("10.0.3.17")).isEmpty();
        assertThat(found("10.0.3.99")).containsExactly("100 ip 10.0.3.99");
        assertThat(found("BC:24:11:00:00:01")).containsExactly("100 mac bc:24:11:00:00:01");
        assertThat(found("WEB01.example")).containsExactly("100 hostname web01.example");
    }

    private List<String> found(String text) {
        return store.search().search(LAB, text, 10).stream()
                .map(hit -> hit.id() + " " + hit.field() + " " + hit.value())
                .toList();
    }

    @Test
    void neverGivesTheAddressesOfAGuestToTheNextOneWithItsVmid() {
        record(Observation.of(LAB, cycle(0)).withGuests(List.of(vm(100, "old")), List.of()));
        store.reports().put(LAB, List.of(told(1, ETHERNET)));

        record(Observation.of(LAB, cycle(2)).withGone(Set.of(100)));
        record(Observation.of(LAB, cycle(3)).withGuests(List.of(vm(100, "new")), List.of()));

        assertThat(store.reports().get(LAB, 100)).isEmpty();
        assertThat(store.reports().all(LAB)).isEmpty();
        assertThat(store.maintenance().forget(LAB, Instant.EPOCH, Instant.EPOCH, 100))
                .isEqualTo(1);
        assertThat(store.maintenance().forget(LAB, Instant.EPOCH, Instant.EPOCH, 100))
                .isZero();
    }

    @Test
    void keepsWhatWaitsForTheNextStartOfAGuestUntilAnotherAnswerOrAnotherGuest() {
        record(Observation.of(LAB, cycle(0)).withGuests(List.of(vm(100, "old"), vm(101, "db")), List.of()));
        Waiting stopped = new Waiting(
                101,
                1,
                Optional.empty(),
                "b",
                cycle(1),
                List.of(new WaitingOption("net1", Optional.of("virtio"), Optional.empty(), Optional.of(2))));
        store.pending().put(LAB, List.of(waiting("memory"), stopped));
        store.pending().put(LAB, List.of(waiting("cores")));

        assertThat(store.pending().of(LAB, List.of(100, 101, 102)))
                .isEqualTo(Map.of(100, waiting("cores"), 101, stopped));

        record(Observation.of(LAB, cycle(2)).withGone(Set.of(100)));
        record(Observation.of(LAB, cycle(3)).withGuests(List.of(vm(100, "new")), List.of()));

        assertThat(store.pending().of(LAB, List.of(100))).isEmpty();
        assertThat(store.maintenance().forget(LAB, Instant.EPOCH, Instant.EPOCH, 100))
                .isEqualTo(1);
        assertThat(store.pending().of(LAB, List.of(101))).hasSize(1);
    }

    private static Waiting waiting(String key) {
        return new Waiting(
                100,
                1,
                Optional.of(cycle(0)),
                "a",
                cycle(1),
                List.of(new WaitingOption(key, Optional.of("1"), Optional.of("2"), Optional.empty())));
    }

    @Test
    void asksRunningGuestsWithAnAgentAndAgainWhenSomethingChanged() {
        record(Observation.of(LAB, cycle(0))
                .withGuests(
                        List.of(vm(100, "agent"), vm(101, "none"), with(vm(102, "off"), "stopped"), vm(103, "no")),
                        List.of())
                .withConfigs(List.of(
                        config(100, "a", Map.of("agent", "enabled=1,type=virtio")),
                        config(102, "c", Map.of("agent", "1")),
                        config(103, "d", Map.of("agent", "0")))));

        List<Due> first = due(1);
        store.reports().put(LAB, List.of(told(1, ETHERNET)));
        List<Due> told = due(2);
        record(Observation.of(LAB, cycle(3)).withGuests(List.of(Examples.named(vm(100, "agent"), "b")), List.of()));

        assertThat(first).extracting(Due::vmid).containsExactly(100);
        assertThat(told).isEmpty();
        assertThat(due(4)).extracting(Due::vmid).containsExactly(100);
        assertThat(due(99)).extracting(Due::vmid).containsExactly(100);
    }

    @Test
    void findsThingsByWhateverIsKnownOfThem() {
        record(Observation.of(LAB, cycle(0))
                .withGuests(List.of(vm(100, "web01"), vm(101, "Web-Two")), List.of())
                .withNodes(List.of(Examples.node("pve1")), List.of())
                .withConfigs(List.of(
                        config(100, "a", Map.of("net0", "virtio=BC:24:11:00:00:01,bridge=vmbr0", "cores", "24")))));
        store.reports().put(LAB, List.of(told(1, ETHERNET)));

        assertThat(hits("WEB"))
                .containsExactlyInAnyOrder("100 hostname", "100 name", "100 tags", "101 name", "101 tags");
        assertThat(hits("bc:24:11:00:00:01")).containsExactly("100 config.net0", "100 mac");
        assertThat(hits("10.0.3.17")).containsExactly("100 ip");
        assertThat(hits("101")).contains("101 vmid");
        assertThat(hits("pve1")).contains("pve1 name");
        assertThat(hits("24%")).isEmpty();
        assertThat(store.search().search(LAB, "web", 1)).hasSize(1);
        assertThat(store.search().unread(LAB, true)).isEqualTo(new SearchStore.Unread(List.of(101), List.of(101)));
        assertThat(store.search().unread(LAB, false).addresses()).isEmpty();
    }

    @Test
    void findsUsersFirewallsAndNetworksByNameNoteAndAddress() {
        record(Observation.of(LAB, cycle(0)).withInventory(InventoryExamples.all()));

        assertThat(hits("joe@pve")).contains("joe@pve name", "joe@pve!mcp name");
        assertThat(hits("on call")).containsExactly("joe@pve comment");
        assertThat(hits("office")).containsExactly("guest/100/office name");
        assertThat(hits("10.0.0.0/24")).contains("guest/100/office cidr");
        assertThat(hits("bad ones")).containsExactly("guest/100/blocked comment");
        assertThat(hits("203.0.113")).containsExactly("guest/100/blocked/203.0.113.0/24 cidr");
    }

    @Test
    void changesOfAGuestsFirewallAreAmongItsOwnWhereThatIsWanted() {
        record(Observation.of(LAB, cycle(0))
                .withGuests(List.of(vm(10, "other"), vm(100, "web")), List.of())
                .withInventory(InventoryExamples.all()));
        record(Observation.of(LAB, cycle(1))
                .withGuests(List.of(with(vm(100, "web"), "stopped")), List.of())
                .withInventory(Inventory.of(new Listing<>(
                        Firewall.Option.class,
                        List.of("guest/100"),
                        List.of(new Firewall.Option("guest/100", "enable", Optional.of(100), "0")),
                        true))));

        assertThat(changed(ofGuest(100))).containsExactly("100");
        assertThat(changed(ofGuest(100).withFirewall())).containsExactlyInAnyOrder("100", "guest/100/enable");
        assertThat(changed(ofGuest(10).withFirewall())).isEmpty();
    }

    private List<String> changed(ChangeQuery query) {
        Page<Change> page = store.history().changes(query);
        assertThat(page.total()).isEqualTo(page.rows().size());
        return page.rows().stream()
                .filter(Change.Altered.class::isInstance)
                .map(change -> change.thing().id())
                .toList();
    }

    private static ChangeQuery ofGuest(int vmid) {
        return new ChangeQuery(
                LAB,
                cycle(0),
                cycle(9),
                Optional.of(Kind.GUEST),
                Optional.of(String.valueOf(vmid)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                10);
    }

    private List<String> hits(String text) {
        return store.search().search(LAB, text, 50).stream()
                .map(hit -> hit.id() + " " + hit.field())
                .toList();
    }

    private List<Due> due(int n) {
        return store.reports()
                .due(
                        LAB,
                        new Rhythm(
                                cycle(n).minus(Duration.ofMinutes(5)),
                                cycle(n).minus(Duration.ofMinutes(5)),
                                cycle(n).minus(Duration.ofMinutes(5)),
                                cycle(n).minus(Duration.ofMinutes(1))),
                        10);
    }

    private static GuestReport told(int n, Address... addresses) {
        return new GuestReport(
                100,
                1,
                Optional.of(cycle(n)),
                cycle(n),
                Optional.empty(),
                Optional.of("web01.example"),
                Optional.of("Debian GNU/Linux 13 (trixie)"),
                List.of(addresses));
    }
}
