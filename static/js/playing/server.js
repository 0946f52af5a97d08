// Asking the server. A status of 0 means that it did not answer.
export async function ask(address, body) {
  const asked = performance.now(), content = JSON.stringify(body);
  try {
    const answer = await fetch(address, {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json" },
      body: content,
      cache: "no-store",
      keepalive: content.length < 20000, // browsers refuse more than 64 kB of what outlives its page
      signal: AbortSignal.timeout?.(10000),
    });
    return { status: answer.status, told: await answer.json(), asked };
  } catch {
    return { status: 0, told: {}, asked };
  }
}

/** Whether the server said anything about what it was asked: not so a proxy, or a server that has no database. */
export const isHeard = (status) => [200, 401, 403, 404, 409, 410, 422, 423].includes(status);

/** How long to wait before trying again. Half of it is chance: a hall's phones come back in the same second. */
export class Backoff {
  #delay = 0;

  next() {
    this.#delay = Math.min(this.#delay ? this.#delay * 2 : 1000, 15000);
    return this.#delay / 2 + Math.random() * this.#delay / 2;
  }

  reset() { this.#delay = 0; }
}
