// A paper in which each question has a clock of its own: the page moves on by itself. An answer goes into the log of this
// browser first, then to the server; what could not be sent in its question's turn is sent at the end, for the invigilator.
import { fieldsOf, given, put, served, typedOf } from "./choice.js";
import { Clock, written } from "./clock.js";
import "./help.js";
import { Log, newest } from "./log.js";
import "./order.js";
import { offer } from "./rescue.js";
import { Backoff, ask, isHeard } from "./server.js";
import { byId, data, pause, say } from "./texts.js";

const POLL = 5000;
const live = byId("live"), notice = byId("notice"), time = byId("time"), left = byId("left"), turn = byId("turn");
const length = Number(data.seconds) * 1000, size = Number(data.size);
const log = new Log(data.log);
const opened = performance.getEntriesByType("navigation")[0];
const clock = new Clock(JSON.parse(data.clock), opened?.requestStart ?? 0);
const backoff = new Backoff();

// `taken`: the choice that is in the log; `kept`: the one that the server has.
let element, position, counter = 0, taken = "", kept = "", unsent = new Map(), sending = null, phase = "open", spoken = false, typing = 0, again = 0, writing;

/** The question that is open now, by the server's clock; -1 before the first, `size` after the last. */
function due() {
  const rest = clock.deadline - (clock.paused ?? clock.now);
  return rest <= 0 ? size : Math.max(-1, size - Math.ceil(rest / length));
}

/** Milliseconds until the open question ends (before the first one: until that begins). */
function rest() { return Math.max(0, clock.deadline - (size - position - 1) * length - (clock.paused ?? clock.now)); }

function show() {
  element = turn.querySelector(".question");
  position = element ? Number(element.dataset.position) : -1;
  spoken = false;
  taken = kept = element ? served(inputs()) : "";
  if (!element) return;
  counter = Math.max(counter, sequence());
  element.querySelectorAll("[data-with-script]").forEach((one) => { one.hidden = false; });
  live.textContent = say("question", { number: position + 1, total: size });
  element.querySelector("legend").focus({ preventScroll: true });
  scrollTo({ top: 0 });
}

const inputs = () => fieldsOf(element, position);
const value = () => given(inputs());

/** The sequence of what the server had when it sent the question. */
const sequence = () => Number(element.querySelector("[data-sequence]").value);

function choose(response) {
  put(inputs(), response);
  taken = value();
}

function state() {
  if (!element) return;
  const waits = value() !== kept || unsent.has(position);
  const word = element.querySelector(".question-state");
  word.classList.toggle("is-unsent", waits);
  word.textContent = waits ? say(notice.textContent ? "waiting" : "sending") : value() ? say("stored") : "";
}

async function change() {
  clearTimeout(typing);
  if (!element || phase !== "open" || value() === taken) return;
  taken = value();
  counter = Math.max(counter + 1, clock.elapsed);
  const one = { position, response: taken, flagged: false, sequence: counter, made: clock.elapsed };
  unsent.set(position, one);
  state();
  writing = log.add(one);
  await writing;
  await flush();
}

/** Send what waits for the question that is open; what is too late stays in the log until the end. */
async function flush() {
  if (sending || phase !== "open" || clock.paused) return sending;
  sending = send();
  await sending;
  sending = null;
}

async function send() {
  for (let one = unsent.get(position); one && due() === one.position; one = unsent.get(position)) {
    const { status, told, asked } = await ask(data.answers, { answers: [{ position: one.position, response: one.response, flagged: false, sequence: one.sequence }] });
    if (!hears(status, told, asked)) return;
    const [newer] = told.newer ?? [];
    if (!newer && !told.stored?.includes(one.position)) { // paused, or its turn is over: it stays in the log
      if (position === one.position) return;
      continue; // the next question is open meanwhile
    }
    await log.settle(one.position, one.sequence);
    if (position === one.position) kept = (newer ?? one).response;
    if (unsent.get(one.position)?.sequence === one.sequence) {
      unsent.delete(one.position);
      if (newer && position === one.position) choose(newer.response);
    }
    state();
  }
}

/** What a reply means; false where nothing was said of what was asked. */
function hears(status, told, asked) {
  clearTimeout(again);
  if (!isHeard(status)) {
    notice.textContent = say("lost");
    state();
    again = setTimeout(flush, backoff.next());
    return false;
  }
  backoff.reset();
  notice.textContent = "";
  if (told.deadline) {
    const { began, ended } = clock.take(told, asked);
    if (began) live.textContent = say("paused");
    if (ended) live.textContent = say("resumed");
  }
  if (status === 410) leave();
  else if ([401, 403, 404].includes(status)) end(told.error);
  else return true;
  return false;
}

async function check() {
  if (phase === "open") {
    const { status, told, asked } = await ask(data.presence, { position: Math.max(position, 0), waiting: unsent.size });
    if (hears(status, told, asked)) await flush();
  }
  setTimeout(check, POLL + Math.random() * 2000);
}

/** Bring the question whose turn it is: again and again while there is no network. */
async function next() {
  change(); // what is being typed, while it still can be taken
  phase = "turning";
  if (element) element.disabled = true;
  for (const backoff = new Backoff(); ; await pause(Math.min(backoff.next(), 3000))) {
    if (due() >= size) return leave();
    try {
      const answer = await fetch(data.turn, { cache: "no-store", signal: AbortSignal.timeout?.(8000) });
      if (answer.redirected) return leave();
      if (answer.ok) {
        turn.innerHTML = await answer.text();
        notice.textContent = "";
        break;
      }
    } catch { /* below */ }
    notice.textContent = say("next_lost");
  }
  phase = "open";
  show();
  restore();
}

/** What the log has of the open question that the server hasn't. */
async function restore() {
  const entries = await log.entries();
  change(); // so that nothing old is put over what is being typed
  for (const [at, one] of newest(entries)) {
    // What was chosen while the log was being read is newer than anything in it.
    if (one.sequence <= (unsent.get(at)?.sequence ?? 0)) continue;
    if (at === position && element && one.sequence <= sequence()) await log.settle(at, one.sequence);
    else {
      unsent.set(at, one);
      counter = Math.max(counter, one.sequence);
      if (at === position && element) choose(one.response);
    }
  }
  state();
  await flush();
}

function tick() {
  if (phase !== "open") return;
  const remaining = rest();
  time.textContent = written(remaining);
  time.classList.toggle("is-short", remaining <= 10000);
  time.classList.toggle("is-paused", Boolean(clock.paused));
  left.value = remaining / 1000;
  if (element) element.disabled = Boolean(clock.paused);
  if (clock.paused) notice.textContent = say("paused");
  if (remaining < 1000) change(); // what is being typed
  if (!spoken && element && remaining <= 10000 && length > 15000) {
    spoken = true;
    live.textContent = say("ten");
  }
  if (due() !== position) next();
}

function leave() {
  if (phase === "left") return;
  change();
  phase = "left";
  location.replace(data.done);
}

async function end(text, here = false) {
  change();
  phase = "gone";
  byId("over-text").textContent = text;
  byId("over-here").hidden = !here;
  byId("over-enter").hidden = here;
  byId("over").hidden = false;
  (here ? byId("over-here") : byId("over-enter")).focus();
  await writing;
  if (!here) offer([...unsent.values()]);
}

turn.addEventListener("change", change);
turn.addEventListener("input", () => {
  if (!element || !typedOf(inputs()).length) return;
  clearTimeout(typing);
  typing = setTimeout(change, 500);
});
byId("paper").addEventListener("submit", (event) => { event.preventDefault(); change(); });
byId("over-here").addEventListener("click", () => location.reload());
addEventListener("online", flush);
addEventListener("pagehide", () => {
  change();
  flush(); // by a request that outlives the page: it may never be opened again
});
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") tick();
  else change();
});

// A second tab takes over; the first one writes what was being typed into the log, says so, and stops.
if ("BroadcastChannel" in globalThis) {
  const tabs = new BroadcastChannel(data.log);
  tabs.onmessage = async ({ data: word }) => {
    if (word === "left" && phase === "open") restore();
    if (word !== "opened" || phase !== "open") return;
    await end(say("tab"), true);
    tabs.postMessage("left");
  };
  tabs.postMessage("opened");
}

document.querySelectorAll("[data-without-script]").forEach((one) => { one.hidden = true; });
document.querySelectorAll("[data-with-script]").forEach((one) => { one.hidden = false; });
show();
tick();
setInterval(tick, 200);
change(); // what was chosen before this script ran
restore();
setTimeout(check, POLL);
