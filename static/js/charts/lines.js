/* Shares per month. A month without a denominator is a gap, not a zero. The name and the last value stand at the end of a line. */
(function () {
  "use strict";
  const charts = window.reformCharts;
  const { value } = charts.format;
  const { text, spread, unitTitle, limit } = charts.marks;

  const lastKnown = (data) => data.findLastIndex((v) => v !== null && v !== undefined);

  const endLabels = (answer) => ({
    id: "lineEnds",
    afterDatasetsDraw(chart) {
      const shown = chart.data.datasets.map((d, i) => ({ d, i, last: lastKnown(d.data) })).filter(({ last }) => last >= 0);
      const spots = shown.map(({ i, last }) => chart.getDatasetMeta(i).data[last]);
      const places = spread(spots.map((p) => p.y), charts.narrow() ? 15 : 34);
      shown.forEach(({ d, last }, k) => {
        const x = spots[k].x + 9;
        const words = value(d.data[last], answer.options);
        const ink = charts.nameInk(d);
        const strong = { weight: 600, size: charts.narrow() ? 12 : 13 };
        text(chart.ctx, words, x, places[k] - (charts.narrow() ? 0 : 8), ink, strong);
        if (!charts.narrow()) text(chart.ctx, d.short ?? d.label, x, places[k] + 8, ink, { size: 13 });
      });
    },
  });

  /* one line has room for the value of each month over its point */
  const pointLabels = (answer) => ({
    id: "pointLabels",
    afterDatasetsDraw(chart) {
      if (chart.data.datasets.length > 1 || charts.narrow() || answer.data.labels.length > 8) return;
      const { ink, paper } = charts.inks();
      const data = chart.data.datasets[0].data;
      const last = lastKnown(data);
      chart.getDatasetMeta(0).data.forEach((point, i) => {
        if (i === last || data[i] === null || data[i] === undefined) return;
        /* the line would run through its first label; there is no room below the axis */
        const below = i === 0 && data[1] > data[0] && point.y + 24 < chart.chartArea.bottom;
        text(chart.ctx, value(data[i], answer.options), point.x, point.y + (below ? 15 : -13), ink, { align: i ? "center" : "left", weight: 600, ground: paper });
      });
    },
  });

  charts.draw.lines = (answer) => {
    const { labels, datasets } = answer.data;
    const { options } = answer;
    const { axis, paper } = charts.inks();
    const base = charts.base(answer);
    base.layout = { padding: { top: 40, right: charts.narrow() ? 62 : 128 } };
    base.plugins.tooltip.callbacks = {
      title: (items) => options.longLabels?.[items[0].dataIndex] ?? items[0].label,
      label: (item) => `${item.dataset.label}: ${value(item.raw, options)}`,
    };
    base.scales = {
      x: { border: { color: axis }, grid: { display: false }, title: charts.axisTitle(options.xTitle),
        ticks: { color: axis, maxRotation: 0, autoSkip: labels.length > 14 || charts.narrow() && labels.length > 7 } },
      y: charts.valueScale(answer),
    };
    const drawn = datasets.map((d, i) => {
      const color = charts.colour(d, i);
      return {
        label: d.label, short: d.short, role: d.role, data: d.data, borderColor: color, borderWidth: d.role === "plan" ? 2 : 3,
        borderDash: d.role === "plan" ? [5, 4] : [], spanGaps: false, pointRadius: 3.5, pointHitRadius: 12,
        pointBackgroundColor: color, pointBorderColor: paper, pointBorderWidth: 1.5, clip: 8,
      };
    });
    return { type: "line", data: { labels, datasets: drawn }, options: base, plugins: [unitTitle(answer), limit(answer), endLabels(answer), pointLabels(answer)] };
  };
})();
