package io.github.proxmoxmcp.server;

import io.github.proxmoxmcp.persistence.sql.Stores;
import io.github.proxmoxmcp.server.cli.Program;
import io.github.proxmoxmcp.server.wiring.Wiring;

/// Where the program begins. What is built from what is in [Wiring]; what can be asked on the command line is in
/// [Program].
public final class Main {

    private Main() {}

    public static void main(String[] arguments) throws Exception {
        // A statement on a SQLite file blocks the carrier of its virtual thread. There must be more carriers than
        // concurrent statements, or nothing else would be answered meanwhile.
        System.setProperty(
                "jdk.virtualThreadScheduler.parallelism",
                Integer.toString(Runtime.getRuntime().availableProcessors() + Stores.READERS));
        // Proxmox's proxy closes idle connections after five seconds. A change that is sent on one that is just being
        // closed would have an unknown outcome, so the client closes them earlier.
        System.setProperty("jdk.httpclient.keepalive.timeout", "4");
        int status = new Program(System.getenv()).run(arguments);
        System.out.flush();
        // Every command has closed its resources; non-daemon threads of libraries may still run.
        System.exit(status);
    }
}
