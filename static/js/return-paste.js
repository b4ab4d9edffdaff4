/* Blocks from a spreadsheet in the grid of form II.06: each number where it belongs, and what has no box is told. */
(function () {
  "use strict";
  if (!window.returnGrid) return;
  const { addRow, changed, form, grid, inputOf, placeOf, rows, shown, typed } = window.returnGrid;
  const { FORM, SUMS: sums, add, layout, linesOf, read } = window.returnBlocks;
  const words = JSON.parse(grid.dataset.words);
  const MOST_TOLD = 8;
  const status = grid.querySelector("[data-told]");
  const nameOf = (row) => row.querySelector("[data-agency]").textContent.trim();
  const numberOf = (key) => FORM.indexOf(key) + 3;
  const say = (key, values) => words[key].replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);

  /** Totals of pasted blocks for which there is no box: compared with the sums, never dropped unseen. */
  const stated = new Map();
  let placed = [];

  const totalsTold = () => {
    const told = [];
    stated.forEach((totals, row) => Object.entries(totals).forEach(([key, text]) => {
      const sum = add(sums[key].map((part) => typed(row, part)));
      const values = { agency: nameOf(row), column: numberOf(key), pasted: text, sum: shown(sum) };
      if (sum === null) told.push(say("waits", values));
      else if (read(text) !== sum) told.push(say("differs", values));
    }));
    if (stated.size && !told.length) return [words.same];
    return told.length ? [...told, words.keep] : [];
  };

  const tell = () => {
    const lines = [...placed, ...totalsTold()];
    const more = lines.length - MOST_TOLD;
    status.replaceChildren(...(more > 0 ? [...lines.slice(0, MOST_TOLD), say("more", { n: more })] : lines).map((text) => {
      const item = document.createElement("li");
      item.textContent = text;
      return item;
    }));
  };

  /** Puts one line of a block into a row; answers with what became of it, empty where all of it stands in boxes. */
  const fill = (row, keys, values) => {
    const boxes = keys.map((key) => inputOf(row.querySelector(`[data-key=${key}]`)));
    if (!boxes.some((box) => box)) return values.some((one) => one) ? say("closed", { agency: nameOf(row) }) : "";
    const totals = { ...stated.get(row) };
    keys.slice(0, values.length).forEach((key, at) => {
      if (boxes[at]) boxes[at].value = values[at].slice(0, 40);
      else if (values[at]) totals[key] = values[at];
      else delete totals[key];
    });
    if (Object.keys(totals).length) stated.set(row, totals);
    else stated.delete(row);
    addRow(row);
    return "";
  };

  form.addEventListener("paste", (event) => {
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (!event.target.matches("[data-key] input") || !/[\t\n]/.test(text.replace(/\r?\n$/, ""))) return;
    event.preventDefault();
    const lines = linesOf(text);
    const [row, column] = placeOf(event.target);
    const keys = layout(lines, FORM[column], { totals: Boolean(form.querySelector("[data-key=received_total] input")) });
    const width = Math.max(...lines.map((line) => line.length));
    if (!keys) {
      placed = [say("wide", { width, column: column + 3 })];
      tell();
      return;
    }
    const left = lines.slice(rows.length - row).filter((line) => line.some((one) => one)).length;
    const columns = keys.map(numberOf).join(", ");
    placed = [say("placed", { rows: Math.min(lines.length, rows.length - row), columns })];
    placed.push(...lines.slice(0, rows.length - row).map((line, down) => fill(rows[row + down], keys, line)).filter((one) => one));
    if (left) placed.push(say("beyond", { n: left }));
    changed();
  });

  /* The boxes of totals open with what was pasted for them. */
  form.querySelector("[name=_totals]")?.addEventListener("click", () => stated.forEach((totals, row) => {
    const agency = row.querySelector("[name=row]").value;
    Object.entries(totals).forEach(([key, value]) => {
      const kept = Object.assign(document.createElement("input"), { type: "hidden", name: `c${agency}-${key}`, value });
      row.querySelector("[data-agency]").append(kept);
    });
  }));

  form.addEventListener("grid:changed", tell);
})();
