// The log of this attempt in this browser: a change is written here before it is sent, and is erased once the server has
// acknowledged it or something newer. Logs of other attempts lie beside it under keys of their own.
const NAME = "hoithi", STORE = "unsent", MONTH = 30 * 24 * 3600 * 1000;
// Some browsers never answer when they have no room, or no right to write.
const PATIENCE = 3000;

const inTime = (promise) => Promise.race([
  promise,
  new Promise((_, refuse) => { setTimeout(() => refuse(new Error("no answer")), PATIENCE); }),
]);

export class Log {
  #database = null;
  #memory = [];

  constructor(key) {
    this.key = key;
    this.ready = this.#open();
  }

  /** Whether it outlives this page. */
  get isKept() { return this.#database !== null; }

  /** What has not been acknowledged, in order. */
  async entries() {
    const kept = await this.#ask((store) => store.getAll(this.#upTo(Infinity)));
    return [...(kept ?? []), ...this.#memory].sort((one, other) => one.sequence - other.sequence);
  }

  /** Write an entry {position, response, flagged, sequence, made}; resolves when it is there. */
  async add(entry) {
    const done = await this.#ask((store) => {
      const put = store.put({ ...entry, attempt: this.key, at: Date.now() });
      // At once, and not when the page has heard that it was put: one that is being closed hears nothing any more, and
      // what is not committed by then is undone.
      store.transaction.commit?.();
      return put;
    }, "readwrite");
    if (done === undefined) this.#memory.push(entry);
  }

  /** The server has this sequence of this question, or a newer one: nothing up to it need be sent. */
  async settle(position, sequence) {
    this.#memory = this.#memory.filter((one) => one.position !== position || one.sequence > sequence);
    await this.#ask(async (store) => {
      for (let at = await store.openCursor(this.#upTo(sequence)); at; at = await at.continue()) {
        if (at.value.position === position) at.delete();
      }
      return true;
    }, "readwrite");
  }

  #upTo(sequence) { return IDBKeyRange.bound([this.key, 0], [this.key, sequence]); }

  async #open() {
    try {
      const database = await inTime(idb.openDB(NAME, 1, {
        upgrade(made) {
          made.createObjectStore(STORE, { keyPath: ["attempt", "sequence"] }).createIndex("at", "at");
        },
        blocking: () => this.#database?.close(),
      }));
      const change = database.transaction(STORE, "readwrite");
      const old = IDBKeyRange.upperBound(Date.now() - MONTH);
      for (let at = await change.store.index("at").openCursor(old); at; at = await at.continue()) at.delete();
      await inTime(change.done);
      this.#database = database;
    } catch { /* Memory does. */ }
  }

  async #ask(act, mode = "readonly") {
    await this.ready;
    if (!this.#database) return undefined;
    try {
      const change = this.#database.transaction(STORE, mode, { durability: "strict" });
      const [found] = await inTime(Promise.all([act(change.store), change.done]));
      return found;
    } catch {
      // From here on memory has to do; what is in the database is found when the page is loaded again.
      this.#database = null;
      return undefined;
    }
  }
}

/** The newest entry of each question, in the order that they were made. */
export function newest(entries) {
  const found = new Map();
  for (const one of entries) {
    found.delete(one.position);
    found.set(one.position, one);
  }
  return found;
}
