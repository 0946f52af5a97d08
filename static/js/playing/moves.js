// Moving about in the paper: all questions on the page, one at a time, or one at a time with no way back.
import { questions } from "./question.js";
import { byId, data, say } from "./texts.js";

const isAll = data.show === "all", isForward = data.show === "forward";
const menu = byId("menu");
const wide = matchMedia("(min-width: 62rem)");

export class Moves {
  /** `reached`: called with the question that was moved on to where there is no way back. */
  constructor(reached) {
    this.current = 0;
    this.isOver = false;
    this.reached = reached;
    const fit = () => { menu.open = wide.matches; };
    fit();
    wide.addEventListener("change", fit);
    menu.querySelector("summary").addEventListener("click", (event) => { if (wide.matches) event.preventDefault(); });
    questions.forEach((question, at) => {
      question.link.addEventListener("click", (event) => { event.preventDefault(); if (!isForward) this.go(at); });
      question.element.addEventListener("focusin", () => { if (isAll) this.#mark(at); });
    });
    byId("previous").addEventListener("click", () => this.go(this.current - 1));
    byId("next").addEventListener("click", () => this.go(this.current + 1));
    document.body.classList.toggle("one-by-one", !isAll);
    document.addEventListener("keydown", (event) => this.#press(event));
  }

  /** Show where it was left off: as the address says; where there is no way back, what was reached. */
  begin() {
    const named = questions.findIndex((question) => `#${question.element.id}` === location.hash);
    const furthest = questions.findLastIndex((question) => question.sequence > 0);
    this.#show(Math.max(0, isForward ? furthest : named));
  }

  /** The log knows of questions that the page doesn't. */
  catchUp() { if (isForward) this.begin(); }

  go(position) {
    const at = Math.max(0, Math.min(questions.length - 1, position));
    if (at === this.current && !isAll) return;
    if (isForward) {
      if (at !== this.current + 1 || (at === 1 && !confirm(say("forward")))) return;
      this.reached(questions[this.current], questions[at]);
    }
    this.#show(at);
    history.replaceState(null, "", `#${questions[at].element.id}`);
    questions[at].element.querySelector("legend").focus({ preventScroll: true });
    if (isAll) questions[at].element.scrollIntoView();
    else scrollTo({ top: 0 });
    if (!wide.matches) menu.open = false;
  }

  /** What may be answered now. */
  open(isOver) {
    this.isOver = isOver;
    questions.forEach((question, at) => { question.isClosed = isOver || (isForward && at < this.current); });
  }

  #show(at) {
    this.#mark(at);
    this.open(this.isOver);
    byId("previous").hidden = isAll || isForward;
    byId("previous").disabled = at === 0;
    // One main action: the next question, and after the last one handing in.
    const isLast = isAll || at === questions.length - 1;
    byId("next").hidden = isLast;
    byId("review").classList.toggle("btn-primary", isLast);
    byId("review").classList.toggle("btn-outline-primary", !isLast);
  }

  #mark(at) {
    this.current = at;
    questions.forEach((question, other) => {
      question.element.classList.toggle("is-current", other === at);
      if (other === at) question.link.setAttribute("aria-current", "true");
      else question.link.removeAttribute("aria-current");
    });
  }

  #press(event) {
    if (this.isOver || event.ctrlKey || event.altKey || event.metaKey || event.target.matches("input[type=text], textarea, select")) return;
    if (event.key === "PageDown" && !isAll) this.go(this.current + 1);
    else if (event.key === "PageUp" && !isAll) this.go(this.current - 1);
    else if (/^[a-h]$/i.test(event.key)) {
      const input = questions[this.current].inputs["abcdefgh".indexOf(event.key.toLowerCase())];
      if (!["radio", "checkbox"].includes(input?.type)) return;
      input.click();
      input.focus();
    } else return;
    event.preventDefault();
  }
}
