// What can't be sent leaves the device as a signed text: in a file, or as QR codes. The server reads it with
// `contest/playing/rescue.py`, where the form of the text is described.
import { byId, data, say } from "./texts.js";

const MOST = 700; // bytes of a text: a QR code that any phone still reads
const panel = byId("rescue");

// Fetched while there is a network, for when there is none.
const fetchLater = globalThis.requestIdleCallback ?? ((act) => setTimeout(act, 2000));
addEventListener("load", () => fetchLater(() => panel.dataset.libraries.split(" ").forEach((address) => {
  const script = document.createElement("script");
  script.src = address;
  document.head.append(script);
})));

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

byId("rescue-file").addEventListener("click", () => {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([`${written(entries).join("\n")}\n`], { type: "text/plain" }));
  link.download = `${data.file}.txt`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
});

byId("rescue-show").addEventListener("click", () => {
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
