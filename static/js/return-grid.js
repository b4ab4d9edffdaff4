/* Form II.06 of many agencies: moves by keys, adds up while numbers are typed. */
(function () {
  "use strict";
  const grid = document.querySelector("[data-grid]");
  const form = document.getElementById("return_grid_form");
  if (!grid || !form) return;
  const { group, leave } = grid.dataset;
  const { SUMS: sums, add, read } = window.returnBlocks;
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
    form.dispatchEvent(new Event("grid:changed"));
  };

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

  window.returnGrid = { addRow, changed, form, grid, inputOf, placeOf, rows, shown, typed };

  const wrong = form.querySelector("[aria-invalid=true]");
  if (wrong) {
    wrong.focus();
    wrong.scrollIntoView({ block: "center", inline: "center" });
  }
})();
