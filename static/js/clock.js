// The performance clock: counts from the server's time, asks again every few seconds, and says in words what it shows.
(() => {
  const face = document.querySelector("[data-clock]");
  if (!face) return;
  const words = JSON.parse(face.dataset.words);
  const maximum = Number(face.dataset.maximum) || 0;
  const time = face.querySelector("[data-time]"), word = face.querySelector("[data-word]");
  let state = face.dataset.state, seconds = Number(face.dataset.seconds), at = performance.now();

  const show = (value) => {
    const whole = Math.max(0, Math.floor(value));
    return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
  };
  const tick = () => {
    const elapsed = seconds + (state === "running" ? (performance.now() - at) / 1000 : 0);
    const left = maximum - elapsed;
    const over = maximum > 0 && left < 0;
    const near = maximum > 0 && !over && left <= 60 && state !== "ready";
    face.classList.toggle("is-over", over);
    face.classList.toggle("is-near", near);
    time.textContent = maximum ? (over ? `+${show(-left)}` : show(Math.ceil(left))) : show(elapsed);
    const said = state === "ready" ? words.ready : over ? words.over : near ? words.minute : maximum ? words.left : words.elapsed;
    if (word.textContent !== said) word.textContent = said;
  };
  const ask = async () => {
    try {
      const answer = await fetch(face.dataset.url, { headers: { Accept: "application/json" } });
      if (!answer.ok) return;
      const told = await answer.json();
      if (told.state !== state && !face.closest(".hall")) return location.reload();
      state = told.state; seconds = told.seconds; at = performance.now();
    } catch { /* the clock goes on by itself until the server answers again */ }
  };
  tick();
  setInterval(tick, 200);
  setInterval(ask, 2000);
})();
