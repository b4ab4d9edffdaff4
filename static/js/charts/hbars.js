/* Lying bars, one per agency, from zero; a small sample is hollow; the limit is one line through all rows. */
(function () {
  "use strict";
  const charts = window.reformCharts;
  const { value } = charts.format;
  const { text, limit } = charts.marks;

  const endLabels = (answer) => ({
    id: "endLabels",
    afterDatasetsDraw(chart) {
      const { ink, paper } = charts.inks();
      const metas = chart.data.datasets.map((d, i) => chart.getDatasetMeta(i).data);
      answer.data.labels.forEach((label, i) => {
        const total = answer.data.datasets.reduce((sum, d) => sum + (d.data[i] ?? 0), 0);
        const words = answer.options.endLabels?.[i] ?? value(total, answer.options);
        const right = Math.max(...metas.map((m) => m[i].x).filter(Number.isFinite));
        text(chart.ctx, words, right + 6, metas[0][i].y, ink, { size: 12.5, ground: paper });
        /* on a phone the name stands over its bar instead of taking half the width */
        if (charts.narrow()) text(chart.ctx, label, chart.chartArea.left + 1, metas[0][i].y - 14, ink, { size: 12.5, ground: paper });
      });
    },
  });

  /* late shares within the limit are calm; a small sample is an outline */
  const fills = (dataset, color, bound) => {
    const { paper } = charts.inks();
    const few = dataset.hollow ?? [];
    const calm = (v) => dataset.role === "late" && bound && v <= bound.value;
    return {
      backgroundColor: dataset.data.map((v, i) => (few[i] ? paper : calm(v) ? charts.css("--track-m") : color)),
      borderColor: color,
      borderWidth: dataset.data.map((v, i) => (few[i] ? 1.5 : 0)),
    };
  };

  charts.draw["bars-h"] = (answer) => {
    const { labels, datasets } = answer.data;
    const { options } = answer;
    const { ink, axis } = charts.inks();
    const slim = charts.narrow();
    const base = charts.base(answer);
    base.indexAxis = "y";
    base.interaction = { mode: "index", axis: "y", intersect: false };
    const longest = Math.max(8, ...(options.endLabels ?? []).map((label) => label.length));
    base.layout = { padding: { top: options.limit ? 22 : 4, right: longest * 6.5 + 10 } };
    base.plugins.tooltip.callbacks = {
      title: (items) => options.longLabels?.[items[0].dataIndex] ?? items[0].label,
      label: (item) => `${item.dataset.label}: ${value(item.raw, options)}`,
    };
    base.scales = {
      x: charts.valueScale(answer, { stacked: true, title: charts.axisTitle(charts.valueTitle(options)) }),
      y: { stacked: true, border: { color: axis }, grid: { display: false }, ticks: { color: ink, autoSkip: false, display: !slim } },
    };
    const drawn = datasets.map((d, i) => ({
      label: d.label, role: d.role, data: d.data, ...fills(d, charts.colour(d, i), options.limit),
      maxBarThickness: slim ? 8 : 16, categoryPercentage: 0.8, barPercentage: 1,
    }));
    return { type: "bar", data: { labels, datasets: drawn }, options: base, plugins: [limit(answer), endLabels(answer)] };
  };
})();
