// A question on the page: what is chosen in it, and what the server has of it.
import { fieldsOf, given, put, served, typedOf } from "./choice.js";
import { byId, say } from "./texts.js";

export class Question {
  constructor(element) {
    this.element = element;
    this.position = Number(element.dataset.position);
    this.counter = element.querySelector("[data-sequence]");
    this.inputs = fieldsOf(element, this.position);
    this.flag = element.querySelector(`[name="f${this.position}"]`);
    this.state = element.querySelector(".question-state");
    this.link = document.querySelector(`.paper-grid [href="#${element.id}"]`);
    this.timer = 0;
    this.stored = { response: served(this.inputs), flagged: this.flag.defaultChecked, sequence: this.sequence };
    this.taken = JSON.stringify([this.stored.response, this.stored.flagged]);
  }

  get sequence() { return Number(this.counter.value); }
  get typed() { return typedOf(this.inputs); }
  get response() { return given(this.inputs); }
  get value() { return JSON.stringify([this.response, this.flag.checked]); }

  /** Take what is chosen now as a change of this sequence. */
  take(sequence) {
    this.counter.value = sequence;
    this.taken = this.value;
    return { position: this.position, response: this.response, flagged: this.flag.checked, sequence };
  }

  show({ response, flagged, sequence }) {
    put(this.inputs, response);
    this.flag.checked = flagged;
    this.counter.value = sequence;
    this.taken = this.value;
  }

  set isClosed(closed) { this.element.disabled = closed; }

  /** `isUnsent`: not acknowledged; `waits`: and the server is out of reach. */
  render(isUnsent, waits) {
    const answered = this.response !== "";
    this.link.classList.toggle("is-answered", answered && !isUnsent);
    this.link.classList.toggle("is-unsent", isUnsent);
    this.link.classList.toggle("is-flagged", this.flag.checked);
    this.state.classList.toggle("is-unsent", isUnsent);
    this.state.textContent = isUnsent ? say(waits ? "waiting" : "sending") : answered ? say("stored") : "";
    this.link.setAttribute("aria-label", [
      say("question", { number: this.position + 1 }),
      isUnsent ? say("waiting") : answered ? say("answered") : say("unanswered"),
      this.flag.checked ? say("flagged") : "",
    ].filter(Boolean).join(", "));
  }
}

export const questions = [...byId("paper").querySelectorAll(".question")].map((element) => new Question(element));
