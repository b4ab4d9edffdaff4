/* Stacked columns, one per month; the text over a column is the share that the title speaks of. */
(function () {
  "use strict";
  const charts = window.reformCharts;
  const { value } = charts.format;
  const { text, halves, spread, unitTitle } = charts.marks;

  const overColumns = (chart, answer) => {
    const { options } = answer;
    const labels = (charts.narrow() && options.topLabelsShort) || options.topLabels;
    if (!labels) return;
    const { ink } = charts.inks();
    const columns = chart.data.datasets.map((d, i) => chart.getDatasetMeta(i).data);
    labels.forEach((label, i) => {
      if (!label) return;
      const top = Math.min(...columns.map((c) => c[i].y).filter(Number.isFinite));
      text(chart.ctx, label, columns[0][i].x, top - 11, ink, { align: "center", weight: 600, size: charts.narrow() ? 11.5 : 13 });
    });
  };

  /* names of the series beside the last column that has something to point at */
  const besideColumns = (chart) => {
    if (charts.narrow()) return;
    const shown = chart.data.datasets.map((d, i) => ({ d, bar: chart.getDatasetMeta(i).data.at(-1) }))
      .filter(({ d, bar }) => bar && d.data.at(-1) && Number.isFinite(bar.y));
    const places = spread(shown.map(({ bar }) => (bar.y + bar.base) / 2), 34);
    shown.forEach(({ d, bar }, k) => {
      const x = bar.x + bar.width / 2 + 10;
      const lines = halves(d.short ?? d.label);
      lines.forEach((part, n) => {
        text(chart.ctx, part, x, places[k] + (n - (lines.length - 1) / 2) * 16, charts.nameInk(d), { weight: 600 });
      });
    });
  };

  charts.draw["stacked-bars"] = (answer) => {
    const { labels, datasets } = answer.data;
    const { options } = answer;
    const { axis } = charts.inks();
    const stacks = new Set(datasets.map((d) => d.stack ?? "all")).size;
    const base = charts.base(answer);
    base.layout = { padding: { top: 40, right: charts.narrow() || stacks > 1 ? 0 : 96 } };
    base.plugins.tooltip.callbacks = {
      title: (items) => options.longLabels?.[items[0].dataIndex] ?? items[0].label,
      label: (item) => `${item.dataset.label}: ${value(item.raw, options)}`,
      footer: (items) => {
        const label = options.topLabels?.[items[0].dataIndex];
        return label ? `${options.topTitle ? `${options.topTitle}: ` : ""}${label}` : "";
      },
    };
    base.scales = {
      x: { stacked: true, border: { color: axis }, grid: { display: false }, title: charts.axisTitle(options.xTitle),
        ticks: { color: axis, maxRotation: 0, autoSkip: labels.length > 14 || charts.narrow() && labels.length > 7 } },
      y: charts.valueScale(answer, { stacked: true }),
    };
    const drawn = datasets.map((d, i) => ({
      label: d.label, short: d.short, role: d.role, data: d.data, stack: d.stack ?? "all",
      backgroundColor: charts.colour(d, i), hoverBackgroundColor: charts.colour(d, i), categoryPercentage: 0.82, barPercentage: 0.9,
    }));
    const marks = {
      id: "barMarks",
      afterDatasetsDraw(chart) {
        overColumns(chart, answer);
        if (stacks === 1) besideColumns(chart);
      },
    };
    return { type: "bar", data: { labels, datasets: drawn }, options: base, plugins: [unitTitle(answer), marks] };
  };
})();
