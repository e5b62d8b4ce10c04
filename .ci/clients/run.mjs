// The matrix: every client, every way to reach the server. `run.mjs PROGRAM URL TOKEN PAGE [--write] [--only NAME]`
// compares what it finds with the page, or writes it.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import * as libraries from "./libraries.mjs";
import * as programs from "./programs.mjs";
import { facts, play, works } from "./trial.mjs";

const [program, server, token, page, ...options] = process.argv.slice(2);
const only = options.includes("--only") ? options[options.indexOf("--only") + 1] : "";
const packages = join(dirname(new URL(import.meta.url).pathname), "node_modules");
const bin = (name) => join(packages, ".bin", name);
const version = (name) => JSON.parse(readFileSync(join(packages, name, "package.json"), "utf8")).version;

const library = (connect) => async (at) => {
    const client = await connect(at);
    try {
        return { tools: client.tools, results: await play(client.call, at.human) };
    } finally {
        await client.close();
    }
};

const CLIENTS = [
    ["MCP SDK for TypeScript 1", "@modelcontextprotocol/sdk", library(libraries.sdk1), ["stdio", "http", "sse"]],
    ["MCP SDK for TypeScript 2", "@modelcontextprotocol/client", library(libraries.sdk2), ["stdio", "http", "sse"]],
    ["mcp-remote", "mcp-remote", library(libraries.mcpRemote), ["http", "sse"]],
    ["Gemini CLI", "@google/gemini-cli", programs.gemini, ["stdio", "http", "sse"]],
    ["Codex", "@openai/codex", programs.codex, ["stdio", "http"]],
    ["opencode", "opencode-ai", programs.opencode, ["stdio", "http"]],
    ["Qwen Code", "@qwen-code/qwen-code", programs.qwen, ["stdio", "http"]],
    ["mcporter", "mcporter", programs.mcporter, ["stdio", "http"]],
    ["mcp-use", "mcp-use", library(libraries.mcpUse), ["stdio", "http"]],
    ["LangChain adapters", "@langchain/mcp-adapters", library(libraries.langchain), ["stdio", "http", "sse"]],
    ["AI SDK", "@ai-sdk/mcp", library(libraries.aiSdk), ["stdio", "http", "sse"]],
    ["Mastra", "@mastra/mcp", library(libraries.mastra), ["stdio", "http", "sse"]],
    ["OpenAI Agents", "@openai/agents", library(libraries.openaiAgents), ["stdio", "http", "sse"]],
    ["OpenAI Agents, strict, chat", "@openai/agents", programs.strictAgents("chat"), ["stdio"]],
    ["OpenAI Agents, strict, responses", "@openai/agents", programs.strictAgents("responses"), ["stdio"]],
].filter(([title]) => title.includes(only));

const stray = [];
let trying = "nothing";
for (const kind of ["unhandledRejection", "uncaughtException"]) {
    process.on(kind, (e) => stray.push(`${trying}: ${e?.stack ?? e}`));
}
process.on("exit", () => {
    if (stray.length > 0) {
        console.log("FAILED: errors past their callers:\n" + stray.join("\n"));
        process.exitCode = 1;
    }
});

async function attempt(trial, kind) {
    const home = mkdtempSync(join(tmpdir(), "client-"));
    const at = {
        kind, home, bin, token, human: kind === "stdio",
        command: program, args: ["serve", "--demo=nodes=2,guests=12,pace=0", "--access", "admin", "--state", join(home, "state.db")],
        url: kind === "stdio" ? undefined : `${server}/${kind === "sse" ? "sse" : "mcp"}`,
        headers: { Authorization: `Bearer ${token}` },
    };
    try {
        const { tools, results, log } = await trial(at);
        return { ...facts(tools, results), results, log };
    } catch (e) {
        return { failed: e.stack, results: [] };
    } finally {
        rmSync(home, { recursive: true, force: true, maxRetries: 5 });
    }
}

const rows = [];
let expected = 0;
let wrong = 0;
for (const [title, name, trial, kinds] of CLIENTS) {
    const row = { title, version: version(name) };
    trying = title;
    for (const kind of kinds) {
        const begun = Date.now();
        const found = await attempt(trial, kind);
        expected ||= found.tools;
        const ok = !found.failed && works(found, expected);
        row[kind] = ok ? "yes" : "NO";
        for (const [key, value] of Object.entries(found)) if (!row[key] && ["tools", "reads", "object", "human"].includes(key)) row[key] = value;
        console.log(`${ok ? "ok" : "FAILED"}: ${title} over ${kind} (${((Date.now() - begun) / 1000).toFixed(1)} s)`);
        if (!ok) {
            wrong++;
            console.log(found.failed ?? JSON.stringify({ ...found, log: undefined }, null, 1).slice(0, 4000));
            console.log(String(found.log ?? "").slice(-2000));
        }
    }
    rows.push(row);
}

const table = [
    "| client | version | stdio | HTTP | SSE | tools | its model reads | `set` as an object | a human at it |",
    "|---|---|---|---|---|--:|---|---|---|",
    ...rows.map((row) => `| ${[row.title, row.version, row.stdio ?? "", row.http ?? "", row.sse ?? "", row.tools, row.reads, row.object, row.human ?? ""].join(" | ")} |`),
].join("\n");
const text = readFileSync(page, "utf8");
const whole = text.replace(/\| client \|[^]*?\n\n/, () => table + "\n\n");
if (options.includes("--write")) {
    writeFileSync(page, whole);
} else if (!only && whole !== text) {
    console.log("the page says something else; .ci/try-clients --write writes it anew:\n" + table);
    wrong++;
}
process.exit(wrong === 0 && stray.length === 0 ? 0 : 1);
