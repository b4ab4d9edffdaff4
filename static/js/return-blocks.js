/* Where the numbers of a block from a spreadsheet belong on form II.06: by how wide it is, never shifted in silence. */
(function () {
  "use strict";
  const FORM = [
    "received_total", "online", "direct_postal", "carried_over",
    "resolved_total", "resolved_early", "resolved_on_time", "resolved_overdue",
    "pending_total", "pending_in_time", "pending_overdue",
  ];
  const SUMS = {
    received_total: ["online", "direct_postal", "carried_over"],
    resolved_total: ["resolved_early", "resolved_on_time", "resolved_overdue"],
    pending_total: ["pending_in_time", "pending_overdue"],
  };
  const PARTS = FORM.filter((key) => !SUMS[key]);

  /** A number, null where the cell is empty, undefined where it cannot be read. */
  const read = (text) => {
    const plain = text.trim();
    if (!plain) return null;
    if (/^[-–—−]$/.test(plain)) return 0;
    return /^(\d+|[1-9]\d{0,2}([. ]\d{3})+)$/.test(plain) ? Number(plain.replace(/[. ]/g, "")) : undefined;
  };

  const add = (values) => (values.some((one) => one === null || one === undefined) ? null : values.reduce((left, right) => left + right, 0));

  /** The lines of a block, each a list of texts. */
  const linesOf = (text) => text.replace(/\r?\n$/, "").split(/\r?\n/).map((line) => line.split("\t").map((one) => one.trim()));

  /** Whether the totals of a layout are sums: 1 some are and none is not, −1 one is not, 0 it cannot be told. */
  const sense = (lines, keys) => {
    let found = 0;
    for (const line of lines) {
      const values = Object.fromEntries(keys.map((key, at) => [key, read(line[at] ?? "")]));
      for (const key of keys.filter((one) => SUMS[one] && keys.indexOf(one) < line.length)) {
        const parts = add(SUMS[key].map((part) => values[part]));
        if (values[key] === null && parts !== null) found = 1;
        else if (values[key] !== null && parts !== null && values[key] !== parts) return -1;
        else if (values[key] !== null && parts !== null) found = 1;
      }
    }
    return found;
  };

  /**
   * The keys of the columns of a block that is pasted from column `start` on; null where it does not fit.
   * Eight columns are the parts, eleven (or ten, without the first) the form with its totals; what both could be is told apart by its sums.
   */
  const layout = (lines, start, { totals }) => {
    const width = Math.max(...lines.map((line) => line.length));
    const place = FORM.indexOf(start);
    const form = FORM.slice(place, place + width);
    const rest = PARTS.filter((key) => FORM.indexOf(key) >= place);
    const parts = rest.slice(0, width);
    if (width === FORM.length && place <= 1) return FORM;
    if (form.length < width) return parts.length === width ? parts : null;
    if (parts.length < width || form.every((key, at) => key === parts[at])) return form;
    const said = sense(lines, form);
    if (width === rest.length && !totals) return parts;
    if (totals) return said < 0 && width === rest.length ? parts : form;
    return said > 0 ? form : parts;
  };

  window.returnBlocks = { FORM, SUMS, add, layout, linesOf, read };
})();
