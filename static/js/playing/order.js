// Buttons beside the items of a question about an order: up and down. They number the items as they then stand; the
// numbers are what is stored, and can be chosen without them.
const placeOf = (item) => Number(item.querySelector("select").value) || Infinity;

function move(button) {
  const list = button.closest(".asked-order"), step = Number(button.dataset.move);
  // As the numbers say, and where there are none as they stand.
  const items = [...list.children].sort((one, other) => Math.sign(placeOf(one) - placeOf(other)) || 0);
  const from = items.indexOf(button.closest("li")), to = from + step;
  if (to >= 0 && to < items.length) items.splice(to, 0, ...items.splice(from, 1));
  list.append(...items);
  items.forEach((item, at) => { item.querySelector("select").value = String(at + 1); });
  button.focus();
  button.dispatchEvent(new Event("change", { bubbles: true }));
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-move]");
  if (button && !button.matches(":disabled")) move(button);
});
