// Small conveniences of every page; all of them work as plain HTML without it.
(() => {
  const root = document.documentElement;

  const toggle = document.querySelector("[data-theme-toggle]");
  if (toggle) {
    toggle.hidden = false;
    toggle.addEventListener("click", () => {
      const next = root.dataset.bsTheme === "dark" ? "light" : "dark";
      root.dataset.bsTheme = next;
      localStorage.setItem("theme", next);
      document.dispatchEvent(new CustomEvent("themechange"));
    });
  }

  // The desk's menu is folded on phones and open beside the work on wider screens.
  const menu = document.querySelector("[data-desk-menu]");
  if (menu) {
    const wide = matchMedia("(min-width: 62rem)");
    const fit = () => { menu.open = wide.matches; };
    fit();
    wide.addEventListener("change", fit);
  }

  document.querySelectorAll("[data-print]").forEach((button) =>
    button.addEventListener("click", () => window.print()));

  // `data-confirm="text"` on a form or a button asks first.
  document.addEventListener("submit", (event) => {
    const text = event.submitter?.dataset.confirm ?? event.target.dataset.confirm;
    if (text && !window.confirm(text)) event.preventDefault();
  });

  document.querySelectorAll("select[data-submit], input[data-submit]").forEach((input) =>
    input.addEventListener("change", () => input.form.requestSubmit()));

  // What scrolls sideways can be scrolled with the keyboard too.
  const scrolls = new ResizeObserver((seen) => seen.forEach(({ target }) => {
    if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
    else target.removeAttribute("tabindex");
  }));
  document.querySelectorAll(".table-scroll").forEach((box) => scrolls.observe(box));

  document.querySelector("[data-focus]")?.focus();
})();
