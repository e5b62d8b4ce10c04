// Says which moment the slider is at while it moves, before the server has answered.
(() => {
  "use strict";
  const slider = document.getElementById("position");
  const from = Date.parse(slider.dataset.from);
  const to = Date.parse(slider.dataset.to);
  const moment = () =>
    new Date(from + (to - from) * slider.value / slider.max).toISOString().slice(0, 19).replace("T", " ") + " UTC";
  const tell = () => slider.setAttribute("aria-valuetext", moment());
  slider.addEventListener("input", () => {
    tell();
    document.getElementById("said").textContent = moment();
  });
  tell();
})();
