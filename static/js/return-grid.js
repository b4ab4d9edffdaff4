/* Form II.06 of many agencies: moves by keys, takes blocks from a spreadsheet, adds up while numbers are typed. */
(function () {
  "use strict";
  const grid = document.querySelector("[data-grid]");
  const form = document.getElementById("return_grid_form");
  if (!grid || !form) return;
  const { group, leave } = grid.dataset;
  const words = JSON.parse(grid.dataset.words);
  const { FORM, SUMS: sums, add, layout, linesOf, read } = window.returnBlocks;
  const rows = [...form.querySelectorAll("[data-row]")];
  const cells = (row) => [...row.querySelectorAll("[data-key]")];
  const inputOf = (cell) => cell?.querySelector("input");

  const shown = (value) => (value === null || value === undefined ? "" : String(value).replace(/\B(?=(\d{3})+(?!\d))/g, group));

  const typed = (row, key) => {
    const cell = row.querySelector(`[data-key=${key}]`);
    const input = inputOf(cell);
    return read(input ? input.value : cell.textContent.split(group).join(""));
  };

  const known = (values) => values.filter((one) => one !== null && one !== undefined);

  const addRow = (row) => Object.entries(sums).forEach(([total, parts]) => {
    const cell = row.querySelector(`[data-key=${total}]`);
    const value = add(parts.map((key) => typed(row, key)));
    const output = cell.querySelector("output");
    output.textContent = shown(value);
    const stated = inputOf(cell) && read(inputOf(cell).value);
    if (inputOf(cell)) output.classList.toggle("differs", stated !== null && value !== null && stated !== value);
  });

  const addUp = () => {
    const whole = {};
    Object.values(sums).flat().forEach((key) => {
      const values = known(rows.map((row) => typed(row, key)));
      whole[key] = values.length ? values.reduce((left, right) => left + right, 0) : null;
    });
    Object.entries(sums).forEach(([total, parts]) => {
      const values = known(parts.map((key) => whole[key]));
      whole[total] = values.length ? values.reduce((left, right) => left + right, 0) : null;
    });
    form.querySelectorAll("[data-total]").forEach((output) => {
      output.textContent = shown(whole[output.dataset.total]);
    });
  };

  /** The next cell to type in from a place, step by step in one direction; read-only cells are passed over. */
  const next = (row, column, down, right) => {
    let [y, x] = [row + down, column + right];
    while (rows[y] && cells(rows[y])[x]) {
      const input = inputOf(cells(rows[y])[x]);
      if (input) return input;
      [y, x] = [y + down, x + right];
    }
    return null;
  };

  const placeOf = (input) => {
    const row = input.closest("[data-row]");
    return [rows.indexOf(row), cells(row).indexOf(input.closest("[data-key]"))];
  };

  const go = (event, input) => {
    if (!input) return;
    event.preventDefault();
    input.focus();
    input.select();
  };

  form.addEventListener("keydown", (event) => {
    const input = event.target;
    if (!input.matches("[data-key] input") || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const [row, column] = placeOf(input);
    const atStart = input.selectionStart === 0 && input.selectionEnd === 0;
    const atEnd = input.selectionStart === input.value.length;
    const isWhole = input.selectionStart === 0 && input.selectionEnd === input.value.length;
    if (event.key === "Enter") {
      event.preventDefault();
      go(event, next(row, column, event.shiftKey ? -1 : 1, 0));
    } else if (event.key === "ArrowDown") go(event, next(row, column, 1, 0));
    else if (event.key === "ArrowUp") go(event, next(row, column, -1, 0));
    else if (event.key === "ArrowLeft" && (atStart || isWhole)) go(event, next(row, column, 0, -1));
    else if (event.key === "ArrowRight" && (atEnd || isWhole)) go(event, next(row, column, 0, 1));
  });

  let isDirty = false;
  const changed = () => {
    isDirty = true;
    addUp();
    tell();
  };

  // Blocks from a spreadsheet -----------------------------------------------------------------

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

  form.addEventListener("input", (event) => {
    const row = event.target.closest("[data-row]");
    if (row) addRow(row);
    row?.querySelector("[data-verdict]")?.remove();
    changed();
  });

  form.addEventListener("submit", () => { isDirty = false; });
  addEventListener("beforeunload", (event) => {
    if (!isDirty) return;
    event.preventDefault();
    event.returnValue = leave;
  });
  grid.querySelector("[data-keys]").hidden = false;

  const wrong = form.querySelector("[aria-invalid=true]");
  if (wrong) {
    wrong.focus();
    wrong.scrollIntoView({ block: "center", inline: "center" });
  }
})();
