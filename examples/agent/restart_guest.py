#!/usr/bin/env python3
"""An agent without a model: restarts a guest with care, and says what became of it.

    restart_guest.py GUEST -- COMMAND...        COMMAND starts proxmox-mcp with access operate or above, such as
                                                proxmox-mcp serve --access operate

It remembers the moment, shuts the guest down, starts it again, waits until it runs, and compares now with before: a change
that it did not make is reported. It speaks MCP over standard input and output with nothing but the standard library.
"""
import json
import subprocess
import sys
import time


class McpServer:
    """A server as a child process, and the one who talks with it."""

    def __init__(self, command):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1)
        self.number = 0
        self.request(
            "initialize",
            protocolVersion="2025-06-18",
            capabilities={},
            clientInfo={"name": "restart-guest", "version": "1"},
        )
        self.send({"jsonrpc": "2.0", "method": "notifications/initialized"})

    def send(self, message):
        self.process.stdin.write(json.dumps(message) + "\n")

    def request(self, method, **params):
        self.number += 1
        self.send({"jsonrpc": "2.0", "id": self.number, "method": method, "params": params})
        for line in self.process.stdout:
            answer = json.loads(line)
            if answer.get("id") == self.number and "method" not in answer:
                if "error" in answer:
                    raise RuntimeError(answer["error"]["message"])
                return answer["result"]
        raise RuntimeError("the server ended; its log is above")

    def call(self, tool, **arguments):
        result = self.request("tools/call", name=tool, arguments=arguments)
        if result.get("isError"):
            raise RuntimeError(result["content"][0]["text"])
        return result["structuredContent"]

    def close(self):
        self.process.stdin.close()
        return self.process.wait(timeout=60)


def table(answer):
    """The rows of a list as dictionaries; values at the end of a row may be absent."""
    return [dict(zip(answer["columns"], row)) for row in answer["rows"]]


def wait_for(server, guest, status, seconds=120):
    deadline = time.monotonic() + seconds
    while True:
        seen = server.call("get_guest", guest=guest, fresh=True)
        if seen.get("status") == status:
            return seen
        if time.monotonic() > deadline:
            raise RuntimeError(f"{guest} is {seen.get('status')} and not {status} after {seconds} s")
        time.sleep(1)


def restart(server, guest):
    before = f"restart-{guest}-{int(time.time())}"
    server.call("take_snapshot", name=before, note="before a restart by restart_guest.py")
    for action, status in (("shutdown", "stopped"), ("start", "running")):
        outcome = server.call("power_guest", guest=guest, action=action)
        print(f"{action}: {outcome['state']}")
        wait_for(server, guest, status)
    foreign = [
        change
        for change in table(server.call("diff_snapshots", **{"from": before, "fresh": True}))
        if change.get("name") == guest and change.get("field") not in ("status", "since")
    ]
    for change in foreign:
        print(f"meanwhile: {change.get('field')} {change.get('before')} -> {change.get('after')} by {change.get('by')}")
    return foreign


def main(arguments):
    if len(arguments) < 3 or arguments[1] != "--":
        sys.exit(__doc__)
    server = McpServer(arguments[2:])
    try:
        foreign = restart(server, arguments[0])
    except RuntimeError as problem:
        sys.exit(f"failed: {problem}")
    finally:
        server.close()
    print(f"{arguments[0]} runs again" + (", and somebody else changed it" if foreign else ", as before"))


if __name__ == "__main__":
    main(sys.argv[1:])
