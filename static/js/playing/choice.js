// What is given in a question's fields: "0,2" of options, the text of a line.

export const isText = (inputs) => inputs.length === 1 && inputs[0].type === "text";

/** What is in the fields now. */
export function given(inputs) {
  if (isText(inputs)) return inputs[0].value.trim();
  return inputs.filter((input) => input.checked).map((input) => input.value).sort().join(",");
}

/** What was in them when the server sent them: on a slow network somebody may have answered before this script ran. */
export function served(inputs) {
  if (isText(inputs)) return inputs[0].defaultValue.trim();
  return inputs.filter((input) => input.defaultChecked).map((input) => input.value).sort().join(",");
}

export function put(inputs, response) {
  const chosen = response.split(",");
  if (isText(inputs)) inputs[0].value = response;
  else inputs.forEach((input) => { input.checked = chosen.includes(input.value); });
}
