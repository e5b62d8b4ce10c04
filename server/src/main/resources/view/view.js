// What every view has: the client's messages, and elements. What others wrote becomes text and never markup.
"use strict";
const main = document.querySelector("main");
const title = document.title;
const waiting = new Map();
let capabilities = {};

const send = (message) => parent.postMessage({ jsonrpc: "2.0", ...message }, "*");
const ask = (method, params) => new Promise((resolve, reject) => {
  const id = waiting.size + 1;
  waiting.set(id, { resolve, reject });
  send({ id, method, params });
});

function make(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) element.setAttribute(name, value);
  element.append(...children.flat(Infinity).filter((child) => child !== undefined));
  return element;
}

// A value of an answer in words. Others' texts are told from ours by the marks that the server's texts have, too.
function words(value) {
  if (value === null || value === undefined) return "";
  if (Array.isArray(value)) return value.map(words).join(", ");
  if (typeof value === "object") return "untrusted_text" in value ? `«${value.untrusted_text}»` : JSON.stringify(value);
  return String(value);
}

// Sentences of the server's with moments in them, as people read moments.
const sentence = (value) => words(value).replace(/(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)Z/g, "$1 $2 UTC");
const time = (value) => make("time", { datetime: words(value) }, sentence(value).split(/ (.*)/)
  .filter(Boolean).flatMap((part) => [make("span", { class: "part" }, part), " "]).slice(0, -1));
const rows = (answer) => (answer.rows ?? []).map((row) => Object.fromEntries(answer.columns.map((name, i) => [name, row[i]])));
const facts = (pairs) => make("dl", { class: "facts" },
  pairs.filter(([, value]) => value !== undefined && value !== null).map(([name, value]) => [make("dt", null, name), make("dd", null, value)]));

function table(caption, names, bodies) {
  return make("div", { class: "scroll", role: "region", tabindex: "0", "aria-label": "Table" },
    make("table", { class: "stack" }, make("caption", null, caption),
      make("thead", null, make("tr", null, names.map((name) => make("th", { scope: "col" }, name)))), bodies));
}

// How much of the list this is, and the server's own words about it.
function extent(answer, things) {
  const shown = answer.rows.length;
  const all = shown === answer.total ? `${shown} ${things}` : `${shown} of ${answer.total} ${things}; the assistant can show the rest`;
  return all + (answer.note ? ` (${sentence(answer.note)})` : "");
}

// The same on the page for people. The client opens it or does not, so its address can be read, too.
function elsewhere(text, end) {
  const room = document.documentElement.dataset.room;
  if (!room) return undefined;
  const url = room + encodeURIComponent(end ?? "");
  const link = make("a", { href: url, rel: "noreferrer" }, text);
  const trouble = make("span", { role: "status" });
  link.addEventListener("click", (event) => {
    event.preventDefault();
    (capabilities.openLinks ? ask("ui/open-link", { url }) : Promise.reject())
      .then((answer) => { if (answer.isError) throw answer; }).catch(() => { trouble.textContent = " Your client does not open it from here; the address can be copied."; });
  });
  return make("p", { class: "quiet" }, link, ": ", make("code", null, url), trouble);
}

function foot(answer) {
  const missing = answer.incomplete ?? [];
  return [
    missing.length ? make("div", { class: "warning", role: "note" }, make("p", null, make("strong", null, "Not all of it is known:")),
      make("ul", null, missing.map((each) => make("li", null, sentence(each))))) : undefined,
    answer.as_of ? make("p", { class: "age" }, "As of ", time(answer.as_of), `, ${answer.age_seconds} s old when it was told.`) : undefined,
  ];
}

function show(...content) {
  main.replaceChildren(make("h1", null, title), ...content.flat(Infinity).filter((child) => child !== undefined));
}

function result({ structuredContent, isError, content }) {
  const text = (content ?? []).map((part) => part.text ?? "").join("\n");
  if (isError || !structuredContent) {
    show(make("div", { class: isError ? "warning bad" : "done", role: "status" }, make("pre", null, text || "The answer is empty.")));
  } else {
    show(...draw(structuredContent), ...foot(structuredContent));
  }
}

function context(known) {
  if (known?.theme) document.documentElement.dataset.theme = known.theme === "dark" ? "dark" : "light";
}

const heard = {
  "ui/notifications/tool-result": result,
  "ui/notifications/tool-cancelled": () => show(make("p", { role: "status" }, "The call was cancelled; what it did until then the assistant can ask.")),
  "ui/notifications/host-context-changed": context,
};

addEventListener("message", ({ source, data }) => {
  if (source !== parent || data?.jsonrpc !== "2.0") return;
  if (data.method === undefined) {
    const asked = waiting.get(data.id);
    if (data.error) asked?.reject(data.error);
    else asked?.resolve(data.result ?? {});
  } else if (data.id === undefined) {
    heard[data.method]?.(data.params ?? {});
  } else if (data.method === "ping" || data.method === "ui/resource-teardown") {
    send({ id: data.id, result: {} });
  } else {
    send({ id: data.id, error: { code: -32601, message: "A view answers ping only." } });
  }
});

ask("ui/initialize", {
  protocolVersion: "2026-01-26",
  appInfo: { name: "proxmox-mcp", version: "1" },
  appCapabilities: { availableDisplayModes: ["inline", "fullscreen"] },
}).then((host) => {
  capabilities = host.hostCapabilities ?? {};
  context(host.hostContext);
  send({ method: "ui/notifications/initialized", params: {} });
  new ResizeObserver(() => send({
    method: "ui/notifications/size-changed",
    params: { width: innerWidth, height: Math.ceil(document.documentElement.getBoundingClientRect().height) },
  })).observe(document.documentElement);
}, () => show(make("p", { role: "status" }, "This client does not speak to views; the assistant has the whole answer.")));
