"use strict";
(() => {
  const key = (row, at, number) => {
    const cell = row.cells[at];
    if (!cell) return number ? NaN : "";
    return number ? parseFloat(cell.dataset.key) : cell.textContent;
  };
  const compare = (at, number, sign) => (a, b) => {
    const [x, y] = [key(a, at, number), key(b, at, number)];
    if (!number) return sign * x.localeCompare(y, document.documentElement.lang);
    return Number.isNaN(x) - Number.isNaN(y) || sign * (x - y) || 0;
  };
  document.querySelectorAll("thead").forEach((head) => {
    const body = head.parentElement.tBodies[0];
    const order = [...body.rows];
    head.querySelectorAll("th").forEach((th, at) => th.querySelector("button").addEventListener("click", () => {
      const now = th.getAttribute("aria-sort");
      const next = { none: "ascending", ascending: "descending", descending: "none" }[now];
      head.querySelectorAll("th").forEach((other) => other.setAttribute("aria-sort", "none"));
      th.setAttribute("aria-sort", next);
      const number = th.classList.contains("n");
      const rows = next === "none" ? order : [...order].sort(compare(at, number, next === "ascending" ? 1 : -1));
      body.append(...rows);
    }));
  });
  document.querySelectorAll(".search input").forEach((input) => input.addEventListener("input", () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const row of input.parentElement.nextElementSibling.querySelectorAll("tbody tr")) {
      const text = row.textContent.toLowerCase();
      row.hidden = !words.every((word) => text.includes(word));
    }
  }));
  document.querySelectorAll(".save").forEach((button) => button.addEventListener("click", () => {
    const link = document.createElement("a");
    link.href = button.closest("figure").querySelector("img").src;
    link.download = button.dataset.name + ".svg";
    link.click();
  }));
})();
