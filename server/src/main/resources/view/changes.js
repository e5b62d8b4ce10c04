const COLUMNS = 40;
const SVG = "http://www.w3.org/2000/svg";

// How many of the changes below happened when, as columns; the table says the same in words.
function activity(changes) {
  const times = changes.map((change) => Date.parse(words(change.happened ?? change.seen))).filter((at) => !Number.isNaN(at));
  const first = times.reduce((a, b) => Math.min(a, b), Infinity);
  const last = times.reduce((a, b) => Math.max(a, b), -Infinity);
  if (!(last > first)) return undefined;
  const counts = new Array(COLUMNS).fill(0);
  for (const at of times) counts[Math.min(COLUMNS - 1, Math.floor(((at - first) / (last - first)) * COLUMNS))]++;
  const most = counts.reduce((a, b) => Math.max(a, b));
  const picture = document.createElementNS(SVG, "svg");
  picture.setAttribute("viewBox", `0 0 ${COLUMNS * 10} 50`);
  picture.setAttribute("preserveAspectRatio", "none");
  picture.setAttribute("aria-hidden", "true");
  counts.forEach((count, i) => {
    const column = document.createElementNS(SVG, "rect");
    const height = count && Math.max(3, (count / most) * 50);
    for (const [name, value] of Object.entries({ class: "column", x: i * 10 + 1, y: 50 - height, width: 8, height })) column.setAttribute(name, value);
    picture.append(column);
  });
  const ends = [first, last].map((at) => time(new Date(at).toISOString().replace(".000Z", "Z")));
  return make("div", { class: "picture activity" }, picture, make("p", null, ends[0], `at most ${most} at once`, ends[1]));
}

function by(change) {
  const who = [words(change.by), change.via ? `via ${words(change.via)}` : "", change.task ? `(${words(change.task)})` : ""].filter(Boolean);
  return who.join(" ") || "unknown";
}

function draw(answer) {
  const changes = rows(answer);
  const lines = changes.map((change) => make("tr", null,
    make("th", { scope: "row" }, time(change.happened ?? change.seen)),
    make("td", null, `${words(change.kind)} ${words(change.id)} `, make("span", { class: "quiet" }, words(change.name)),
      change.cluster ? make("span", { class: "tag" }, words(change.cluster)) : ""),
    make("td", { "data-name": "Change" }, words(change.change)),
    make("td", { "data-name": "By" }, by(change))));
  return [
    changes.length ? activity(changes) : undefined,
    changes.length ? table(extent(answer, "changes"), ["When", "What", "Change", "By"], make("tbody", null, lines))
      : make("p", null, `Nothing changed (${sentence(answer.note)}).`),
    elsewhere("The timeline on the page"),
  ];
}
