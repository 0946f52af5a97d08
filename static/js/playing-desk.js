// Brings the list of a quiz's entrants up to date while the page is looked at.
(() => {
  const list = document.querySelector("[data-refresh]");
  if (!list) return;
  async function refresh() {
    if (document.visibilityState === "visible" && !list.contains(document.activeElement)) {
      try {
        const answer = await fetch(location.href, { cache: "no-store" });
        if (answer.ok && !answer.redirected) {
          const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-refresh]");
          if (fresh) list.replaceChildren(...fresh.children);
        }
      } catch { /* The time under the table tells how old it is. */ }
    }
    setTimeout(refresh, Number(list.dataset.refresh) * 1000);
  }
  setTimeout(refresh, Number(list.dataset.refresh) * 1000);
})();
