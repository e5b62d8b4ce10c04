package io.github.proxmoxmcp.demo.recorded;

import java.util.List;
import java.util.regex.Pattern;

/// A difference between the demo cluster and the recordings that is known and has a reason.
///
/// @param recording a regular expression for the recording's name
/// @param difference a regular expression for the difference
record Difference(Pattern recording, Pattern difference, String why) {
    static final List<Difference> KNOWN = List.of(
            known("104-.*", "\\.data\\.clipboard: missing", "graphics cards have no clipboard"),
            known("(020|048|095)-.*", "\\.data\\[[\\w-]+]: (missing|extra)", "an index lists what is implemented"),
            known("029-.*", "\\.data\\[]\\.tokenid: missing", "no token has done anything yet in the likeness"),
            known("(049|050)-.*", ".*secureboot: extra", "these nodes boot by EFI, the recorded ones did not"),
            known("(096|131|182|395|422|529)-.*", ".*\\bacpi.*: extra", "so a simulated guest ignores a shutdown"),
            known("059-.*", "\\.data\\[(eth0|eno\\d|vmbr1)]: (missing|extra)", "these nodes have two cards"),
            known("268-.*", "\\.data\\.result\\.supported_commands\\[[\\w-]+]: missing", "what the agent here can do"),
            known("(369|379)-.*", ".*\\.comment: missing", "tokens have no comments"),
            known("288-.*", "\\.data\\.lxc: missing", "no raw lxc lines"),
            known(
                    "308-.*",
                    "\\.data\\[(eth0|lo)]\\.(inet|ip-addresses\\[#0]): extra",
                    "that container had no address"));

    boolean explains(String recordingName, String found) {
        return recording.matcher(recordingName).matches()
                && difference.matcher(found).matches();
    }

    private static Difference known(String recording, String difference, String why) {
        return new Difference(Pattern.compile(recording), Pattern.compile(difference), why);
    }
}
