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

  const nameOf = (select) => select.labels?.[0]?.textContent.trim() || select.getAttribute("aria-label") || "";

  /* a list to choose from while typing takes over the name of the select that it stands for */
  const nameChooser = (select) => {
    const chooser = select.nextElementSibling;
    if (!chooser?.matches(".select2-container")) return;
    const name = nameOf(select);
    const box = chooser.querySelector(".select2-selection");
    const value = chooser.querySelector(".select2-selection__rendered");
    const label = select.labels?.[0];
    chooser.querySelectorAll(".select2-search__field").forEach((field) => field.setAttribute("aria-label", name));
    if (!value.matches("[role=textbox]")) return box.setAttribute("aria-label", name);
    if (!label) return value.setAttribute("aria-label", name);
    label.id ||= `${select.id}_label`;
    value.setAttribute("aria-labelledby", label.id);
    box.setAttribute("aria-labelledby", `${label.id} ${value.id}`);
  };

  /* a table that is wider than the screen and holds nothing to type in is scrolled by keyboard */
  const reach = (box) => {
    const stops = [...box.querySelectorAll("a[href], input, select, textarea")];
    if (stops.some((stop) => stop.offsetParent)) return;
    box.tabIndex = 0;
    box.setAttribute("role", "region");
    box.setAttribute("aria-label", box.querySelector("h2")?.textContent.trim() ?? "");
  };

  const nameAll = (part) => {
    part.querySelectorAll("#result_list td, .tabular td").forEach(nameByColumn);
    part.querySelectorAll("select.select2-hidden-accessible").forEach(nameChooser);
    part.querySelectorAll(".tabular th:empty").forEach((head) => head.setAttribute("role", "cell"));
  };

  /* the search box is named in words, by its button: the stock drawing is named in English */
  const nameSearch = (icon) => {
    const name = document.createElement("span");
    name.className = "vh";
    name.textContent = icon.closest("form").querySelector("input[type=submit]").value;
    icon.removeAttribute("aria-label");
    if (icon.matches("img")) icon.alt = "";
    icon.after(name);
  };

  /* the stock signs for yes and no are named in English */
  const { yes, no } = document.currentScript.dataset;
  const nameSigns = () => {
    document.querySelectorAll('img[alt="True"]').forEach((sign) => { sign.alt = yes; });
    document.querySelectorAll('img[alt="False"]').forEach((sign) => { sign.alt = no; });
  };

  const start = () => {
    nameAll(document);
    nameSigns();
    document.querySelectorAll(".inline-group .tabular").forEach(reach);
    document.querySelectorAll("label[for=searchbar] > *").forEach(nameSearch);
    window.django?.jQuery(document).on("select2:open", (event) => {
      const field = document.querySelector(".select2-container--open .select2-dropdown .select2-search__field");
      field?.setAttribute("aria-label", nameOf(event.target));
    });
  };

  document.addEventListener("formset:added", (event) => {
    setTimeout(nameAll, 0, event.target.closest("table") ?? event.target);
  });
  /* after the stock scripts, which wait for the same signal and were here first */
  if (window.django?.jQuery) window.django.jQuery(start);
  else start();
})();
