// Asks at every change of the matrix what would come of it, and marks the cells that can't be filled.
(() => {
  "use strict";

  const form = document.querySelector("form[data-blueprint]");
  const verdict = document.getElementById("verdict");
  let waiting = 0;
  let asked = 0;

  async function check() {
    const own = ++asked;
    const answer = await fetch(form.dataset.blueprint, { method: "POST", body: new FormData(form) }).catch(() => null);
    if (!answer?.ok || own !== asked) return;
    verdict.innerHTML = await answer.text();
    const short = new Set([...verdict.querySelectorAll("[data-short]")].map((item) => item.dataset.short));
    form.querySelectorAll(".matrix-cell").forEach((cell) =>
      cell.classList.toggle("is-short", short.has(cell.querySelector("input").name)));
  }

  form.addEventListener("input", (event) => {
    if (!event.target.closest(".matrix-cell")) return;
    clearTimeout(waiting);
    waiting = setTimeout(check, 250);
  });
})();
