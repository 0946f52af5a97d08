// The judge's sheet: step buttons, an exact running total, and a draft that is stored on each change.
// Without it the sheet is a plain form with a button for the draft.
(() => {
  const form = document.querySelector("[data-sheet]");
  if (!form || !form.querySelector("[data-draft]")) return;
  const inputs = [...form.querySelectorAll(".mark")];
  const state = form.querySelector("[data-state]");
  const totalShown = form.querySelector("[data-total]");
  const version = form.querySelector("[name=version]");
  const english = document.documentElement.lang === "en";

  // Marks are counted in whole millionths, never in binary fractions.
  const UNIT = 1000000n;
  const read = (text) => {
    const match = /^(\d*)(?:[.,](\d{0,6}))?$/.exec(text.trim());
    if (!match || !/\d/.test(text)) return null;
    return BigInt(match[1] || "0") * UNIT + BigInt((match[2] || "").padEnd(6, "0"));
  };
  const show = (value, base = UNIT) => {
    const whole = value / base;
    const rest = (value % base).toString().padStart(base.toString().length - 1, "0").replace(/0+$/, "");
    return rest ? `${whole}${english ? "." : ","}${rest}` : `${whole}`;
  };
  const showTotal = () => {
    const given = inputs.filter((input) => read(input.value) !== null);
    const total = given.reduce((sum, input) => sum + read(input.value) * read(input.dataset.factor), 0n);
    totalShown.textContent = given.length ? show(total, UNIT * UNIT) : "–"; // no mark is not zero
  };

  let timer, wait = 0, sending = false, again = false;
  const schedule = (delay = 600) => { clearTimeout(timer); timer = setTimeout(save, delay); };
  const tell = (text, bad) => { state.textContent = text; state.classList.toggle("is-bad", Boolean(bad)); };

  async function save() {
    if (sending) { again = true; return; }
    sending = true;
    tell(form.dataset.saving);
    try {
      const answer = await fetch(location.href, {
        method: "POST", body: new FormData(form), headers: { Accept: "application/json" }, keepalive: true,
      });
      const told = await answer.json();
      for (const input of inputs) {
        const code = input.name.slice(2);
        const problem = told.problems?.[code] ?? "";
        document.getElementById(`e-${code}`).textContent = problem;
        input.closest(".criterion").classList.toggle("criterion-bad", Boolean(problem));
      }
      if (answer.ok) {
        version.value = told.version;
        tell(`${form.dataset.saved} ${told.at}`);
      } else tell(told.error || form.dataset.offline, true);
      wait = 0;
    } catch {
      wait = Math.min(wait ? wait * 2 : 1000, 15000);
      tell(form.dataset.offline, true);
      again = true;
    }
    sending = false;
    if (again) { again = false; schedule(wait || 0); }
  }

  form.querySelectorAll("[data-step]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => {
      const input = button.parentElement.querySelector(".mark");
      const size = read(input.dataset.size), low = read(input.dataset.min);
      const high = input.dataset.max ? read(input.dataset.max) : null;
      const now = read(input.value);
      let next = now === null ? low : now + BigInt(button.dataset.step) * size;
      if (next < low) next = low;
      if (high !== null && next > high) next = high;
      input.value = show(next);
      showTotal();
      schedule();
    });
  });
  form.addEventListener("input", (event) => {
    if (event.target.matches(".mark")) showTotal();
    schedule(event.target.matches(".mark") ? 900 : 1500);
  });
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    again = false;
    if (event.submitter?.name !== "lock") return;
    const empty = inputs.filter((input) => read(input.value) === null).length;
    const text = (empty ? form.dataset.lockMissing.replace("{n}", empty) + "\n" : "") + form.dataset.lockConfirm;
    if (sending || !window.confirm(text)) event.preventDefault();
  });
})();
