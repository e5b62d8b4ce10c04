package io.github.proxmoxmcp.persistence.inventory;

import io.github.proxmoxmcp.persistence.inventory.History.Doc;
import io.github.proxmoxmcp.persistence.value.Kind;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/// Where notices of the cluster go.
public interface Notification {

    /// A target.
    @History(
            kind = Kind.NOTIFICATION_TARGET,
            view = "notification_targets",
            about = "One row for each target of notices.",
            question = "Where do notices go?",
            sql = """
                select name, type, enabled, settings
                from notification_targets order by name\
                """)
    record Target(
            @Doc("the target") String name,
            @Doc("sendmail, smtp, gotify, webhook") String type,
            @Doc("whether it is used") boolean enabled,

            @Doc("builtin, user-created or modified-builtin")
            Optional<String> origin,

            @Doc("what its maker noted") Optional<String> comment,

            @Doc("its other options, a line each; passwords and tokens struck out")
            SortedMap<String, String> settings) {}

    /// A rule.
    @History(
            kind = Kind.NOTIFICATION_MATCHER,
            view = "notification_matchers",
            about = "One row for each rule that says which notice goes where.",
            question = "Which notices go to which target?",
            sql = """
                select name, mode, matches, targets
                from notification_matchers where enabled order by name\
                """)
    record Matcher(
            @Doc("the rule") String name,
            @Doc("whether it is in force") boolean enabled,
            @Doc("all or any of the conditions") String mode,
            @Doc("whether it takes what does not match") boolean inverted,

            @Doc("conditions: severity=error, field=exact:type=vzdump, calendar=mon..fri; separated by ';'")
            List<String> matches,

            @Doc("where to, separated by ';'") List<String> targets,

            @Doc("builtin, user-created or modified-builtin")
            Optional<String> origin,

            @Doc("what its maker noted") Optional<String> comment) {}
}
