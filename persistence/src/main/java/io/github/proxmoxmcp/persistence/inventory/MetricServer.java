package io.github.proxmoxmcp.persistence.inventory;

import io.github.proxmoxmcp.persistence.inventory.History.Doc;
import io.github.proxmoxmcp.persistence.value.Kind;
import java.util.SortedMap;

/// A server that figures are sent to.
@History(
        kind = Kind.METRIC_SERVER,
        view = "metric_servers",
        about = "One row for each server that figures are sent to.",
        question = "Which servers get figures?",
        sql = """
            select name, type, server, port, enabled
            from metric_servers order by name\
            """)
public record MetricServer(
        @Doc("its identifier") String name,
        @Doc("graphite, influxdb, opentelemetry") String type,
        @Doc("whether it gets them") boolean enabled,
        @Doc("its host") String server,
        @Doc("its port") int port,

        @Doc("its other options, a line each; tokens struck out")
        SortedMap<String, String> settings) {}
