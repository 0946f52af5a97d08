// Brings the list of a quiz's entrants up to date while the page is looked at. The server says when nothing has changed.
(() => {
  const list = document.getElementById("seats");
  const age = document.getElementById("age");
  if (!list) return;
  let tag = "";

  async function refresh() {
    // Who is in the middle of the list with the keyboard keeps their place.
    if (document.visibilityState === "visible" && !list.contains(document.activeElement)) {
      try {
        const answer = await fetch(list.dataset.from, { cache: "no-store", headers: tag ? { "If-None-Match": tag } : {} });
        if (answer.status === 200 && !answer.redirected) {
          tag = answer.headers.get("ETag") || "";
          const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
          const isOpen = list.querySelector("details")?.open;
          list.replaceChildren(...fresh.body.children);
          const details = list.querySelector("details");
          if (details && isOpen !== undefined) details.open = isOpen;
        }
        if (age.textContent) age.textContent = "";
        if (answer.redirected) location.reload();
      } catch {
        age.textContent = age.dataset.lost;
      }
    }
    setTimeout(refresh, Number(list.dataset.seconds) * 1000);
  }
  setTimeout(refresh, Number(list.dataset.seconds) * 1000);
})();
