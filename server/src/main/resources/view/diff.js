function draw(answer) {
  const things = new Map();
  for (const row of rows(answer)) {
    const key = JSON.stringify([row.cluster, row.kind, row.id]);
    things.set(key, [...(things.get(key) ?? []), row]);
  }
  const bodies = [...things.values()].map((changes) => make("tbody", null, changes.map((row, i) => make("tr", null,
    i === 0 ? make("th", { scope: "rowgroup", rowspan: changes.length }, `${words(row.kind)} ${words(row.id)} `,
      make("span", { class: "quiet" }, words(row.name)), row.cluster ? make("span", { class: "tag" }, words(row.cluster)) : "") : undefined,
    make("td", null, words(row.change === "changed" ? row.field : row.change)),
    make("td", { "data-name": "Before" }, row.before === null || row.before === undefined ? "" : make("del", null, words(row.before))),
    make("td", { "data-name": "After" }, row.after === null || row.after === undefined ? "" : make("ins", null, words(row.after))),
    make("td", { "data-name": "Seen" }, time(row.seen)),
    make("td", { "data-name": "By" }, row.by ? words(row.by) + (row.task ? ` (${words(row.task)})` : "") : "unknown")))));
  return [
    bodies.length ? table(extent(answer, "differences"), ["What", "Field", "Before", "After", "Seen", "By"], bodies)
      : make("p", null, `Nothing is different (${sentence(answer.note)}).`),
    elsewhere("Compare moments on the page"),
  ];
}
