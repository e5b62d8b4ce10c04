const SIGNS = { critical: "bad", warning: "warn", info: "off" };

function draw(answer) {
  const cards = rows(answer).map((problem) => make("li", { class: "card" },
    make("h2", null, words(problem.subject)),
    make("p", null, make("span", { class: `mark ${SIGNS[problem.severity] ?? "unknown"}` }, words(problem.severity)), " ",
      ["area", "cluster"].filter((name) => problem[name]).map((name) => make("span", { class: "tag" }, words(problem[name])))),
    make("p", null, words(problem.evidence)),
    make("p", { class: "quiet" }, problem.since ? ["Since ", time(problem.since), "."] : "Since when is unknown."),
    problem.next ? make("p", null, make("strong", null, "Next: "), words(problem.next)) : undefined,
    problem.acknowledged ? make("p", { class: "mark off" }, `Acknowledged ${words(problem.acknowledged)}`) : undefined));
  return [
    make("p", null, make("strong", null, extent(answer, "problems"))),
    cards.length ? make("ul", { class: "cards wide" }, cards) : make("p", null, "Nothing of what was checked is wrong."),
    elsewhere("Problems on the page"),
  ];
}
