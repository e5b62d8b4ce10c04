package io.github.proxmoxmcp.client.json;

import java.util.List;
import java.util.regex.Pattern;

/// Credentials inside texts: in URLs, property strings, headers, tickets and keys, wherever somebody put them. A text
/// that only speaks of passwords stays as it is.
final class SecretText {

    /// A value that says whether there is a password is none.
    private static final String NONE =
            "(?!(?:(?:on|off|yes|no|true|false|none|autogen|[01]|\\*\\*\\*)[\"']?+)?+(?:[\\s,;&]|$))";

    private static final Pattern NAMED = Pattern.compile("(?i)((?:passw(?:or)?d|passphrase|secret|credentials"
            + "|(?<!P[VBM][ESG])(?:api|access|auth)[-_]?token|(?<![a-z])(?:token|ticket|pass|psk|otp)"
            + "|(?:api|priv(?:ate)?|encryption|client|hmac|access)[-_]?key)"
            + "(?:[\"']?\\s*+=\\s*+|[\"']\\s*+:\\s*+))" + NONE + "(?:\"[^\"]*+\"?|'[^']*+'?|[^\\s,;&\"']++)");

    private static final Pattern IN_URL = Pattern.compile("(://[^\\s/:@\"']{0,256}+):[^\\s/@\"']++@");

    /// The token's own id may stay.
    private static final Pattern TOKEN =
            Pattern.compile("(P(?:VE|BS|MG)APIToken[=:]\\s*+(?:[^\\s=:!,;&]{1,128}+![^\\s=:,;&]{1,128}+[=:])?+)" + NONE
                    + "[^\\s,;&\"']++");

    private static final Pattern TOKEN_VALUE =
            Pattern.compile("(![\\w.-]{1,128}+[=:])[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private static final Pattern HEADER = Pattern.compile(
            "(?i)(authorization[\"']?\\s*+[:=]\\s*+[\"']?(?:bearer|basic)\\s++)" + NONE + "[^\\s,;\"']++");

    /// The id of a task looks alike where its node is called PVE.
    private static final Pattern TICKET = Pattern.compile(
            "(?<!UPID:)(?<!\\w)(P(?:VE|BS|MG)[A-Z]*+:(?:[^\\s:\"']{1,128}+:){0,3}?[0-9A-F]{8}::?)[^\\s,;&\"'*]++");

    private static final Pattern PRIVATE_KEY =
            Pattern.compile("(?s)-----BEGIN ([A-Z ]{0,32}+(?<=PRIVATE KEY))-----.*?(?:-----END \\1-----|$)");

    private static final Pattern MONITOR = Pattern.compile("((?<!\\w)set_password\\s++\\S++\\s++)[^\\s*]\\S*+");

    /// The cloud-init data of a guest come as one text of YAML.
    private static final Pattern LINE =
            Pattern.compile("(?m)^([ -]*(?:hashed_|plain_text_|ci)?passw(?:or)?d:[ \\t]*)\\S.*$");

    static final List<Pattern> PATTERNS =
            List.of(NAMED, IN_URL, TOKEN, TOKEN_VALUE, HEADER, TICKET, PRIVATE_KEY, MONITOR, LINE);

    private SecretText() {}

    /// The text with `***` for each credential in it. Most texts have nothing by which one could stand.
    static String strikeOut(String text) {
        boolean assigns = text.indexOf('=') >= 0;
        boolean colon = text.indexOf(':') >= 0;
        String struck = text;
        if (text.contains("PRIVATE KEY-----")) {
            struck = replaced(PRIVATE_KEY, struck, Secrets.STRUCK_OUT);
        }
        if (assigns || colon) {
            struck = replaced(TOKEN, struck, "$1" + Secrets.STRUCK_OUT);
            struck = replaced(NAMED, struck, "$1" + Secrets.STRUCK_OUT);
            struck = replaced(HEADER, struck, "$1" + Secrets.STRUCK_OUT);
        }
        if (text.indexOf('!') >= 0) {
            struck = replaced(TOKEN_VALUE, struck, "$1" + Secrets.STRUCK_OUT);
        }
        if (colon) {
            struck = replaced(TICKET, struck, "$1" + Secrets.STRUCK_OUT);
            struck = text.indexOf('@') >= 0 ? replaced(IN_URL, struck, "$1:" + Secrets.STRUCK_OUT + "@") : struck;
            struck = text.contains("passw") ? replaced(LINE, struck, "$1" + Secrets.STRUCK_OUT) : struck;
        }
        return text.contains("set_password") ? replaced(MONITOR, struck, "$1" + Secrets.STRUCK_OUT) : struck;
    }

    private static String replaced(Pattern pattern, String text, String by) {
        return pattern.matcher(text).replaceAll(by);
    }
}
