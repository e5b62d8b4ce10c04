package io.github.proxmoxmcp.server.sync.asking;

import io.github.proxmoxmcp.client.Proxmox;
import io.github.proxmoxmcp.client.call.ProxmoxException;
import io.github.proxmoxmcp.client.lxc.LxcApi.LxcInterface;
import io.github.proxmoxmcp.client.qemu.QemuApi.AgentInterface;
import io.github.proxmoxmcp.persistence.GuestReport;
import io.github.proxmoxmcp.persistence.GuestReport.Address;
import io.github.proxmoxmcp.persistence.ReportStore.Due;
import io.github.proxmoxmcp.persistence.ReportStore.Rhythm;
import io.github.proxmoxmcp.persistence.Store;
import io.github.proxmoxmcp.persistence.value.GuestKind;
import io.github.proxmoxmcp.persistence.value.StoreException;
import io.github.proxmoxmcp.server.concurrent.Parallel;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks running guests for their addresses, a few at a time and beside the cycles: an agent that hangs must not hold up
/// anything else.
public final class ReportReader implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ReportReader.class);

    private static final int MAX_GUESTS_PER_ROUND = 50;
    private static final Duration MAX_AGE = Duration.ofHours(1);
    private static final Duration MAX_AGE_OF_FAILURE = Duration.ofMinutes(30);
    private static final Duration START_UP = Duration.ofMinutes(10);
    private static final Duration PAUSE_AT_START_UP = Duration.ofMinutes(1);

    private final String cluster;
    private final Proxmox api;
    private final Store store;
    private final InstantSource clock;
    private final BackgroundQuestions background;

    public ReportReader(String cluster, Proxmox api, Store store, InstantSource clock) {
        this.cluster = cluster;
        this.api = api;
        this.store = store;
        this.clock = clock;
        this.background = new BackgroundQuestions(cluster);
    }

    /// Begins to ask the guests that are due, unless it is at it already.
    public void begin(Set<String> online) {
        background.begin(() -> askDue(online));
    }

    private void askDue(Set<String> online) {
        Instant now = clock.instant();
        Rhythm rhythm = new Rhythm(
                now.minus(MAX_AGE), now.minus(MAX_AGE_OF_FAILURE), now.minus(START_UP), now.minus(PAUSE_AT_START_UP));
        try {
            List<Due> due = store.reports().due(cluster, rhythm, MAX_GUESTS_PER_ROUND).stream()
                    .filter(guest -> online.contains(guest.node()))
                    .toList();
            List<GuestReport> reports = Parallel.map(due, this::report);
            if (!reports.isEmpty() && !background.isOver()) {
                store.reports().put(cluster, reports);
            }
        } catch (StoreException e) {
            LOG.warn("cluster {}: what guests report could not be kept: {}", cluster, e.getMessage());
        }
    }

    /// Asks one guest now and waits for it, but not for long; what comes later is kept all the same.
    public void ask(Due guest, Duration patience) {
        background.ask(() -> store.reports().put(cluster, List.of(report(guest))), patience);
    }

    /// Asks one guest soon, unless it or too many others are just being asked.
    public void askBeside(Due guest) {
        background.askSoon(guest.vmid(), () -> {
            try {
                store.reports().put(cluster, List.of(report(guest)));
            } catch (StoreException e) {
                LOG.debug("cluster {}: what {} reports could not be kept", cluster, guest.vmid(), e);
            }
        });
    }

    private GuestReport report(Due guest) {
        Instant now = clock.instant();
        try {
            return guest.kind() == GuestKind.VM ? ofAgent(guest, now) : ofContainer(guest, now);
        } catch (ProxmoxException e) {
            return GuestReport.failed(guest.vmid(), guest.incarnation(), now, e.text());
        }
    }

    private GuestReport ofAgent(Due guest, Instant now) {
        List<Address> addresses = api.qemu().agentInterfaces(guest.node(), guest.vmid()).result().stream()
                .flatMap(ReportReader::addresses)
                .filter(ReportReader::tells)
                .toList();
        return new GuestReport(
                guest.vmid(),
                guest.incarnation(),
                Optional.of(now),
                now,
                Optional.empty(),
                maybe(() -> api.qemuAgent()
                        .hostName(guest.node(), guest.vmid())
                        .result()
                        .hostName()),
                maybe(() -> api.qemuAgent().osInfo(guest.node(), guest.vmid()).result())
                        .flatMap(system -> system.prettyName().or(system::name)),
                addresses);
    }

    /// An older agent may know its addresses and not this.
    private static <T> Optional<T> maybe(Supplier<T> call) {
        try {
            return Optional.of(call.get());
        } catch (ProxmoxException e) {
            LOG.debug("a guest's agent does not tell: {}", e.getMessage());
            return Optional.empty();
        }
    }

    private GuestReport ofContainer(Due guest, Instant now) {
        List<Address> addresses = api.lxc().interfaces(guest.node(), guest.vmid()).stream()
                .flatMap(ReportReader::addresses)
                .filter(ReportReader::tells)
                .toList();
        return new GuestReport(
                guest.vmid(),
                guest.incarnation(),
                Optional.of(now),
                now,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                addresses);
    }

    private static Stream<Address> addresses(AgentInterface card) {
        return card.ipAddresses().orElse(List.of()).stream()
                .map(address -> address(card.name(), card.hardwareAddress(), address.address()));
    }

    private static Stream<Address> addresses(LxcInterface card) {
        return card.addresses().stream().map(address -> address(card.name(), card.hwaddr(), address));
    }

    private static Address address(String card, Optional<String> mac, String address) {
        return new Address(card, mac.map(text -> text.toUpperCase(Locale.ROOT)), address.toLowerCase(Locale.ROOT));
    }

    /// Link-local addresses and those of the guest to itself say nothing to anybody else.
    private static boolean tells(Address address) {
        String ip = address.address();
        return !address.card().equals("lo") && !ip.startsWith("fe80:") && !ip.startsWith("127.") && !ip.equals("::1");
    }

    @Override
    public void close() {
        background.close();
    }
}
