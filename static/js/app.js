/* Small conveniences; every page works without them. */
(function () {
  "use strict";
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : system.matches);

  document.querySelectorAll("[data-theme-toggle]").forEach((button) => {
    const say = () => button.setAttribute("aria-label", isDark() ? button.dataset.toLight : button.dataset.toDark);
    button.addEventListener("click", () => {
      root.dataset.theme = isDark() ? "light" : "dark";
      try {
        localStorage.setItem("theme", root.dataset.theme);
      } catch {
        /* not kept beyond this page */
      }
      say();
      document.dispatchEvent(new Event("themechange"));
    });
    system.addEventListener("change", say);
    say();
  });

  document.querySelectorAll("[data-print]").forEach((button) => button.addEventListener("click", () => print()));

  /* another period has another last day: the date typed for the former one would be outside it */
  document.querySelectorAll("select[data-clears]").forEach((select) => {
    select.addEventListener("change", () => {
      document.getElementById(select.dataset.clears).value = "";
    });
  });

  /* one panel open at a time; Escape and a click outside close it */
  const panels = () => document.querySelectorAll("details.def[open], details[data-menu][open]");
  document.addEventListener("click", (event) => {
    panels().forEach((panel) => {
      if (!panel.contains(event.target)) panel.open = false;
    });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    panels().forEach((panel) => {
      panel.open = false;
      panel.querySelector("summary").focus();
    });
  });

  /* a definition that would leave the screen opens towards the other side */
  document.querySelectorAll("details.def").forEach((panel) => {
    panel.addEventListener("toggle", () => {
      panel.classList.remove("def--end");
      if (!panel.open) return;
      const box = panel.querySelector(".def__b").getBoundingClientRect();
      panel.classList.toggle("def--end", box.right > root.clientWidth);
    });
  });
})();
