// Countdowns by the server's clock, and boards that follow a running round. Without script both are plain pages.
(() => {
  "use strict";

  const loaded = performance.now();

  function spell(milliseconds, words) {
    const [left, days, over] = words;
    if (milliseconds <= 0) return over;
    const seconds = Math.floor(milliseconds / 1000);
    const two = (number) => String(number).padStart(2, "0");
    const day = Math.floor(seconds / 86400);
    const clock = `${two(Math.floor(seconds / 3600) % 24)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
    return day ? `${left} ${day} ${days} ${clock}` : `${left} ${clock}`;
  }

  function tick() {
    for (const place of document.querySelectorAll("[data-countdown]")) {
      // Elapsed time since the server said what time it was; the device's own clock plays no part. A fragment that
      // came later brings its own moment.
      place.since ??= performance.now() - (place.closest("[data-follow]") ? 0 : performance.now() - loaded);
      const now = Number(place.dataset.now) + performance.now() - place.since;
      place.textContent = spell(Number(place.dataset.countdown) - now, place.dataset.words.split("|"));
    }
  }

  if (document.querySelector("[data-countdown], [data-follow]")) {
    tick();
    setInterval(tick, 1000);
  }

  const board = document.querySelector("[data-follow]");
  if (board) follow(board);

  function follow(board) {
    const every = Number(board.dataset.every) * 1000;
    const note = document.querySelector("[data-follow-note]");
    let tag = board.dataset.tag;
    let wait = every;

    async function look() {
      if (document.hidden) return again();
      try {
        const answer = await fetch(board.dataset.follow, { headers: { "If-None-Match": tag, Accept: "text/html" } });
        if (answer.status === 200) {
          tag = answer.headers.get("ETag");
          const within = board.querySelector(".table-scroll")?.scrollLeft ?? 0;
          board.innerHTML = await answer.text();
          const scroller = board.querySelector(".table-scroll");
          if (scroller) scroller.scrollLeft = within;
          tick();
        } else if (answer.status !== 304) {
          throw new Error(String(answer.status));
        }
        wait = every;
        if (note) note.hidden = true;
      } catch {
        wait = Math.min(wait * 2, 60000);
        if (note) note.hidden = false;
      }
      again();
    }

    // Spread a hall's phones, so that they don't all ask in the same instant.
    const again = () => setTimeout(look, wait * (0.85 + Math.random() * 0.3));
    again();
    document.addEventListener("visibilitychange", () => { if (!document.hidden) wait = every; });
  }

  // On the projector a list that is longer than the screen turns its pages by itself.
  const hall = document.querySelector(".hall");
  if (hall) {
    setInterval(() => {
      const page = window.innerHeight * 0.8;
      const isEnd = window.scrollY + window.innerHeight >= document.documentElement.scrollHeight - 4;
      window.scrollTo({ top: isEnd ? 0 : window.scrollY + page });
    }, 10000);
  }
})();
