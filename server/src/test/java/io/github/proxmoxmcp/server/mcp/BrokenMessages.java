package io.github.proxmoxmcp.server.mcp;

import java.util.List;
import java.util.Random;

/// Messages of a client that have something wrong.
public final class BrokenMessages {

    private static final List<String> IDS = List.of(
            "1", "-1", "1.5", "1e400", "\"a\"", "\"\\ud800\"", "null", "{}", "[]", "true", "9".repeat(30), "\"\"");
    private static final List<String> METHODS = List.of(
            "ping",
            "tools/list",
            "tools/call",
            "initialize",
            "notifications/cancelled",
            "notifications/initialized",
            "notifications/x",
            "completion/complete",
            "logging/setLevel",
            "server/discover",
            "",
            "\\u0000",
            "x/".repeat(50));
    private static final List<String> PARAMS = List.of(
            "{}",
            "null",
            "[]",
            "7",
            "\"x\"",
            "{\"name\":\"say\",\"arguments\":{\"text\":\"\\udc00\\u0000\"}}",
            "{\"name\":\"say\",\"arguments\":{\"text\":{\"a\":[[[]]]}}}",
            "{\"name\":\"say\",\"arguments\":{\"text\":1e400,\"x\":null}}",
            "{\"name\":7,\"arguments\":[]}",
            "{\"name\":\"say\",\"_meta\":{\"progressToken\":{}},\"arguments\":{\"text\":\"a\"}}",
            "{\"requestId\":{}}",
            "{\"requestId\":\"a\"}",
            "{\"level\":\"loud\"}",
            "{\"ref\":{\"type\":\"ref/none\"},\"argument\":{\"name\":\"a\",\"value\":7}}",
            "{\"a\":".repeat(600) + "1" + "}".repeat(600));
    private static final List<String> ENDS = List.of(
            "\"result\":{}",
            "\"result\":null",
            "\"error\":\"x\"",
            "\"error\":{\"code\":1,\"message\":\"m\"}",
            "\"error\":{\"code\":\"1\"}",
            "\"error\":{},\"result\":{}",
            "\"x\":1");

    private BrokenMessages() {}

    public static String one(Random random) {
        String id = "\"id\":" + any(IDS, random) + ",";
        String request = "\"method\":\"" + any(METHODS, random) + "\",\"params\":" + any(PARAMS, random);
        String message = "{\"jsonrpc\":\"2.0\"," + (random.nextInt(4) == 0 ? "" : id)
                + (random.nextInt(3) == 0 ? any(ENDS, random) : request) + "}";
        return switch (random.nextInt(6)) {
            case 0 -> message.substring(0, random.nextInt(message.length()));
            case 1 -> {
                int at = random.nextInt(message.length());
                yield message.substring(0, at) + (char) ('\u000b' + random.nextInt(0x3000)) + message.substring(at + 1);
            }
            case 2 -> "[" + message + "]";
            default -> message;
        };
    }

    private static String any(List<String> of, Random random) {
        return of.get(random.nextInt(of.size()));
    }
}
