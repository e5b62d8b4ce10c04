package io.github.proxmoxmcp.server.export.ansible;

import io.github.proxmoxmcp.client.value.PropertyString;
import io.github.proxmoxmcp.persistence.GuestReport;
import io.github.proxmoxmcp.server.export.ExportedFacts;
import io.github.proxmoxmcp.server.export.ExportedGuest;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// By which address a guest is reached: what it reported of the card that is its net0, else what its configuration
/// fixes.
///
/// @param why where it is from, or why there is none
record GuestAddresses(Optional<String> address, String why) {

    static GuestAddresses of(ExportedGuest guest, ExportedFacts facts) {
        Optional<String> reported =
                guest.report().filter(_ -> isRunning(guest)).flatMap(report -> reported(guest, report));
        if (reported.isPresent()) {
            String age = guest.report()
                    .flatMap(GuestReport::readAt)
                    .map(at -> ", as the guest reported " + age(at, facts.at()))
                    .orElse("");
            return new GuestAddresses(reported, "the card net0" + age);
        }
        return fixed(guest)
                .map(address -> new GuestAddresses(Optional.of(address), "fixed in the configuration"))
                .orElseGet(() -> new GuestAddresses(Optional.empty(), "no address is known: " + reason(guest, facts)));
    }

    private static boolean isRunning(ExportedGuest guest) {
        return guest.guest().status().equals("running");
    }

    private static String age(Instant at, Instant now) {
        return Math.max(0, Duration.between(at, now).toSeconds()) + " s before";
    }

    private static String reason(ExportedGuest guest, ExportedFacts facts) {
        if (!facts.current()) {
            return "what guests report is not kept for moments in the past, and none is fixed";
        }
        if (!isRunning(guest)) {
            return "it does not run, and none is fixed";
        }
        return guest.report().isPresent()
                ? "it reported none for net0, and none is fixed"
                : "it reports none, and none is fixed";
    }

    private static Optional<String> reported(ExportedGuest guest, GuestReport report) {
        Optional<String> mac = Optional.ofNullable(guest.config().get("net0")).flatMap(GuestAddresses::mac);
        return best(report.addresses().stream()
                .filter(one -> mac.isPresent()
                        && one.mac().filter(mac.get()::equalsIgnoreCase).isPresent())
                .map(GuestReport.Address::address));
    }

    private static Optional<String> mac(String net) {
        return PropertyString.parse(net).properties().stream()
                .map(PropertyString.Property::value)
                .filter(value -> value.matches("([0-9A-Fa-f]{2}:){5}[0-9A-Fa-f]{2}"))
                .findFirst();
    }

    private static Optional<String> fixed(ExportedGuest guest) {
        String keys = guest.isVm() ? "ipconfig\\d+" : "net\\d+";
        return best(guest.config().entrySet().stream()
                .filter(entry -> entry.getKey().matches(keys))
                .sorted(Comparator.comparing(
                        entry -> Integer.valueOf(entry.getKey().replaceAll("\\D", ""))))
                .map(entry -> PropertyString.parse(entry.getValue()))
                .flatMap(parts -> Stream.concat(parts.get("ip").stream(), parts.get("ip6").stream())));
    }

    /// The first of IPv4, else of IPv6, that others can reach; what is no address is none.
    private static Optional<String> best(Stream<String> texts) {
        List<InetAddress> all = texts.map(text -> text.replaceFirst("[/%].*", ""))
                .flatMap(text -> literal(text).stream())
                .filter(address -> !address.isLoopbackAddress()
                        && !address.isLinkLocalAddress()
                        && !address.isAnyLocalAddress()
                        && !address.isMulticastAddress())
                .toList();
        return all.stream()
                .filter(Inet4Address.class::isInstance)
                .findFirst()
                .or(() -> all.stream().findFirst())
                .map(InetAddress::getHostAddress);
    }

    private static Optional<InetAddress> literal(String text) {
        try {
            return Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
