// After the end: what was given in time and could not be sent is sent now, for the invigilator to decide.
import { Log, newest } from "./log.js";
import { offer } from "./rescue.js";
import { Backoff, ask, isHeard } from "./server.js";
import { byId, data, pause, say } from "./texts.js";

const log = new Log(data.log);
const notice = byId("late");
const backoff = new Backoff();

let unsent = await waiting();
while (unsent.length) {
  const count = unsent.length;
  notice.textContent = say("sending", { count });
  const answers = unsent.map(({ position, response, flagged, sequence, made }) => ({ position, response, flagged, sequence, made }));
  const { status, told } = await ask(data.late, { answers });
  if (status === 200) {
    for (const one of unsent) await log.settle(one.position, one.sequence);
    const counts = [["late", told.waiting], ["late_made", told.refused.length]].filter(([, count]) => count);
    notice.textContent = counts.map(([name, count]) => say(name, { count })).join(" ");
    unsent = await waiting();
    offer(unsent);
    continue;
  }
  offer(unsent);
  if (isHeard(status)) {
    notice.textContent = say("refused", { error: told.error, count });
    break;
  }
  notice.textContent = say("lost", { count });
  await pause(backoff.next());
}

/** What is left of the log: not what only tells where the contestant was. */
async function waiting() {
  return [...newest(await log.entries()).values()].filter((one) => !one.opens);
}
