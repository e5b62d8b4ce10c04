// Clients that are programs, each with a home of its own, and a scripted model where it needs one.
import { spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Agent, OpenAIProvider, run, setTracingDisabled } from "@openai/agents";
import { agentsServer } from "./libraries.mjs";
import { start } from "./model.mjs";
import { play, script } from "./trial.mjs";

const PATIENCE = 90_000;

function file(home, name, content) {
    const path = join(home, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content, null, 2));
    return path;
}

/// Runs a program to its end, without anything of whose machine it is.
export function command(home, program, args, env = {}, cwd = home) {
    return new Promise((done) => {
        const child = spawn(program, args, {
            cwd,
            env: { PATH: process.env.PATH, HOME: home, XDG_CONFIG_HOME: join(home, ".config"), XDG_DATA_HOME: join(home, ".data"), XDG_CACHE_HOME: join(home, ".cache"), XDG_STATE_HOME: join(home, ".state"), TERM: "dumb", NO_COLOR: "1", CI: "1", ...env },
            stdio: ["ignore", "pipe", "pipe"],
            detached: true,
        });
        let out = "", err = "";
        child.stdout.on("data", (part) => { out += part; });
        child.stderr.on("data", (part) => { err += part; });
        const timer = setTimeout(() => process.kill(-child.pid, "SIGKILL"), PATIENCE);
        child.on("close", (code) => { clearTimeout(timer); done({ code, out, err }); });
    });
}

/// A program with a scripted model: what the model was offered and was answered with.
async function driven({ home, human }, go) {
    const model = await start(human ? script : script.filter(({ tool }) => tool !== "delete_guest_snapshot"));
    try {
        const said = await go(model.url);
        // Among a program's own tools ours are told by the server's name, which is in theirs or is their namespace; what
        // the agents of OpenAI offer are ours alone.
        const ours = model.heard.tools.filter(({ name, namespace = "" }) => (namespace + name).includes("proxmox"));
        const tools = ours.length || model.heard.tools.length;
        if (model.heard.refused.length > 0) throw new Error("the model's endpoint refused: " + model.heard.refused[0]);
        return { tools, results: model.heard.results, log: said.out + said.err };
    } finally {
        model.stop();
    }
}

const json = ({ kind, command: program, args, url, headers }) =>
    kind === "stdio" ? { command: program, args } : { url, headers };

export const gemini = (at) => driven(at, (model) => {
    const { kind, command: program, args, url, headers } = at;
    file(at.home, ".gemini/settings.json", {
        security: { auth: { selectedType: "gemini-api-key" } },
        general: { enableAutoUpdate: false, disableAutoUpdate: true },
        privacy: { usageStatisticsEnabled: false },
        mcpServers: { proxmox: { trust: true, ...(kind === "stdio" ? { command: program, args } : kind === "http" ? { httpUrl: url, headers } : { url, headers }) } },
    });
    return command(at.home, at.bin("node"), [at.bin("gemini"), "--yolo", "--skip-trust", "-p", "go", "-m", "gemini-2.5-flash"],
        { GEMINI_API_KEY: "none", GOOGLE_GEMINI_BASE_URL: model, GEMINI_CLI_TRUST_WORKSPACE: "true" });
});

export const qwen = (at) => driven(at, (model) => {
    const { kind, command: program, args, url, headers } = at;
    file(at.home, ".qwen/settings.json", {
        general: { enableAutoUpdate: false, disableAutoUpdate: true },
        privacy: { usageStatisticsEnabled: false },
        // Else its model sees our tools only after it has searched for them.
        tools: { toolSearch: { enabled: false } },
        mcpServers: { proxmox: { trust: true, ...(kind === "stdio" ? { command: program, args } : kind === "http" ? { httpUrl: url, headers } : { url, headers }) } },
    });
    return command(at.home, at.bin("node"), [at.bin("qwen"), "--yolo", "-p", "go", "--auth-type", "openai", "--openai-api-key", "none", "--openai-base-url", model + "/v1", "-m", "scripted"]);
});

export const codex = (at) => driven(at, (model) => {
    const server = at.kind === "stdio"
        ? `command = ${JSON.stringify(at.command)}\nargs = ${JSON.stringify(at.args)}\n`
        : `url = ${JSON.stringify(at.url)}\nbearer_token_env_var = "MATRIX_TOKEN"\n`;
    file(at.home, ".codex/config.toml", `model = "scripted"\nmodel_provider = "matrix"\n[model_providers.matrix]\nname = "matrix"\nbase_url = "${model}/v1"\nwire_api = "responses"\n[mcp_servers.proxmox]\n${server}default_tools_approval_mode = "approve"\nrequired = true\nstartup_timeout_sec = 60\n`);
    return command(at.home, at.bin("node"), [at.bin("codex"), "exec", "--skip-git-repo-check", "--dangerously-bypass-approvals-and-sandbox", "go"],
        { CODEX_HOME: join(at.home, ".codex"), MATRIX_TOKEN: at.token ?? "" });
});

export const opencode = (at) => driven(at, (model) => {
    file(at.home, ".config/opencode/opencode.json", {
        autoupdate: false, share: "disabled", model: "matrix/scripted", small_model: "matrix/scripted",
        provider: { matrix: { npm: "@ai-sdk/openai-compatible", name: "matrix", options: { baseURL: model + "/v1", apiKey: "none" }, models: { scripted: { name: "scripted", tool_call: true } } } },
        mcp: { proxmox: at.kind === "stdio" ? { type: "local", command: [at.command, ...at.args], enabled: true } : { type: "remote", url: at.url, headers: at.headers, enabled: true } },
    });
    return command(at.home, at.bin("opencode"), ["run", "--auto", "go"], { OPENCODE_DISABLE_AUTOUPDATE: "1", OPENCODE_DISABLE_MODELS_FETCH: "1" });
});

export const mcporter = async (at) => {
    const config = file(at.home, "mcporter.json", { mcpServers: { proxmox: json(at) }, imports: [] });
    const porter = (...more) => command(at.home, at.bin("node"), [at.bin("mcporter"), "--config", config, ...more]);
    const listed = await porter("list", "proxmox", "--json");
    const { tools } = JSON.parse(listed.out);
    const results = await play(async (tool, args) => {
        const { out, err } = await porter("call", "proxmox." + tool, "--args", JSON.stringify(args), "--output", "json");
        return out + err;
    }, at.human);
    return { tools: tools.length, results };
};

/// OpenAI's agents with the schemas in strict form, as its endpoints want them.
export const strictAgents = (wire) => async (at) => driven(at, async (model) => {
    setTracingDisabled(true);
    const server = agentsServer(at);
    await server.connect();
    try {
        const provider = new OpenAIProvider({ apiKey: "none", baseURL: model + "/v1", useResponses: wire === "responses" });
        const agent = new Agent({ name: "matrix", model: await provider.getModel("scripted"), mcpServers: [server], mcpConfig: { convertSchemasToStrict: true } });
        await run(agent, "go", { maxTurns: 10 });
        return { out: "", err: "" };
    } finally {
        await server.close();
    }
});
