// The page's own data and texts: whoever needs them asks here.
const home = document.querySelector("[data-attempt]");

export const data = home.dataset;
const texts = JSON.parse(data.texts);

/** A text with its {values} filled in. */
export const say = (name, values = {}) => texts[name].replace(/\{(\w+)\}/g, (_, key) => values[key]);

export const byId = (id) => document.getElementById(id);

/** Wait a while, in milliseconds. */
export const pause = (time) => new Promise((resolve) => { setTimeout(resolve, time); });
