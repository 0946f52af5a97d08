// What can't be sent leaves the device as a signed text: in a file, or as QR codes. The server reads it with
// `contest/playing/rescue.py`, where the form of the text is described.
import { byId, data, say } from "./texts.js";

const MOST = 700; // bytes of a text: a QR code that any phone still reads
const panel = byId("rescue");

let fetching = null;

/** The libraries: fetched while there is a network, for when there is none. */
function libraries() {
  fetching ??= Promise.all(panel.dataset.libraries.split(" ").map((address) => new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = done;
    script.onerror = failed;
    document.head.append(script);
  }))).catch(() => { fetching = null; });
  return fetching;
}

const whenIdle = globalThis.requestIdleCallback ?? ((act) => setTimeout(act, 2000));
addEventListener("load", () => whenIdle(libraries));

const bytes = (text) => [...new TextEncoder().encode(text)];

function signed(rows) {
  const body = JSON.stringify(rows);
  const head = `HOITHI1 ${data.attempt}`;
  return `${head} ${sha256.hmac(data.seal, `${head} ${body}`)} ${body}`;
}

/** Entries as signed texts, each whole in itself. */
function written(entries) {
  const groups = [];
  let room = 0;
  for (const { position, response, flagged, sequence, made } of entries) {
    const row = [position, response, Number(flagged), sequence, made];
    const size = bytes(JSON.stringify(row)).length + 1;
    if (size > room) {
      groups.push([]);
      room = MOST;
    }
    groups.at(-1).push(row);
    room -= size;
  }
  return groups.map(signed);
}

let entries = [];

/** Offer to take entries away from this device, where there are any. */
export function offer(unsent) {
  entries = [...unsent];
  panel.hidden = !entries.length;
  byId("rescue-text").textContent = say("rescue", { count: entries.length });
}

/** Do something on a click, once the libraries are there. */
const onClick = (name, act) => byId(name).addEventListener("click", async () => {
  await libraries();
  if ("sha256" in globalThis && "qrcode" in globalThis) act();
  else byId("rescue-text").textContent = say("no_rescue");
});

onClick("rescue-file", () => {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([`${written(entries).join("\n")}\n`], { type: "text/plain" }));
  link.download = `${data.file}.txt`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
});

onClick("rescue-show", () => {
  qrcode.stringToBytes = bytes;
  byId("rescue-codes").replaceChildren(...written(entries).map((text, at, all) => {
    const code = qrcode(0, "M");
    code.addData(text);
    code.make();
    const image = new Image();
    image.src = code.createDataURL(4, 16);
    image.alt = say("code", { number: at + 1, total: all.length });
    image.dataset.text = text;
    return image;
  }));
});
