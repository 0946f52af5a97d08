// What is given in a question's fields: "0,2" of options, the text of a line; of several fields, named a3.0, a3.1 and so
// on, a line for each, in the order of their numbers.

/** The fields of the question at a position. */
export function fieldsOf(element, position) {
  return [...element.querySelectorAll(`[name="a${position}"], [name^="a${position}."]`)];
}

const lineOf = (input) => Number(input.name.split(".")[1]);
const hasLines = (inputs) => Boolean(inputs[0]?.name.includes("."));
const isTyped = (input) => input.type === "text";

/** The fields that somebody types in. */
export const typedOf = (inputs) => inputs.filter(isTyped);

function read(inputs, valueOf, isChosen) {
  if (hasLines(inputs)) {
    const lines = [];
    for (const input of inputs) lines[lineOf(input)] = valueOf(input).trim();
    return lines.some(Boolean) ? lines.join("\n") : "";
  }
  if (inputs.length === 1 && isTyped(inputs[0])) return valueOf(inputs[0]).trim();
  return inputs.filter(isChosen).map((input) => input.value).sort().join(",");
}

/** What is in the fields now. */
export const given = (inputs) => read(inputs, (input) => input.value, (input) => input.checked);

const servedValue = (input) => input.defaultValue ?? [...input.options].find((one) => one.defaultSelected)?.value ?? "";

/** What was in them when the server sent them: on a slow network somebody may have answered before this script ran. */
export const served = (inputs) => read(inputs, servedValue, (input) => input.defaultChecked);

export function put(inputs, response) {
  if (hasLines(inputs)) {
    const lines = response.split("\n");
    for (const input of inputs) input.value = lines[lineOf(input)] ?? "";
  } else if (inputs.length === 1 && isTyped(inputs[0])) inputs[0].value = response;
  else {
    const chosen = response.split(",");
    inputs.forEach((input) => { input.checked = chosen.includes(input.value); });
  }
}
