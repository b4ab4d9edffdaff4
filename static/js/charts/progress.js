/* Planned against actual, cumulative, with the as-of line. Labels are ISO days. */
(function () {
  "use strict";
  const charts = window.reformCharts;
  const { day, date, value, words } = charts.format;
  const { text, line, unitTitle } = charts.marks;

  const points = (labels, data) =>
    labels.map((iso, i) => ({ x: day(iso), y: data[i], iso })).filter((p) => p.y !== null && p.y !== undefined);
  const at = (line_, x) => line_.filter((p) => p.x <= x).at(-1);

  /* first days of the months between two days */
  const months = (first, last) => {
    const start = new Date(first * 864e5);
    const out = [];
    for (let m = new Date(Date.UTC(start.getUTCFullYear(), start.getUTCMonth(), 1)); ; m.setUTCMonth(m.getUTCMonth() + 1)) {
      const x = Math.round(m.getTime() / 864e5);
      if (x > last) return out;
      if (x >= first) out.push({ x, n: m.getUTCMonth() + 1 });
    }
  };

  const timeScale = (first, last, options) => {
    const { axis } = charts.inks();
    const all = months(first, last);
    const step = Math.ceil(all.length / (charts.narrow() ? 6 : 13));
    return {
      type: "linear", min: first, max: last,
      border: { color: axis },
      grid: { drawOnChartArea: false, color: axis, tickLength: 5 },
      title: charts.axisTitle(options.xTitle),
      afterBuildTicks: (scale) => { scale.ticks = all.filter((m, i) => i % step === 0).map((m) => ({ value: m.x })); },
      ticks: {
        color: axis, maxRotation: 0, autoSkip: false, align: "start",
        callback: (v) => words.month(all.find((m) => m.x === v)?.n),
      },
    };
  };

  /* both values at the as-of line: the greater on the upper left, the smaller on the lower right, turned at the edges */
  const labelPair = (chart, x, pair) => {
    const { ctx, chartArea: a, scales } = chart;
    const [high, low] = pair[0].y >= pair[1].y ? pair : [pair[1], pair[0]];
    const px = scales.x.getPixelForValue(x);
    const room = 115;
    const left = px - a.left > room;
    const right = a.right - px > room;
    const put = (p, toLeft, dy) => {
      const wanted = scales.y.getPixelForValue(p.y) + dy;
      const clear = wanted < a.top - 2 ? wanted - dy + 16 : wanted; /* of the day that stands over the line */
      const py = Math.min(clear, a.bottom - 8);
      text(ctx, p.label, px + (toLeft ? -9 : 9), py, p.color, { align: toLeft ? "right" : "left", weight: 600, size: 13.5 });
    };
    put(high, left, -14);
    put(low, !right, 16);
  };

  const marks = (answer, series) => ({
    id: "progressMarks",
    afterDatasetsDraw(chart) {
      const { ctx, chartArea: a, scales } = chart;
      const { ink, ink2 } = charts.inks();
      const [plan, actual] = series;
      const end = plan.points.at(-1);
      const asOf = answer.options.asOf;
      if (end && !(asOf && end.x <= day(asOf.x))) {
        text(ctx, value(end.y, answer.options), scales.x.getPixelForValue(end.x) - 2, scales.y.getPixelForValue(end.y) - 11, ink2, { align: "right", weight: 600 });
      }
      if (!asOf) return;
      const x = day(asOf.x);
      const px = scales.x.getPixelForValue(x);
      const edge = px - a.left < 40 ? "left" : a.right - px < 40 ? "right" : "center";
      line(ctx, [px, a.top - 8], [px, a.bottom], ink);
      text(ctx, asOf.label, px, a.top - 15, ink, { align: edge, weight: 600, size: 12.5 });
      const pair = [plan, actual].filter(Boolean).map((s, i) => ({
        y: at(s.points, x)?.y, color: i ? s.color : ink2, label: `${s.label} ${value(at(s.points, x)?.y, answer.options)}`,
      }));
      if (pair.length === 2 && pair.every((p) => p.y !== undefined)) labelPair(chart, x, pair);
    },
  });

  charts.draw.progress = (answer) => {
    const { labels, datasets } = answer.data;
    const { options } = answer;
    const { paper } = charts.inks();
    const series = ["plan", "actual"].map((role) => {
      const found = datasets.find((d) => d.role === role);
      return found && { label: found.short ?? found.label, full: found.label, color: charts.colour(found, 0), points: points(labels, found.data) };
    }).filter(Boolean);
    const shared = { parsing: false, stepped: options.stepped ? "before" : false, pointHitRadius: 12 };
    const drawn = series.map((s, i) => (i === 0 && series.length === 2
      ? { ...shared, label: s.full, data: s.points, borderColor: s.color, borderWidth: 2, borderDash: [5, 4], pointRadius: 0, order: 2 }
      : { ...shared, label: s.full, data: s.points, borderColor: s.color, borderWidth: 3, order: 1,
          pointRadius: (p) => (p.dataIndex === s.points.length - 1 ? 4.5 : 0), pointBackgroundColor: s.color, pointBorderColor: paper, pointBorderWidth: 1.5 }));
    const base = charts.base(answer);
    base.layout = { padding: { top: 34, right: 8 } };
    base.interaction = { mode: "x", intersect: false };
    base.plugins.tooltip.callbacks = {
      title: (items) => date(items[0].raw.iso),
      label: (item) => `${item.dataset.label}: ${value(item.raw.y, options)}`,
    };
    base.scales = { x: timeScale(day(labels[0]), day(labels.at(-1)), options), y: charts.valueScale(answer) };
    return { type: "line", data: { datasets: drawn }, options: base, plugins: [unitTitle(answer), marks(answer, series)] };
  };
})();
