#!/usr/bin/env python3
"""An agent without a model: takes a virtual machine through its whole life, from clone to delete.

    vm_life.py TEMPLATE NAME -- COMMAND...      COMMAND starts proxmox-mcp with access admin, such as
                                                proxmox-mcp serve --access admin

It clones the template, configures and starts the clone, asks for its address, takes a snapshot, changes it, shuts it down
and deletes it. Deleting needs a person: the agent prints the command that approves the plan, and waits for somebody to run
it at another terminal. Nothing that the agent can call does that.
"""
import sys
import time

from restart_guest import McpServer, wait_for


def step(server, tool, **arguments):
    outcome = server.call(tool, **arguments)
    if outcome["state"] not in ("ok", "warnings"):
        raise RuntimeError(f"{tool}: {outcome['state']}: {outcome.get('next')}")
    print(f"{tool}: {outcome['summary']}", flush=True)
    return outcome


def approved(server, tool, seconds=300, **arguments):
    plan = server.call(tool, **arguments)["plan"]
    print(f"a person must approve: proxmox-mcp approve {plan}", flush=True)
    deadline = time.monotonic() + seconds
    while (state := server.call("get_plan", plan=plan)["state"]) == "open":
        if time.monotonic() > deadline:
            raise RuntimeError(f"nobody approved plan {plan} within {seconds} s")
        time.sleep(0.5)
    if state != "approved":
        raise RuntimeError(f"plan {plan} is {state}")
    return step(server, "apply_plan", plan=plan)


def live(server, template, name):
    guest = step(server, "clone_guest", guest=template, name=name, full=True)["vmid"]
    step(server, "set_guest_config", guest=guest, set=["cores=2", "tags=+short-lived"])
    step(server, "power_guest", guest=guest, action="start")
    running = wait_for(server, guest, "running")
    print(f"address: {', '.join(running.get('addresses') or []) or 'not known yet'}")
    step(server, "create_guest_snapshot", guest=guest, name="before")
    step(server, "set_guest_config", guest=guest, set=["description=changed"])
    step(server, "power_guest", guest=guest, action="shutdown")
    wait_for(server, guest, "stopped")
    approved(server, "delete_guest", guest=guest)


def main(arguments):
    if len(arguments) < 4 or arguments[2] != "--":
        sys.exit(__doc__)
    server = McpServer(arguments[3:])
    try:
        live(server, arguments[0], arguments[1])
    except RuntimeError as problem:
        sys.exit(f"failed: {problem}")
    finally:
        server.close()
    print(f"{arguments[1]} has lived")


if __name__ == "__main__":
    main(sys.argv[1:])
