// While sheets are typed: how many answers the line under the cursor has, of how many its paper asks for. Ctrl+Enter stores.
(() => {
  "use strict";

  const box = document.querySelector(".sheet-lines");
  const told = document.getElementById("line-count");
  const sizes = JSON.parse(box.dataset.sizes);
  const codes = Object.keys(sizes);

  function count() {
    const before = box.value.slice(0, box.selectionStart);
    const at = before.split("\n").length - 1;
    const line = box.value.split("\n")[at].trim();
    const apart = line.includes("\t") ? "\t" : line.includes(";") ? ";" : /\s+/;
    const cells = line.split(apart).map((cell) => cell.trim());
    if (apart === ";") { // number and code may stand apart by blanks all the same
      const [, ...head] = cells[0].match(/^(\S+)\s+(\S+)\s*(.*)$/) ?? [null, cells[0]];
      cells.splice(0, 1, ...head.filter((cell, at) => cell || at === 0));
    }
    const [, code = "", ...answers] = cells;
    const size = sizes[code === "-" && codes.length === 1 ? codes[0] : code];
    if (size === undefined || !answers.length) {
      told.textContent = "";
      return;
    }
    const made = answers.length === 1 ? (answers[0].match(/\([^()]*\)|\S/g) ?? []).length : answers.length;
    told.textContent = told.dataset.text.replace("{line}", at + 1).replace("{count}", made).replace("{size}", size);
    told.classList.toggle("is-full", made === size);
    told.classList.toggle("is-over", made > size);
  }

  ["input", "click", "keyup"].forEach((event) => box.addEventListener(event, count));
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) box.form.requestSubmit();
  });
})();
