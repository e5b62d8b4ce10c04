package io.github.proxmoxmcp.server.config;

import io.github.proxmoxmcp.client.value.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Who is told unasked what happens.
///
/// @param page the address of the page for people, for links; absent: there are no links
/// @param zone what days and quiet hours are meant in
/// @param settle how long something must be so, or not be so any more, before it is told
public record NotifySettings(
        Optional<URI> page, ZoneId zone, Duration settle, Optional<QuietHours> quiet, List<Target> targets) {

    /// In which form a target takes what it is told.
    public enum Form {
        JSON,
        NTFY,
        GOTIFY,
        SLACK,
        DISCORD,
        TEAMS,
        TELEGRAM,
        MATRIX,
        MAIL
    }

    /// What there is to tell.
    public enum Topic {
        PROBLEMS,
        PLANS,
        UNREADABLE,
        AUDIT_HEAD
    }

    /// Hours in which only what is so bad is told; the rest is told when they end.
    ///
    /// @param except severities in lower case, worst first: the least that is told even then
    public record QuietHours(LocalTime from, LocalTime to, String except) {

        /// Whether it is quiet at this time of the day.
        public boolean at(LocalTime time) {
            return from.isBefore(to)
                    ? !time.isBefore(from) && time.isBefore(to)
                    : !time.isBefore(from) || time.isBefore(to);
        }
    }

    /// What is told; every dimension that is given must fit.
    ///
    /// @param severity this bad or worse, in lower case
    /// @param areas of problems, in lower case; empty: all
    /// @param tags of the guests that have the problem; empty: any, and what no guest has
    /// @param clusters empty: all
    public record Rule(Set<Topic> topics, String severity, Set<String> areas, Set<String> tags, Set<String> clusters) {}

    /// Somebody who is told.
    ///
    /// @param url `https`, or `smtps` (TLS from the beginning) and `smtp` (STARTTLS) for mail
    /// @param secret token, signing secret or password, by the form
    /// @param user who we are to a mail server
    /// @param from whom mail is from
    /// @param to chat, room or recipients
    /// @param caFile authorities that may have signed the certificate, beside those of the system
    /// @param rules one that fits is enough
    public record Target(
            String name,
            Form form,
            URI url,
            Optional<Secret> secret,
            Optional<String> user,
            Optional<String> from,
            List<String> to,
            Optional<Path> caFile,
            List<Rule> rules) {

        /// Whether it is on this machine, where nobody listens in between.
        public boolean isLocal() {
            return HttpSettings.isLoopback(url.getHost());
        }
    }
}
