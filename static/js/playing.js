// The paper: every change goes to the server at once and is kept in this browser until the server has acknowledged it.
// Without this script the page is an ordinary form.
(() => {
  const form = document.getElementById("paper");
  if (!form) return;
  const { answers: address, attempt, done } = form.dataset;
  const texts = JSON.parse(form.dataset.texts);
  const say = (name, values = {}) => texts[name].replace(/\{(\w+)\}/g, (_, key) => values[key]);
  const logKey = `answers:${attempt}`;
  const byId = (id) => document.getElementById(id);
  const live = byId("live"), notice = byId("notice"), stored = byId("stored"), time = byId("time"), over = byId("over");

  // --- questions

  class Question {
    constructor(element) {
      this.element = element;
      this.position = Number(element.dataset.position);
      this.counter = element.querySelector("[data-sequence]");
      this.inputs = [...element.querySelectorAll(`[name="a${this.position}"]`)];
      this.flag = element.querySelector(`[name="f${this.position}"]`);
      this.state = element.querySelector(".question-state");
      this.link = document.querySelector(`.paper-grid [href="#${element.id}"]`);
      this.timer = 0;
      this.taken = this.value;
    }
    get sequence() { return Number(this.counter.value); }
    set sequence(value) { this.counter.value = value; }
    get isText() { return this.inputs.length === 1 && this.inputs[0].type === "text"; }
    get response() {
      if (this.isText) return this.inputs[0].value.trim();
      return this.inputs.filter((input) => input.checked).map((input) => input.value).sort().join(",");
    }
    get value() { return JSON.stringify([this.response, this.flag.checked]); }
    show({ response, flagged, sequence }) {
      const chosen = response.split(",");
      if (this.isText) this.inputs[0].value = response;
      else this.inputs.forEach((input) => { input.checked = chosen.includes(input.value); });
      this.flag.checked = flagged;
      this.sequence = sequence;
      this.taken = this.value;
    }
    render() {
      const unsent = pending.has(this.position) || this.timer;
      const answered = this.response !== "";
      this.link.classList.toggle("is-answered", answered && !unsent);
      this.link.classList.toggle("is-unsent", Boolean(unsent));
      this.link.classList.toggle("is-flagged", this.flag.checked);
      this.state.classList.toggle("is-unsent", Boolean(unsent));
      this.state.textContent = unsent ? say(isLost ? "waiting" : "sending") : answered ? say("stored") : "";
      this.link.setAttribute("aria-label", [
        say("question", { number: this.position + 1 }),
        unsent ? say("waiting") : answered ? say("answered") : say("unanswered"),
        this.flag.checked ? say("flagged") : "",
      ].filter(Boolean).join(", "));
    }
  }

  const questions = [...form.querySelectorAll(".question")].map((element) => new Question(element));
  const pending = new Map(); // position → what the server has not acknowledged
  let isLost = false, isOver = false, isSending = false, delay = 0, retry = 0, most = 100;

  function render() {
    questions.forEach((question) => question.render());
    const kept = questions.filter((question) => question.response !== "" && !pending.has(question.position) && !question.timer);
    stored.textContent = say("count", { done: kept.length, total: questions.length });
    stored.classList.toggle("is-sending", pending.size > 0 && !isLost);
    stored.classList.toggle("is-lost", isLost);
  }

  function tell(text, toAll = text) {
    notice.textContent = text;
    if (toAll) live.textContent = toAll;
  }

  // --- changes, and the log of those that are under way

  function keepLog() {
    try {
      if (pending.size) localStorage.setItem(logKey, JSON.stringify([...pending.values()]));
      else localStorage.removeItem(logKey);
    } catch { /* Private windows may have no storage; the server still gets every answer. */ }
  }

  function readLog() {
    try { return JSON.parse(localStorage.getItem(logKey) ?? "[]"); } catch { return []; }
  }

  function change(question) {
    clearTimeout(question.timer);
    question.timer = 0;
    // Leaving a text field tells once more what was taken while typing.
    if (isOver || question.value === question.taken) return render();
    question.taken = question.value;
    question.sequence += 1;
    pending.set(question.position, {
      position: question.position,
      response: question.response,
      flagged: question.flag.checked,
      sequence: question.sequence,
    });
    keepLog();
    render();
    flush();
  }

  function takeTyped() {
    questions.filter((question) => question.timer).forEach(change);
  }

  for (const question of questions) {
    question.element.addEventListener("change", () => change(question));
    if (question.isText) {
      question.inputs[0].addEventListener("input", () => {
        clearTimeout(question.timer);
        question.timer = setTimeout(() => change(question), 500);
        render();
      });
      // Enter would press the form's first button.
      question.inputs[0].addEventListener("keydown", (event) => {
        if (event.key !== "Enter" || event.isComposing) return;
        event.preventDefault();
        change(question);
        go(current + 1);
      });
    }
  }

  // --- sending: one request at a time, everything that waits in it, again and again until it is acknowledged

  async function flush() {
    if (isSending || isOver || !pending.size) return;
    clearTimeout(retry);
    isSending = true;
    const batch = [...pending.values()].slice(0, most);
    const { status, told } = await ask({
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json" },
      body: JSON.stringify({ answers: batch }),
      keepalive: true,
    });
    isSending = false;
    if (status === 401 || status === 404) return end(told.error);
    if (status === 410) return leave();
    if (![200, 409, 422].includes(status)) return lost();
    delay = 0;
    if (status === 422 && batch.length > 1) {
      // One of them can't be stored: the others still can.
      most = 1;
      return flush();
    }
    const newer = told.newer ?? [];
    const settled = new Set(newer.map((one) => one.position));
    for (const one of batch) {
      if (pending.get(one.position)?.sequence === one.sequence || settled.has(one.position)) pending.delete(one.position);
    }
    newer.forEach((one) => questions[one.position].show(one));
    keepLog();
    if (isLost && !pending.size) found();
    if (status === 422) tell(told.error);
    if (newer.length) tell(say("newer", { number: newer[0].position + 1 }));
    render();
    flush();
  }

  /** Ask the server; a status of 0 means that it did not answer. */
  async function ask(options) {
    try {
      const answer = await fetch(address, { cache: "no-store", signal: AbortSignal.timeout(10000), ...options });
      return { status: answer.status, told: await answer.json() };
    } catch {
      return { status: 0, told: {} };
    }
  }

  function lost() {
    if (!isLost) {
      isLost = true;
      tell(say("lost"));
    }
    // Half of the waiting time is chance: a hall's phones come back in the same second.
    delay = Math.min(delay ? delay * 2 : 1000, 15000);
    retry = setTimeout(flush, delay / 2 + Math.random() * delay / 2);
    render();
  }

  function found() {
    isLost = false;
    tell("", say("found"));
  }

  addEventListener("online", () => { delay = 0; clearTimeout(retry); retry = setTimeout(flush, 300); });
  addEventListener("pagehide", () => { takeTyped(); });
  addEventListener("beforeunload", (event) => { if (!isOver && !isLeaving && (takeTyped(), pending.size)) event.preventDefault(); });

  // --- time, by the server's clock: the device's may be wrong, and is never asked

  // When the time ends, on `performance.now()`: counted from when the page was asked for, so that it never shows more
  // than there is.
  const opened = performance.getEntriesByType("navigation")[0];
  let ends = (opened?.requestStart ?? 0) + Number(form.dataset.remaining);
  const whole = Number(form.dataset.length);
  const marks = [[whole / 2, "half"], [300000, "five"], [60000, "one"]].filter(([at]) => at < whole);
  let before = Infinity;

  function tick() {
    if (isOver) return;
    const left = Math.max(0, ends - performance.now());
    const seconds = Math.ceil(left / 1000);
    const clock = [Math.floor(seconds / 60) % 60, seconds % 60].map((part) => String(part).padStart(2, "0"));
    if (seconds >= 3600) clock.unshift(Math.floor(seconds / 3600));
    time.textContent = clock.join(":");
    time.classList.toggle("is-short", left <= 60000);
    for (const [at, name] of marks) {
      if (left <= at && before > at && before !== Infinity) live.textContent = say(name, { minutes: Math.round(at / 60000) });
    }
    before = left;
    if (left < 1000) takeTyped();
    if (left === 0) leave();
  }

  async function check() {
    if (isOver) return;
    const asked = performance.now();
    const { status, told } = await ask({ headers: { Accept: "application/json" } });
    if (isOver) return;
    if (status === 401 || status === 404) return end(told.error);
    if (status === 410) return leave();
    if (status !== 200) return lost();
    // A device that slept has a clock that stood still.
    ends = asked + told.remaining;
    if (isLost && !pending.size) found();
    flush();
  }

  setInterval(tick, 250);
  setInterval(check, 60000);
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "visible") check(); else takeTyped(); });
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });

  // --- the end

  let isLeaving = false;

  function stop() {
    isOver = true;
    questions.forEach((question) => [...question.inputs, question.flag].forEach((input) => { input.disabled = true; }));
  }

  const pause = (milliseconds) => new Promise((resolve) => { setTimeout(resolve, milliseconds); });

  /** The time is up, or the paper was handed in elsewhere: what is stored counts. */
  async function leave() {
    if (isLeaving) return;
    isLeaving = true;
    stop();
    time.textContent = "00:00";
    tell(say("over"));
    try { localStorage.removeItem(logKey); } catch { /* see keepLog */ }
    // A moment to read it, and for a request that is still on its way; without a network, until there is one.
    do await pause(1500); while (!(await ask({ headers: { Accept: "application/json" } })).status);
    location.replace(done);
  }

  /** This page may not go on: say why, and offer the way. */
  function end(text, again = false) {
    stop();
    byId("over-text").textContent = text;
    byId("over-here").hidden = !again;
    byId("over-enter").hidden = again;
    over.hidden = false;
    (again ? byId("over-here") : byId("over-enter")).focus();
  }

  byId("over-here").addEventListener("click", () => location.reload());
  form.addEventListener("submit", (event) => {
    if (isLost) {
      event.preventDefault();
      tell(say("lost"));
    } else isLeaving = true;
  });

  // A second tab takes over; the first one says so and stops, so that nothing old is written over anything new.
  const tabs = "BroadcastChannel" in window ? new BroadcastChannel(logKey) : null;
  if (tabs) {
    tabs.onmessage = () => { if (!isOver && !isLeaving) end(say("tab"), true); };
    tabs.postMessage("opened");
  }

  // --- moving about

  let current = 0;

  function go(position, focus = true) {
    current = Math.max(0, Math.min(questions.length - 1, position));
    questions.forEach((question, at) => {
      question.element.classList.toggle("is-current", at === current);
      if (at === current) question.link.setAttribute("aria-current", "true");
      else question.link.removeAttribute("aria-current");
    });
    byId("previous").disabled = current === 0;
    // One main action: the next question, and after the last one handing in.
    const isLast = current === questions.length - 1;
    byId("next").hidden = isLast;
    byId("review").classList.toggle("btn-primary", isLast);
    byId("review").classList.toggle("btn-outline-primary", !isLast);
    history.replaceState(null, "", `#${questions[current].element.id}`);
    if (focus) {
      questions[current].element.querySelector("legend").focus({ preventScroll: true });
      scrollTo({ top: 0 });
      if (!wide.matches) menu.open = false;
    }
  }

  const menu = byId("menu");
  const wide = matchMedia("(min-width: 62rem)");
  const fit = () => { menu.open = wide.matches; };
  fit();
  wide.addEventListener("change", fit);
  menu.querySelector("summary").addEventListener("click", (event) => { if (wide.matches) event.preventDefault(); });
  questions.forEach((question, at) => question.link.addEventListener("click", (event) => { event.preventDefault(); go(at); }));
  byId("previous").addEventListener("click", () => go(current - 1));
  byId("next").addEventListener("click", () => go(current + 1));

  document.addEventListener("keydown", (event) => {
    if (isOver || event.ctrlKey || event.altKey || event.metaKey || event.target.matches("input[type=text], textarea")) return;
    if (event.key === "PageDown") go(current + 1);
    else if (event.key === "PageUp") go(current - 1);
    else if (/^[a-h]$/i.test(event.key)) {
      const input = questions[current].inputs["abcdefgh".indexOf(event.key.toLowerCase())];
      if (!input || input.type === "text") return;
      input.click();
      input.focus();
    } else return;
    event.preventDefault();
  });

  // --- begin

  document.body.classList.add("one-by-one");
  document.querySelectorAll("[data-without-script]").forEach((element) => { element.hidden = true; });
  document.querySelectorAll("[data-with-script]").forEach((element) => { element.hidden = false; });
  for (const one of readLog()) {
    const question = questions[one.position];
    if (question && one.sequence > question.sequence) {
      question.show(one);
      pending.set(one.position, one);
    }
  }
  keepLog();
  go(Math.max(0, questions.findIndex((question) => `#${question.element.id}` === location.hash)), false);
  render();
  tick();
  flush();
})();
