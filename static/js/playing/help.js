// A call for the invigilator, without leaving the paper.
const form = document.getElementById("help-form");
const state = document.getElementById("help-state");

form?.addEventListener("submit", async (event) => {
  event.preventDefault();
  try {
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form), redirect: "manual" });
    // The server answers a form with a way back to the paper, where we are already.
    state.textContent = answer.type === "opaqueredirect" ? form.dataset.sent : form.dataset.failed;
  } catch {
    state.textContent = form.dataset.failed;
  }
});
