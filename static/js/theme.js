/* Runs before the first paint: remembers the reader's choice of theme; without it the system decides. */
(function (root) {
  "use strict";
  root.classList.add("js");
  try {
    const asked = localStorage.getItem("theme");
    if (asked === "light" || asked === "dark") root.dataset.theme = asked;
  } catch {
    /* storage may be closed: the system's theme stays */
  }
})(document.documentElement);
