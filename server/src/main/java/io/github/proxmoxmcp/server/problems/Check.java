package io.github.proxmoxmcp.server.problems;

/// Looks for one sort of problem. It never claims what was not read.
interface Check {

    Problem.Area area();

    Findings look(Situation situation);
}
