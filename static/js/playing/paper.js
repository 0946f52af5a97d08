// The paper: every change goes to the server at once and is kept in this browser until the server has acknowledged it.
// Without this script the page is an ordinary form.
import { Answers } from "./answers.js";
import { Clock, written } from "./clock.js";
import "./display.js";
import "./help.js";
import { Log } from "./log.js";
import { Moves } from "./moves.js";
import "./order.js";
import { questions } from "./question.js";
import { offer } from "./rescue.js";
import { Backoff, ask, isHeard } from "./server.js";
import { byId, data, pause, say } from "./texts.js";

const form = byId("paper"), live = byId("live"), notice = byId("notice"), time = byId("time"), over = byId("over");

const opened = performance.getEntriesByType("navigation")[0];
const clock = new Clock(JSON.parse(data.clock), opened?.requestStart ?? 0);
const log = new Log(data.log);
const moves = new Moves((left, reached) => {
  answers.change(left);
  if (!reached.sequence) answers.change(reached, true);
});
const answers = new Answers(log, clock, () => moves.current);

// "open"; "closing": the time is up by this page, which waits for the server's word; "gone": it may not go on.
let phase = "open", isLeaving = false;

function tell(text, aloud = text) {
  notice.textContent = text;
  if (aloud) live.textContent = aloud;
}

function render() {
  questions.forEach((question) => question.render(answers.isUnsent(question), answers.isLost || Boolean(clock.paused)));
  const done = questions.filter((question) => question.stored.response !== "" && !answers.isUnsent(question));
  const stored = byId("stored");
  stored.textContent = say("count", { done: done.length, total: questions.length });
  stored.classList.toggle("is-sending", answers.waiting.length > 0 && !answers.isLost);
  stored.classList.toggle("is-lost", answers.isLost);
  byId("paused").hidden = !clock.paused;
  time.classList.toggle("is-paused", Boolean(clock.paused));
}

// --- changes

for (const question of questions) {
  question.element.addEventListener("change", () => answers.change(question));
  question.typed.forEach((input) => {
    input.addEventListener("input", () => {
      clearTimeout(question.timer);
      question.timer = setTimeout(() => answers.change(question), 500);
      render();
    });
    // Enter would press the form's first button.
    input.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.isComposing) return;
      event.preventDefault();
      answers.change(question);
      const next = question.inputs[question.inputs.indexOf(input) + 1];
      if (next) next.focus();
      else moves.go(moves.current + 1);
    });
  });
}

const on = (name, act) => answers.addEventListener(name, (event) => act(event.detail));
on("change", render);
on("lost", () => { tell(say(log.isKept ? "lost" : "lost_memory")); render(); });
on("found", () => { tell("", say("found")); render(); });
on("newer", (position) => tell(say("newer", { number: position + 1 })));
on("refused", tell);
on("ended", (text) => end(text));
on("over", () => close());
on("clock", ({ extra, began, ended }) => {
  tick();
  if (began) live.textContent = say("paused");
  else if (ended) tell(say("resumed", { left: written(clock.left) }));
  else if (Math.abs(extra) >= 1000) tell(say(extra > 0 ? "extra" : "less", { time: written(Math.abs(extra)), left: written(clock.left) }));
  render();
});

addEventListener("online", () => { if (phase === "open") answers.hurry(); });
addEventListener("pagehide", () => {
  answers.takeTyped();
  answers.flush(); // by a request that outlives the page: it may never be opened again
});
addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
addEventListener("beforeunload", (event) => {
  if (isLeaving || phase === "gone") return;
  answers.takeTyped();
  if (answers.waiting.length) event.preventDefault();
});
document.addEventListener("visibilitychange", () => {
  // A device that slept has a clock that stood still.
  if (document.visibilityState === "visible" && phase === "open") answers.check();
  else answers.takeTyped();
});

// --- time

const whole = clock.deadline - clock.started;
const marks = [[whole / 2, "half"], [300000, "five"], [60000, "one"]].filter(([at]) => at < whole);
let before = Infinity;

function tick() {
  if (phase !== "open") return;
  const { left } = clock;
  time.textContent = written(left);
  time.classList.toggle("is-short", left <= 60000);
  for (const [at, name] of marks) if (left <= at && before > at && before !== Infinity) live.textContent = say(name);
  before = left;
  if (left < 1000) answers.takeTyped();
  if (left === 0) close();
}

// --- the end

/** The time is up, or the paper was handed in: the server has the last word, and more time may have been granted. */
async function close() {
  if (phase !== "open") return;
  phase = "closing";
  answers.takeTyped();
  answers.stop();
  moves.open(true);
  tell(say("over"));
  await answers.writing;
  await answers.sending;
  // A moment to read it, and not the same one for everybody.
  await pause(1500 + Math.random() * 2000);
  for (const backoff = new Backoff(); ; await pause(backoff.next())) {
    const { status, told, asked } = await ask(data.presence, { position: moves.current, waiting: answers.waiting.length });
    if (status === 200) {
      clock.take(told, asked);
      if (clock.left > 1000) return reopen();
    } else if (status === 410) return leave();
    else if (isHeard(status)) return end(told.error);
    else {
      tell(say("closing"), "");
      offer(answers.waiting);
    }
  }
}

function reopen() {
  phase = "open";
  offer([]);
  moves.open(false);
  tell(say("more", { left: written(clock.left) }));
  before = Infinity;
  answers.resume();
}

/** To the page that says what was stored, and sends what was given in time and could not be sent. */
function leave() {
  isLeaving = true;
  location.replace(data.done);
}

/** This page may not go on: say why, and offer the way. What it could not send stays in the log. */
async function end(text, again = false) {
  phase = "gone";
  answers.takeTyped();
  answers.stop();
  moves.open(true);
  byId("over-text").textContent = text;
  byId("over-here").hidden = !again;
  byId("over-enter").hidden = again;
  over.hidden = false;
  (again ? byId("over-here") : byId("over-enter")).focus();
  await answers.writing;
  // Another tab of this browser reads the log; another device can't.
  if (again) return;
  over.firstElementChild.append(byId("rescue"));
  offer(answers.waiting);
}

byId("over-here").addEventListener("click", () => location.reload());

form.addEventListener("submit", async (event) => {
  answers.takeTyped();
  if (!answers.waiting.length && !answers.isLost) {
    isLeaving = true;
    return;
  }
  event.preventDefault();
  if (clock.paused) return tell(say("paused"));
  if (answers.isLost) return tell(say("lost_finish"));
  await answers.writing;
  await answers.flush();
  if (!answers.waiting.length && !answers.isLost) form.requestSubmit(event.submitter);
});

// A second tab takes over; the first one writes what was being typed into the log, says so, and stops.
const tabs = "BroadcastChannel" in globalThis ? new BroadcastChannel(data.log) : null;
if (tabs) {
  tabs.onmessage = async ({ data: word }) => {
    if (word === "left" && phase === "open") answers.restore();
    if (word !== "opened" || isLeaving || phase === "gone") return;
    await end(say("tab"), true);
    tabs.postMessage("left");
  };
  tabs.postMessage("opened");
}

// --- begin

document.querySelectorAll("[data-without-script]").forEach((element) => { element.hidden = true; });
document.querySelectorAll("[data-with-script]").forEach((element) => { element.hidden = false; });
moves.begin();
render();
tick();
setInterval(tick, 250);
questions.forEach((question) => answers.change(question)); // what was chosen before this script ran
answers.restore().then(() => moves.catchUp());
log.ready.then(() => { if (!log.isKept) tell(say("memory")); });
