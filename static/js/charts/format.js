/* Numbers and dates in the language of the page. */
(function () {
  "use strict";
  const vi = document.documentElement.lang !== "en";
  const locale = vi ? "vi-VN" : "en-GB";
  const words = vi
    ? { thousand: "nghìn", month: (n) => `T${n}`, startsAt: (v) => `trục bắt đầu từ ${v}` }
    : { thousand: "thousand", month: (n) => new Date(2000, n - 1, 1).toLocaleString("en-GB", { month: "short" }), startsAt: (v) => `axis starts at ${v}` };
  const cache = new Map();

  const plain = (value, decimals) => {
    const key = decimals ?? 0;
    if (!cache.has(key)) {
      cache.set(key, new Intl.NumberFormat(locale, { minimumFractionDigits: key, maximumFractionDigits: key }));
    }
    return cache.get(key).format(value).replace("-", "−");
  };

  /** A value with its unit: "58,82 %", "418.039"; null is "–", never 0. */
  const value = (number, options) => {
    if (number === null || number === undefined) return "–";
    if (options.unit === "%") return plain(number, options.decimals ?? 2) + (vi ? "\u00a0%" : "%");
    return plain(number, options.decimals);
  };

  /** A value on an axis: shorter, thousands in words where there is room. */
  const tick = (number, options, narrow) => {
    if (options.unit === "%") return plain(number, Number.isInteger(number) ? 0 : 1);
    if (!options.thousands) return plain(number, Number.isInteger(number) ? 0 : 1);
    if (number === 0) return "0";
    return plain(number / 1000, number % 1000 ? 1 : 0) + (narrow ? "" : `\u00a0${words.thousand}`);
  };

  /** "2024-06-14" as 14/06/2024, in both languages. */
  const date = (iso) => iso.split("-").reverse().join("/");

  /** Days since 1970 of an ISO day: the scale of time axes. */
  const day = (iso) => Math.round(Date.parse(`${iso}T00:00:00Z`) / 864e5);

  window.reformCharts = { draw: {}, format: { value, tick, date, day, words } };
})();
