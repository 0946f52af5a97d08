// Names of fields are dragged onto columns; that sets the menus, which say what counts and which the keyboard uses.
(() => {
  const form = document.querySelector("[data-columns]");
  if (!form || !window.Sortable) return;
  const names = form.querySelector("[data-names]");
  const menus = [...form.querySelectorAll("select")];

  const mark = () => {
    const used = new Set(menus.map((menu) => menu.value));
    names.querySelectorAll("[data-field]").forEach((name) =>
      name.classList.toggle("is-used", used.has(name.dataset.field)));
    menus.forEach((menu) => menu.closest("li").classList.toggle("is-idle", !menu.value));
  };

  const put = (field, menu) => {
    menus.forEach((other) => { if (other !== menu && other.value === field) other.value = ""; });
    menu.value = field;
    mark();
  };

  names.hidden = false;
  Sortable.create(names.querySelector("ul"), {
    group: { name: "fields", pull: "clone", put: false },
    sort: false,
    delay: 120,
    delayOnTouchOnly: true,
    forceFallback: true, // the same with a finger as with a mouse
    fallbackOnBody: true,
    onStart: () => form.classList.add("is-dragging"),
    onEnd: () => form.classList.remove("is-dragging"),
  });
  form.querySelectorAll("[data-slot]").forEach((slot) => {
    slot.hidden = false;
    Sortable.create(slot, {
      group: { name: "fields", pull: false, put: true },
      sort: false,
      onAdd: ({ item }) => {
        put(item.dataset.field, slot.closest("li").querySelector("select"));
        item.remove();
      },
    });
  });
  form.addEventListener("change", mark);
  mark();
})();
