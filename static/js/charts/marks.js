/* What is written into a drawing: direct labels, the as-of line, limits, the unit over the axis. */
(function () {
  "use strict";
  const charts = window.reformCharts;

  /** One line of text; align left, center or right; size in pixels; ground is painted behind it. */
  const text = (ctx, string, x, y, color, { align = "left", weight = 400, size = 13, ground = "" } = {}) => {
    ctx.save();
    ctx.font = `${weight} ${size}px ${Chart.defaults.font.family}`;
    if (ground) {
      const { width } = ctx.measureText(string);
      const left = x - { left: 0, center: width / 2, right: width }[align];
      ctx.fillStyle = ground;
      ctx.fillRect(left - 2, y - size / 2 - 1, width + 4, size + 2);
    }
    ctx.fillStyle = color;
    ctx.textAlign = align;
    ctx.textBaseline = "middle";
    ctx.fillText(string, x, y);
    ctx.restore();
  };

  const line = (ctx, from, to, color, dash) => {
    ctx.save();
    ctx.strokeStyle = color;
    ctx.lineWidth = 1;
    if (dash) ctx.setLineDash(dash);
    ctx.beginPath();
    ctx.moveTo(...from);
    ctx.lineTo(...to);
    ctx.stroke();
    ctx.restore();
  };

  /** Text broken into at most two lines at a space, the halves as even as they come. */
  const halves = (string) => {
    const words = string.split(" ");
    if (words.length < 2 || string.length < 14) return [string];
    let best = 1;
    for (let i = 1; i < words.length; i += 1) {
      const uneven = (k) => Math.abs(words.slice(0, k).join(" ").length - string.length / 2);
      if (uneven(i) < uneven(best)) best = i;
    }
    return [words.slice(0, best).join(" "), words.slice(best).join(" ")];
  };

  /** Pushes heights apart until they are at least `gap` pixels from each other, keeping their order. */
  const spread = (heights, gap) => {
    const order = heights.map((y, i) => ({ y, i })).sort((a, b) => a.y - b.y);
    for (let k = 1; k < order.length; k += 1) {
      if (order[k].y - order[k - 1].y < gap) order[k].y = order[k - 1].y + gap;
    }
    const out = [];
    order.forEach(({ y, i }) => { out[i] = y; });
    return out;
  };

  /** The title of the axis of values lies flat over its upper end. */
  const unitTitle = (answer) => ({
    id: "unitTitle",
    afterDraw({ ctx, chartArea }) {
      text(ctx, charts.valueTitle(answer.options), 0, Math.max(8, chartArea.top - 26), charts.inks().axis);
    },
  });

  /** A dashed line through all values at the limit, with its label. */
  const limit = (answer) => ({
    id: "limit",
    afterDatasetsDraw({ ctx, chartArea: a, scales }) {
      const bound = answer.options.limit;
      if (!bound) return;
      const { ink } = charts.inks();
      if (answer.options.kind === "bars-h") {
        const x = scales.x.getPixelForValue(bound.value);
        line(ctx, [x, a.top - 4], [x, a.bottom], ink, [3, 2]);
        text(ctx, bound.label, x, a.top - 12, ink, { align: "center" });
        return;
      }
      const y = scales.y.getPixelForValue(bound.value);
      line(ctx, [a.left, y], [a.right, y], ink, [3, 2]);
      text(ctx, bound.label, a.left + 4, y - 9, ink);
    },
  });

  charts.marks = { text, line, halves, spread, unitTitle, limit };
})();
