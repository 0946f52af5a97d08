// Changes: into the log, then to the server, again and again until it has acknowledged them. One request at a time, with
// everything that waits in it, in the order in which it was made.
import { newest } from "./log.js";
import { questions } from "./question.js";
import { Backoff, ask, isHeard } from "./server.js";
import { data } from "./texts.js";

const POLL = 15000; // and up to 5 s more: an open page follows its clock within 20 s

export class Answers extends EventTarget {
  /** Events: change, lost, found, clock (what a reply told), newer, refused, over, ended. */
  constructor(log, clock, where) {
    super();
    this.log = log;
    this.clock = clock;
    this.where = where; // the position that is shown
    this.unsent = new Map(); // position → its newest entry
    this.counter = Math.max(0, ...questions.map((question) => question.sequence));
    this.isLost = false;
    this.isOver = false;
    this.most = 100;
    this.backoff = new Backoff();
  }

  /** The entries that an answer waits in: not those that only tell where the contestant is. */
  get waiting() { return [...this.unsent.values()].filter((one) => !one.opens); }

  isUnsent(question) {
    const one = this.unsent.get(question.position);
    return question.timer > 0 || Boolean(one && !one.opens);
  }

  /** What the log has that the server hasn't. Its questions show it again. */
  async restore() {
    const entries = await this.log.entries();
    this.takeTyped(); // so that nothing old is put over what is being typed
    for (const [position, one] of newest(entries)) {
      const question = questions[position];
      this.counter = Math.max(this.counter, one.sequence);
      if (question && one.sequence > question.sequence) {
        question.show(one);
        this.unsent.set(position, one);
      } else if (!this.unsent.has(position)) this.log.settle(position, one.sequence);
    }
    this.#tell("change");
    this.#later(POLL + Math.random() * 5000);
    await this.flush();
  }

  /** The present choice of a question, if it is a new one. `opens`: only to tell that this question was reached. */
  async change(question, opens = false) {
    clearTimeout(question.timer);
    question.timer = 0;
    if (this.isOver || (!opens && question.value === question.taken)) return this.#tell("change");
    // One count for the attempt, which never falls behind its clock: so what was changed later has the higher number on
    // whatever device, and nothing old is written over anything newer.
    this.counter = Math.max(this.counter + 1, this.clock.elapsed);
    const one = { ...question.take(this.counter), made: this.clock.elapsed, ...(opens && { opens }) };
    this.unsent.set(one.position, one);
    this.#tell("change");
    const written = this.log.add(one);
    this.writing = Promise.all([this.writing, written]);
    await written;
    // Telling of a question reached can wait for its answer, or for the next time that the page speaks.
    if (!opens && !this.isLost) this.flush();
  }

  /** What is being typed, as it is now. */
  takeTyped() {
    questions.filter((question) => question.timer).forEach((question) => this.change(question));
  }

  /** Send what waits; resolves when that was answered, or not. */
  async flush() {
    if (this.isOver || this.clock.paused || !this.unsent.size) return;
    this.sending ??= this.#send().finally(() => { this.sending = null; });
    await this.sending;
  }

  async #send() {
    for (let goesOn = true; goesOn;) {
      const ordered = [...this.unsent.values()].sort((one, other) => one.sequence - other.sequence);
      const batch = ordered.slice(0, this.most);
      const answers = batch.map(({ position, response, flagged, sequence }) => ({ position, response, flagged, sequence }));
      const reply = await ask(data.answers, { answers });
      if (!this.#hears(reply)) return;
      const { status, told } = reply;
      if (status === 423) return this.#sayHere(); // which learns since when the clock stands
      if (status === 422 && !told.stored && batch.length > 1) this.most = 1; // one can't be read: the others can
      else if (!this.#settle(batch, told)) return;
      goesOn = this.waiting.length > 0 && !this.isOver;
    }
  }

  /** Take what a reply says became of a batch. False where it says nothing of any of it. */
  #settle(batch, { stored, newer = [], refused, error }) {
    const kept = new Map(newer.map((one) => [one.position, one]));
    let isSettled = false;
    for (const one of batch) {
      const question = questions[one.position];
      // A request without `stored` could not be read at all.
      if (stored?.includes(one.position)) question.stored = one;
      else if (kept.has(one.position)) question.stored = kept.get(one.position);
      else if (stored && !refused?.includes(one.position)) continue;
      isSettled = true;
      this.log.settle(one.position, one.sequence);
      // What was changed while the request was under way goes next.
      if (this.unsent.get(one.position)?.sequence > Math.max(one.sequence, question.stored.sequence)) continue;
      this.unsent.delete(one.position);
      if (question.stored !== one) question.show(question.stored);
    }
    this.counter = Math.max(this.counter, ...newer.map((one) => one.sequence));
    if (newer.length) this.#tell("newer", newer[0].position);
    else if (error) this.#tell("refused", error);
    this.#tell("change");
    return isSettled;
  }

  /** Speak with the server: send what waits, else say that the page is there; the reply tells the time. */
  async check() {
    if (this.isOver) return;
    if (this.unsent.size && !this.clock.paused) return this.flush();
    await this.#sayHere();
    if (!this.isLost) await this.flush();
  }

  async #sayHere() {
    this.#hears(await ask(data.presence, { position: this.where(), waiting: this.waiting.length }));
  }

  /** The network may be back. */
  hurry() {
    this.backoff.reset();
    this.#later(300 + Math.random() * 1000);
  }

  stop() {
    this.isOver = true;
    clearTimeout(this.timer);
  }

  resume() {
    this.isOver = this.isLost = false;
    this.check();
  }

  /** What every reply means. False where it says nothing about what was sent. */
  #hears({ status, told, asked }) {
    if (this.isOver && status !== 200) return false;
    if (!isHeard(status)) {
      if (!this.isLost) {
        this.isLost = true;
        this.#tell("lost");
      }
      this.#later(this.backoff.next());
      return false;
    }
    this.backoff.reset();
    this.#later(POLL + Math.random() * 5000);
    if (told.deadline) this.#tell("clock", this.clock.take(told, asked));
    if (this.isLost) {
      this.isLost = false;
      this.#tell("found");
    }
    if (status === 410) this.#tell("over");
    else if ([401, 403, 404].includes(status)) this.#tell("ended", told.error);
    else return true;
    return false;
  }

  #later(delay) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.check(), delay);
  }

  #tell(name, detail) { this.dispatchEvent(new CustomEvent(name, { detail })); }
}
