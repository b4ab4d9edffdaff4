/* Fetches the data of each figure once, draws it, and draws it again when the theme, the width or the paper changes. */
(function () {
  "use strict";
  const charts = window.reformCharts;
  const root = document.documentElement;
  const shown = new Map(); /* figure → { answer, chart } */

  /* in place of the drawing, in the same box: why there is none */
  const say = (figure, words) => {
    const box = figure.querySelector(".chart__box");
    box.classList.add("chart__box--failed");
    box.querySelector("canvas").hidden = true;
    if (box.querySelector("p")) return;
    const p = document.createElement("p");
    p.setAttribute("role", "status");
    p.textContent = words;
    box.append(p);
  };

  const hasNumbers = (answer) => answer.data.datasets.some((d) => d.data.some((v) => v !== null && v !== undefined));

  const paint = (figure) => {
    const entry = shown.get(figure);
    if (entry.chart) entry.chart.destroy();
    Chart.defaults.font.family = charts.css("--font");
    Chart.defaults.font.size = 13;
    const kind = charts.draw[entry.answer.options.kind] ?? charts.draw[figure.dataset.chart];
    entry.chart = new Chart(figure.querySelector("canvas"), kind(entry.answer));
  };
  const paintAll = () => shown.forEach((entry, figure) => paint(figure));

  const load = async (figure) => {
    try {
      const response = await fetch(figure.dataset.chartUrl, { headers: { Accept: "application/json" }, credentials: "same-origin" });
      if (!response.ok) throw new Error(String(response.status));
      const answer = await response.json();
      if (!hasNumbers(answer)) return say(figure, figure.dataset.empty);
      shown.set(figure, { answer, chart: null });
      await document.fonts.ready;
      return paint(figure);
    } catch {
      shown.delete(figure);
      return say(figure, figure.dataset.failed);
    }
  };

  const figures = [...document.querySelectorAll("figure[data-chart-url]")];
  if (!window.Chart) {
    figures.forEach((figure) => say(figure, figure.dataset.failed));
    return;
  }
  figures.forEach(load);

  document.addEventListener("themechange", paintAll);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", paintAll);

  /* paper is white and narrow: draw again in the light palette and at the width of a column */
  let kept;
  addEventListener("beforeprint", () => {
    if (root.classList.contains("printing")) return;
    kept = root.dataset.theme;
    root.dataset.theme = "light";
    root.classList.add("printing");
    paintAll();
  });
  addEventListener("afterprint", () => {
    root.classList.remove("printing");
    if (kept) root.dataset.theme = kept;
    else delete root.dataset.theme;
    paintAll();
  });

  let wasNarrow = charts.narrow();
  addEventListener("resize", () => {
    if (wasNarrow === charts.narrow()) return;
    wasNarrow = charts.narrow();
    paintAll();
  });
})();
