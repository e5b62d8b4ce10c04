const SAID = {
  needs_approval: "Nothing was done: a person must allow it.",
  planned: "Nothing was done: it was only planned.",
  open: "Nothing was done yet.",
  approved: "A person allowed it; it was not carried out yet.",
  denied: "A person said no; it cannot be carried out.",
  expired: "It is too old to be carried out.",
};
const SIGNS = { ok: "good", warnings: "warn", failed: "bad", needs_approval: "warn", denied: "off", expired: "off" };
const list = (heading, texts, sign) => (texts?.length ? [make("h2", null, heading),
  make("ul", { class: "marks" }, texts.map((text) => make("li", { class: sign ? `mark ${sign}` : "" }, words(text))))] : []);

// What the plan says, and where a person answers. There is nothing here that answers for them.
function draw(plan) {
  const command = `proxmox-mcp approve ${words(plan.plan)}`;
  const waits = ["needs_approval", "open"].includes(plan.state) && words(plan.next).includes(command);
  return [
    make("p", null, make("strong", null, words(plan.summary))),
    make("p", null, make("span", { class: `mark ${SIGNS[plan.state] ?? "off"}` }, words(plan.state).replace("_", " ")), ". ", SAID[plan.state] ?? ""),
    ...list("What is lost", plan.losses, "bad"),
    ...list("What depends on it", plan.dependents, "warn"),
    ...(plan.undo ? list("How it is undone", [sentence(plan.undo)], plan.undo === "cannot be undone" ? "bad" : "") : []),
    ...(plan.steps?.length ? [make("h2", null, plan.steps.length === 1 ? "The exact call" : "The exact calls, in order"),
      make("ol", { class: "calls" }, plan.steps.map((step) => make("li", null, make("code", null, words(step)))))] : []),
    facts([
      ["Plan", plan.plan && make("code", null, words(plan.plan))],
      ["Holds until", plan.expires && time(plan.expires)],
      ["Guest now", plan.status && [words(plan.status), plan.node && `on ${words(plan.node)}`].filter(Boolean).join(" ")],
      ["Task", plan.upid && make("code", null, words(plan.upid))],
      ["Task ended", plan.exit_status && words(plan.exit_status)],
    ]),
    plan.log_tail ? make("pre", { tabindex: "0" }, words(plan.log_tail)) : undefined,
    plan.next && !waits ? make("p", null, make("strong", null, "Next: "), words(plan.next)) : undefined,
    waits ? make("div", { class: "warning", role: "note" },
      make("p", null, "Nothing here approves it, nor can the assistant. A person does, ", document.documentElement.dataset.room
        ? "on the page with a passkey, or at the server's terminal: " : "at the server's terminal: ", make("code", null, command))) : undefined,
    plan.plan ? elsewhere("This plan on the page", plan.plan) : undefined,
  ];
}
