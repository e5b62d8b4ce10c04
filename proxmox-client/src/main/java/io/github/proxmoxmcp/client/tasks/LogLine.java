package io.github.proxmoxmcp.client.tasks;

import com.fasterxml.jackson.annotation.JsonProperty;

/// A line of a task's log, numbered from 1.
public record LogLine(
        @JsonProperty("n") int number, @JsonProperty("t") String text) {}
