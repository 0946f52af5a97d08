// A question of a file is changed and mended without leaving the list. Without script each is a page of its own.
(() => {
  const list = document.querySelector("[data-preview]");
  if (!list || !window.HTMLDialogElement) return;
  const dialog = document.createElement("dialog");
  dialog.className = "amend-dialog";
  dialog.setAttribute("aria-labelledby", "amend-title");
  document.querySelector("main").append(dialog);

  const fetched = async (address, options) => {
    const response = await fetch(address, { ...options, headers: { Accept: "text/html" } });
    if (!response.ok && response.status !== 422) throw new Error(response.status);
    return new DOMParser().parseFromString(await response.text(), "text/html");
  };

  // The rows that a page of the preview has in common with this one, and what it says of all.
  const take = (page, id) => {
    const row = page.getElementById(id);
    const here = document.getElementById(id);
    if (!row || !here) return location.assign(`#${id}`), location.reload();
    here.replaceWith(row);
    const summary = page.querySelector("[data-summary]");
    document.querySelector("[data-summary]").textContent = summary.textContent;
    const shows = document.querySelector("[data-shows]");
    const on = shows.querySelector(".is-on")?.value;
    shows.innerHTML = page.querySelector("[data-shows]").innerHTML;
    shows.querySelectorAll("button").forEach((button) => {
      button.classList.toggle("is-on", button.value === on);
      if (button.value === on) button.setAttribute("aria-current", "true");
      else button.removeAttribute("aria-current");
    });
    row.querySelector("[data-amend]").focus();
  };

  // The form of a page in the dialog; a page without one is the preview again.
  const show = (page, id) => {
    const form = page.querySelector(".amend-form");
    if (!form) {
      dialog.close();
      return take(page, id);
    }
    const title = page.querySelector("h1");
    title.id = "amend-title";
    form.classList.remove("panel");
    dialog.replaceChildren(title, form);
    if (!dialog.open) dialog.showModal();
    dialog.scrollTop = 0;
    (form.querySelector("[role=alert]") ?? form.querySelector("textarea")).focus();
    form.querySelector("[data-amend-close]").addEventListener("click", (event) => {
      event.preventDefault();
      dialog.close();
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const body = new FormData(form, event.submitter);
      fetched(form.action, { method: "POST", body }).then((next) => show(next, id)).catch(() => form.submit());
    });
  };

  list.addEventListener("click", (event) => {
    const link = event.target.closest("[data-amend]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    fetched(link.href).then((page) => show(page, link.closest("li").id)).catch(() => location.assign(link.href));
  });

  list.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (button?.name !== "mend") return;
    event.preventDefault();
    const body = new FormData(list, button);
    fetched(list.action, { method: "POST", body })
      .then((page) => take(page, button.closest("li").id))
      .catch(() => location.reload());
  });
})();
