/* An import that is being worked on: asks for its page again until the work has come to an end. */
(function () {
  "use strict";
  const EVERY = 2000;
  const SLOWEST = 30000;
  let wait = EVERY;

  const later = () => setTimeout(ask, wait);

  const show = (text) => {
    const found = new DOMParser().parseFromString(text, "text/html");
    const news = found.querySelector("[data-live]");
    const title = found.querySelector("[data-live-title]");
    const here = document.querySelector("[data-live]");
    if (!news || !title) {
      location.reload();
      return;
    }
    if (here.textContent.trim() !== news.textContent.trim()) {
      here.replaceChildren(...news.childNodes);
      document.querySelector("[data-live-title]").textContent = title.textContent;
      document.title = found.title;
    }
    wait = EVERY;
    later();
  };

  const ask = () => {
    fetch(location.href, { headers: { Accept: "text/html" }, cache: "no-store" })
      .then((response) => (response.ok ? response.text() : Promise.reject(new Error(response.status))))
      .then(show)
      .catch(() => {
        wait = Math.min(wait * 2, SLOWEST);
        later();
      });
  };

  later();
})();
