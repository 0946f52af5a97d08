// The time by the server's clock. The device's own clock may be wrong and is never asked: `performance.now` carries the
// server's time from one reply to the next.
export class Clock {
  /** Times in milliseconds since 1970, as the server counts them; `asked`: when the page that had them was asked for. */
  constructor({ started, now, deadline, paused }, asked) {
    this.started = started;
    this.deadline = deadline;
    this.paused = paused;
    this.ahead = now - asked; // what must be added to `performance.now`
  }

  get now() { return performance.now() + this.ahead; }

  /** What is left; never negative, and never more than there truly is. */
  get left() { return Math.max(0, this.deadline - (this.paused ?? this.now)); }

  /** From the attempt's start. */
  get elapsed() { return Math.max(0, Math.floor(this.now - this.started)); }

  /** Take what a reply told; it was asked for at `asked`. Returns what changed in the deadline and the pause. */
  take({ now, deadline, paused = null }, asked) {
    // The server's time was `now` somewhere between the question and its answer: at the latest possible, and at the
    // earliest, it is ahead by this much.
    const most = now - asked, least = now - performance.now();
    // Of many replies the narrowest counts; but a device that slept has a clock that stood still.
    this.ahead = this.ahead < least ? most : Math.min(this.ahead, most);
    const change = { extra: deadline - this.deadline, began: !this.paused && paused, ended: this.paused && !paused };
    this.deadline = deadline;
    this.paused = paused;
    return change;
  }
}

/** 61000 → "01:01". */
export function written(milliseconds) {
  const seconds = Math.ceil(milliseconds / 1000);
  const parts = [Math.floor(seconds / 60) % 60, seconds % 60].map((part) => String(part).padStart(2, "0"));
  if (seconds >= 3600) parts.unshift(Math.floor(seconds / 3600));
  return parts.join(":");
}
