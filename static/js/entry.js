/* Data entry: names for the controls that the stock pages leave without one. */
(function () {
  "use strict";

  /* a control in a table is named by the head of its column */
  const nameByColumn = (cell) => {
    const row = cell.closest("tr");
    const head = cell.closest("table").tHead?.rows[0]?.cells[[...row.cells].indexOf(cell)];
    const name = head?.textContent.trim();
    if (!name) return;
    cell.querySelectorAll("input:not([type=hidden]), select, textarea").forEach((control) => {
      if (!control.labels?.length && !control.hasAttribute("aria-label")) control.setAttribute("aria-label", name);
    });
  };

  const nameAll = (part) => part.querySelectorAll("#result_list td, .tabular td").forEach(nameByColumn);

  const start = () => {
    nameAll(document);
    document.querySelectorAll("span.search-label-icon[aria-label]").forEach((icon) => icon.setAttribute("role", "img"));
  };

  document.addEventListener("formset:added", (event) => nameAll(event.target.closest("table") ?? event.target));
  if (document.readyState === "complete") start();
  else addEventListener("load", start);
})();
