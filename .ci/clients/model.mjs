// A language model that plays a script, on loopback: it speaks OpenAI's chat and responses and Gemini's generateContent,
// streamed or not. What it is sent it keeps, and it refuses tools as the real endpoints do, which refuse all of them for
// one that they do not understand.
import http from "node:http";

export function start(script) {
    const heard = { requests: 0, tools: [], results: [], refused: [] };
    const server = http.createServer(async (request, response) => {
        let text = "";
        for await (const part of request) text += part;
        try {
            answer(script, heard, request.url, text ? JSON.parse(text) : {}, response);
        } catch (e) {
            heard.refused.push(String(e.stack));
            json(response, 500, { error: { message: String(e) } });
        }
    });
    return new Promise((done) => server.listen(0, "127.0.0.1", () => {
        done({ heard, url: `http://127.0.0.1:${server.address().port}`, stop: () => server.closeAllConnections() ?? server.close() });
    }));
}

function answer(script, heard, url, body, response) {
    if (url.includes("/chat/completions")) return chat(script, heard, body, response);
    if (url.includes("/responses")) return responses(script, heard, body, response);
    if (/:(stream)?generateContent/i.test(url)) return gemini(script, heard, url, body, response);
    if (url.includes("/models")) return json(response, 200, { object: "list", data: [{ id: "scripted", object: "model" }], models: [] });
    json(response, 404, { error: { message: "not here: " + url } });
}

/// What the model does next: the call after those that have results, by the name that the client gives the tool.
function next(script, heard, tools, results, kind) {
    heard.requests++;
    // A client's own questions to the model (titles, routing) come without our tools.
    const ours = tools.filter((tool) => /get_guest$/.test(tool.name));
    if (ours.length === 0 && !tools.some((tool) => /tool_search/.test(tool.name))) return undefined;
    if (tools.length > heard.tools.length) heard.tools = tools;
    if (results.length > heard.results.length) heard.results = results;
    const complaint = refusal(tools, kind);
    if (complaint) {
        heard.refused.push(complaint);
        return { refused: complaint };
    }
    const step = script[results.length];
    if (!step) return undefined;
    const known = tools.find((tool) => tool.name.endsWith(step.tool));
    if (known) return { name: known.name, arguments: step.arguments };
    heard.refused.push(`no tool ${step.tool} among ${tools.map((tool) => tool.name).join(" ").slice(0, 300)}`);
    return undefined;
}

const GEMINI = ["type", "format", "title", "description", "nullable", "enum", "items", "properties", "required", "anyOf",
    "minimum", "maximum", "minItems", "maxItems", "additionalProperties", "$schema", "default"];

/// What Gemini ("items: missing field", "Proto field is not repeating"), OpenAI's strict mode and others answer 400 to.
export function refusal(tools, kind) {
    for (const tool of tools) {
        const schema = tool.schema ?? { type: "object", properties: {} };
        if (schema.type !== undefined && schema.type !== "object") return `${tool.name}: parameters are no object`;
        if (schema.anyOf || schema.oneOf || schema.allOf) return `${tool.name}: anyOf, oneOf or allOf at the top`;
        const wrong = part(schema, tool.name, { ...kind, strict: kind.openai && tool.strict });
        if (wrong) return wrong;
    }
    return undefined;
}

function part(schema, path, kind) {
    if (Array.isArray(schema.type)) {
        if (kind.proto) return `${path}: Proto field is not repeating, cannot start list`;
        if (schema.type.includes("array")) return `${path}: any_of[0].items: missing field`;
    }
    if (schema.type === "array" && !schema.items) return `${path}.items: missing field`;
    if (kind.proto) {
        const odd = Object.keys(schema).find((key) => !GEMINI.includes(key));
        if (odd) return `${path}: Unknown name "${odd}"`;
    }
    if (kind.strict && schema.properties) {
        if (schema.additionalProperties !== false) return `${path}: additionalProperties must be false`;
        const missing = Object.keys(schema.properties).find((name) => !(schema.required ?? []).includes(name));
        if (missing) return `${path}: required must have every property, ${missing} is missing`;
    }
    for (const [name, inner] of Object.entries(schema.properties ?? {})) {
        const wrong = part(inner, `${path}.${name}`, kind);
        if (wrong) return wrong;
    }
    for (const inner of [schema.items ?? [], schema.anyOf ?? []].flat()) {
        const wrong = part(inner, path, kind);
        if (wrong) return wrong;
    }
    return undefined;
}

function chat(script, heard, body, response) {
    const tools = (body.tools ?? []).map(({ function: f }) => ({ name: f.name, schema: f.parameters, strict: f.strict }));
    const results = (body.messages ?? []).filter(({ role }) => role === "tool").map(({ content }) => flat(content));
    const step = next(script, heard, tools, results, { openai: true });
    if (step?.refused) return json(response, 400, { error: { message: step.refused } });
    const id = "call_" + results.length;
    const message = step
        ? { role: "assistant", content: null, tool_calls: [{ id, index: 0, type: "function", function: { name: step.name, arguments: JSON.stringify(step.arguments) } }] }
        : { role: "assistant", content: "done" };
    const finish_reason = step ? "tool_calls" : "stop";
    const common = { id: "chatcmpl-1", created: 1, model: "scripted" };
    const usage = { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 };
    if (!body.stream) {
        return json(response, 200, { ...common, object: "chat.completion", choices: [{ index: 0, message, finish_reason }], usage });
    }
    const chunk = { ...common, object: "chat.completion.chunk" };
    events(response, [
        { ...chunk, choices: [{ index: 0, delta: message, finish_reason: null }] },
        { ...chunk, choices: [{ index: 0, delta: {}, finish_reason }], usage },
    ], "[DONE]");
}

function responses(script, heard, body, response) {
    const tools = (body.tools ?? []).flatMap((tool) => tool.type === "function"
        ? [{ name: tool.name, schema: tool.parameters, strict: tool.strict }]
        : tool.type === "namespace"
            ? tool.tools.map((inner) => ({ name: inner.name, namespace: tool.name, schema: inner.parameters, strict: inner.strict }))
            : []);
    const results = (Array.isArray(body.input) ? body.input : [])
        .filter(({ type }) => type === "function_call_output").map(({ output }) => flat(output));
    const step = next(script, heard, tools, results, { openai: true });
    if (step?.refused) return json(response, 400, { error: { message: step.refused } });
    const namespace = tools.find((tool) => tool.name === step?.name)?.namespace;
    const item = step
        ? { id: "fc_1", type: "function_call", status: "completed", call_id: "call_" + results.length, name: step.name, ...(namespace ? { namespace } : {}), arguments: JSON.stringify(step.arguments) }
        : { id: "msg_1", type: "message", status: "completed", role: "assistant", content: [{ type: "output_text", text: "done", annotations: [] }] };
    const usage = { input_tokens: 1, output_tokens: 1, total_tokens: 2, input_tokens_details: { cached_tokens: 0 }, output_tokens_details: { reasoning_tokens: 0 } };
    const whole = { id: "resp_1", object: "response", created_at: 1, status: "completed", model: "scripted", output: [item], usage };
    if (!body.stream) return json(response, 200, whole);
    events(response, [
        { type: "response.created", sequence_number: 0, response: { ...whole, status: "in_progress", output: [] } },
        { type: "response.output_item.added", sequence_number: 1, output_index: 0, item },
        { type: "response.output_item.done", sequence_number: 2, output_index: 0, item },
        { type: "response.completed", sequence_number: 3, response: whole },
    ]);
}

function gemini(script, heard, url, body, response) {
    const tools = (body.tools ?? []).flatMap(({ functionDeclarations }) => functionDeclarations ?? [])
        .map(({ name, parameters, parametersJsonSchema }) => ({ name, schema: parameters ?? parametersJsonSchema, proto: !!parameters }));
    const results = (body.contents ?? []).flatMap(({ parts }) => parts ?? [])
        .filter(({ functionResponse }) => functionResponse).map(({ functionResponse }) => flat(functionResponse.response));
    const step = next(script, heard, tools, results, { proto: tools.some(({ proto }) => proto) });
    if (step?.refused) return json(response, 400, { error: { code: 400, status: "INVALID_ARGUMENT", message: step.refused } });
    const parts = step ? [{ functionCall: { name: step.name, args: step.arguments } }] : [{ text: body.generationConfig?.responseMimeType ? "{}" : "done" }];
    const whole = { candidates: [{ content: { role: "model", parts }, finishReason: "STOP", index: 0 }], usageMetadata: { promptTokenCount: 1, candidatesTokenCount: 1, totalTokenCount: 2 }, modelVersion: "scripted" };
    if (url.includes("alt=sse")) return events(response, [whole]);
    json(response, 200, url.includes("stream") ? [whole] : whole);
}

/// A result as the model reads it.
function flat(content) {
    return typeof content === "string" ? content : JSON.stringify(content);
}

function json(response, status, body) {
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}

function events(response, all, last) {
    response.writeHead(200, { "content-type": "text/event-stream" });
    all.forEach((event) => response.write((event.type ? `event: ${event.type}\n` : "") + `data: ${JSON.stringify(event)}\n\n`));
    response.end(last ? `data: ${last}\n\n` : "");
}
