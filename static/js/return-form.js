/* Form II.06 while it is typed: totals, identities, and what column 6 should be. The server says the same after saving. */
(function () {
  "use strict";
  const box = document.querySelector("[data-form206]");
  if (!box) return;
  const rules = JSON.parse(box.dataset.rules);
  const { message, group } = box.dataset;
  const input = (key) => document.getElementById(`id_${key}`);

  /** The number typed under a key; null where the field is empty or holds no whole number. */
  const typed = (key) => {
    const text = input(key).value.split(group).join("").replace(/\s/g, "");
    return /^\d{1,10}$/.test(text) ? Number(text) : null;
  };

  const shown = (value) => {
    const digits = String(Math.abs(value)).replace(/\B(?=(\d{3})+(?!\d))/g, group);
    return value < 0 ? `−${digits}` : digits;
  };

  const sum = (keys, of = typed) => {
    const values = keys.map((key) => of(key));
    return values.includes(null) ? null : values.reduce((total, value) => total + value, 0);
  };

  /** The rule that adds up a column from others; undefined for a column that is no total. */
  const added = (key) => rules.find((rule) => rule.total === key);

  /** A number as typed, or a total that nobody typed from its parts. */
  const told = (key) => typed(key) ?? (added(key) ? sum(added(key).parts) : null);

  const sentence = (rule, left, right) => {
    const words = { left: rule.left, right: rule.right, left_value: shown(left), right_value: shown(right), difference: shown(left - right) };
    return message.replace(/\{(\w+)\}/g, (whole, name) => words[name] ?? whole);
  };

  const check = () => {
    const failed = [];
    const doubtful = new Set();
    rules.forEach((rule) => {
      const isCross = rule.parts.some((key) => added(key));
      const left = isCross ? told(rule.total) : typed(rule.total);
      const right = isCross ? sum(rule.parts, told) : sum(rule.parts);
      if (left === null || right === null || left === right) return;
      failed.push(sentence(rule, left, right));
      [rule.total, ...rule.parts].forEach((key) => doubtful.add(key));
    });
    box.querySelectorAll("[data-sum]").forEach((output) => {
      const rule = rules.find((one) => one.total === output.dataset.sum);
      const right = sum(rule.parts);
      output.textContent = right === null ? "" : `= ${shown(right)}`;
      output.classList.toggle("differs", right !== null && typed(rule.total) !== null && typed(rule.total) !== right);
    });
    box.querySelectorAll("input").forEach((field) => {
      field.classList.toggle("doubtful", doubtful.has(field.name));
    });
    box.querySelector("[data-messages]").replaceChildren(...failed.map((text) => {
      const item = document.createElement("li");
      item.textContent = text;
      return item;
    }));
  };

  const hint = box.querySelector("[data-hint]");
  const fill = hint.querySelector("[data-hint-value]");
  fill.hidden = false;
  fill.addEventListener("click", () => {
    input("carried_over").value = fill.dataset.hintValue;
    check();
  });

  const names = ["agency", "period", "sector", "agency_role"];
  const suggest = async () => {
    const asked = new URLSearchParams(names.map((name) => [name, input(name)?.value ?? ""]));
    try {
      const response = await fetch(`${box.dataset.carriedOver}?${asked}`, { headers: { Accept: "application/json" } });
      const answer = response.ok ? await response.json() : {};
      hint.hidden = !answer.text;
      hint.querySelector("[data-hint-text]").textContent = answer.text ?? "";
      fill.dataset.hintValue = answer.value ?? "";
    } catch {
      hint.hidden = true;
    }
  };

  box.addEventListener("input", check);
  check();

  /* The choices tell their changes through the admin's own jQuery, which other listeners do not hear. */
  addEventListener("load", () => {
    const query = window.django?.jQuery;
    names.forEach((name) => {
      if (!input(name)) return;
      if (query) query(input(name)).on("change", suggest);
      else input(name).addEventListener("change", suggest);
    });
  });
})();
