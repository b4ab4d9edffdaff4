/* Colours by role, from the tokens of the page; the options that every chart shares. */
(function () {
  "use strict";
  const charts = window.reformCharts;
  const root = document.documentElement;
  const css = (name) => getComputedStyle(root).getPropertyValue(name).trim();

  const tokens = {
    "actual": "--s-1", "plan": "--plan",
    "online": "--s-1", "direct-postal": "--s-2", "carried": "--s-3",
    "early": "--done", "on-time": "--done-m", "done": "--done-m", "late": "--late-m", "track": "--track-m", "soon": "--soon-m",
    "received": "--s-2", "resolved": "--s-1",
  };
  const spare = ["--s-1", "--s-2", "--s-3", "--plan"];
  const colour = (dataset, index) => css(tokens[dataset.role] ?? spare[index % spare.length]);

  /* names of series are read, so they take the text tone of the colour, or plain ink where the colour is too light */
  const inkTokens = {
    "actual": "--s-1", "online": "--s-1", "resolved": "--s-1", "early": "--done", "on-time": "--done", "done": "--done", "late": "--late", "soon": "--soon",
  };
  const nameInk = (dataset) => css(inkTokens[dataset.role] ?? "--ink-2");

  const narrow = () => innerWidth < 640 || root.classList.contains("printing");

  /** Ink, axes and grounds of the present theme. */
  const inks = () => ({
    ink: css("--ink"), ink2: css("--ink-2"), axis: css("--axis"), grid: css("--grid"), paper: css("--paper"),
  });

  /** Options of every chart: nothing moves, no legend (labels stand at the marks), one tooltip per position. */
  const base = (answer) => {
    const links = answer.options.links;
    return {
      responsive: true,
      maintainAspectRatio: false,
      animation: false,
      devicePixelRatio: root.classList.contains("printing") ? 3 : undefined,
      interaction: { mode: "index", intersect: false },
      onClick: (event, items) => {
        if (links && items.length && links[items[0].index]) location.assign(links[items[0].index]);
      },
      onHover: (event, items) => {
        event.native.target.classList.toggle("opens", Boolean(links && items.length));
      },
      plugins: {
        legend: { display: false },
        tooltip: {
          backgroundColor: css("--ink"), titleColor: css("--paper"), bodyColor: css("--paper"), footerColor: css("--paper"),
          padding: 10, cornerRadius: 2, displayColors: false,
          titleFont: { size: 13, weight: 600 }, bodyFont: { size: 13 }, footerFont: { size: 13, weight: 600 },
        },
      },
    };
  };

  /** The scale of values: from zero unless yMin says otherwise, and then the axis title says so. */
  const valueScale = (answer, extra) => {
    const { axis, grid } = inks();
    const options = answer.options;
    return {
      min: options.yMin ?? 0,
      max: options.yMax,
      border: { display: false },
      grid: { color: grid, drawTicks: false },
      ticks: {
        color: axis, padding: 6, stepSize: options.yStep, maxTicksLimit: options.yStep ? undefined : 6, precision: options.unit === "%" ? undefined : 0,
        callback: (v) => charts.format.tick(v, options, narrow()),
      },
      ...extra,
    };
  };

  /** "nhiệm vụ", or "%, trục bắt đầu từ 95": the title of the axis of values. */
  const valueTitle = (options) => {
    const unit = options.yTitle ?? options.unit ?? "";
    const short = options.thousands && narrow() ? `${charts.format.words.thousand} ${unit}` : unit;
    if (!options.yMin) return short;
    return `${short}, ${charts.format.words.startsAt(charts.format.tick(options.yMin, options))}`;
  };

  const axisTitle = (text) => ({ display: Boolean(text), text, align: "end", color: inks().axis, padding: { top: 2 }, font: { size: 13 } });

  Object.assign(charts, { css, colour, nameInk, narrow, inks, base, valueScale, valueTitle, axisTitle });
})();
