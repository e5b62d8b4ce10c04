package io.github.proxmoxmcp.client.cluster;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.proxmoxmcp.client.endpoint.Endpoint;
import io.github.proxmoxmcp.client.value.Settings;
import java.util.List;
import java.util.Optional;

/// Where notices go: `/cluster/notifications`.
public interface NotificationsApi {

    @Endpoint("GET /cluster/notifications/endpoints")
    List<EndpointKind> endpointKinds();

    @Endpoint("GET /cluster/notifications/endpoints/gotify")
    List<Settings> gotify();

    @Endpoint("GET /cluster/notifications/endpoints/gotify/{name}")
    Settings gotifyEndpoint(String name);

    @Endpoint("GET /cluster/notifications/endpoints/sendmail")
    List<Settings> sendmail();

    @Endpoint("GET /cluster/notifications/endpoints/sendmail/{name}")
    Settings sendmailEndpoint(String name);

    @Endpoint("GET /cluster/notifications/endpoints/smtp")
    List<Settings> smtp();

    @Endpoint("GET /cluster/notifications/endpoints/smtp/{name}")
    Settings smtpEndpoint(String name);

    @Endpoint("GET /cluster/notifications/endpoints/webhook")
    List<Settings> webhooks();

    @Endpoint("GET /cluster/notifications/endpoints/webhook/{name}")
    Settings webhook(String name);

    @Endpoint("GET /cluster/notifications/matchers")
    List<Matcher> matchers();

    @Endpoint("GET /cluster/notifications/matchers/{name}")
    Matcher matcher(String name);

    @Endpoint("GET /cluster/notifications/matcher-fields")
    List<MatcherField> matcherFields();

    @Endpoint("GET /cluster/notifications/matcher-field-values")
    List<MatcherFieldValue> matcherFieldValues();

    @Endpoint("GET /cluster/notifications/targets")
    List<NotificationTarget> targets();

    /// Sends a notice for trial.
    @Endpoint("POST /cluster/notifications/targets/{name}/test")
    void test(String name);

    /// A kind of endpoint.
    record EndpointKind(String name) {}

    /// What decides which notice goes where.
    record Matcher(
            String name,
            Optional<List<String>> target,
            Optional<String> mode,
            @JsonProperty("match-field") Optional<List<String>> matchField,
            @JsonProperty("match-severity") Optional<List<String>> matchSeverity,
            @JsonProperty("match-calendar") Optional<List<String>> matchCalendar,
            @JsonProperty("invert-match") Optional<Boolean> invertMatch,
            Optional<String> comment,
            Optional<Boolean> disable,
            Optional<String> origin) {}

    /// A field to match.
    record MatcherField(String name) {}

    /// A value that a field may have.
    record MatcherFieldValue(String field, String value, Optional<String> comment) {}

    /// A target.
    record NotificationTarget(
            String name, String type, Optional<String> origin, Optional<String> comment, Optional<Boolean> disable) {}
}
