// The size of the letters and the contrast, as the contestant likes them; kept for the next page.
const root = document.documentElement;
const kept = (name) => { try { return localStorage.getItem(name); } catch { return null; } };
const keep = (name, value) => { try { localStorage.setItem(name, value); } catch { /* for this page only, then */ } };

for (const button of document.querySelectorAll("[data-display]")) {
  const { display, value } = button.dataset;
  const group = document.querySelectorAll(`[data-display="${display}"]`);
  const show = (chosen) => {
    root.dataset[display] = chosen;
    group.forEach((one) => one.setAttribute("aria-pressed", String(one.dataset.value === chosen)));
  };
  button.addEventListener("click", () => {
    const chosen = root.dataset[display] === value && display === "contrast" ? "normal" : value;
    show(chosen);
    keep(display, chosen);
  });
  show(kept(display) ?? "normal");
}
