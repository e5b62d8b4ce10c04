// What is asked of every client, and what its answers tell of it.

export const script = [
    { tool: "get_guest", arguments: { guest: 100 } },
    { tool: "get_guest", arguments: { guest: "nobody" } },
    { tool: "set_guest_config", arguments: { guest: "100", set: ["cores=2"], dry_run: true } },
    { tool: "set_guest_config", arguments: { guest: 100, set: { cores: 2 }, dry_run: true } },
    { tool: "delete_guest_snapshot", arguments: { guest: 100, snapshot: "before-upgrade" } },
];

/// The results of the script, in its order; what a client throws instead of a result is what its model reads, too.
export async function play(call, human) {
    const results = [];
    for (const step of script) {
        // Over HTTP all clients share one cluster, on which nothing is deleted.
        if (step.tool === "delete_guest_snapshot" && !human) break;
        try {
            results.push(text(await call(step.tool, step.arguments)));
        } catch (e) {
            results.push(`${e.name}: ${e.message} ${text(e.cause ?? "")}`);
        }
    }
    return results;
}

function text(value) {
    return typeof value === "string" ? value : JSON.stringify(value, (_, inner) => inner instanceof Error ? inner.message : inner) ?? "";
}

/// What a trial showed. A client is of use when it lists all tools, gets an answer and hears of a failure.
export function facts(tools, results) {
    const [number = "", error = "", list = "", object = "", human = ""] = results;
    return {
        tools,
        number: /web01/.test(number) && /as.of/.test(number),
        error: /There is no guest/.test(error),
        list: /planned/.test(list) && /cores/.test(list),
        object: /planned/.test(object) ? "taken" : "refused by the client",
        reads: reads(number),
        human: asked(human),
    };
}

function reads(answer) {
    const lines = /vmid: 100/.test(answer);
    const structured = /as_of\\?"/.test(answer);
    return lines && structured ? "text and structured" : lines ? "text" : structured ? "structured" : "nothing";
}

function asked(answer) {
    if (answer === "") return "";
    if (/declined at the client/.test(answer)) return "declines by itself";
    if (/state(\\?"?): ?\\?"?ok/.test(answer)) return "asks";
    return /approve /.test(answer) ? "cannot" : "";
}

export function works({ tools, number, error, list }, expected) {
    return tools === expected && number && error && list;
}
