// Speaks HTTP with the app. Every answer is an envelope; what is not code 0 becomes a `Refusal`.

import type { Envelope } from "./wire";

export const NOT_RUNNING = 3;
export const NOT_AUTHENTICATED = 4;
export const NOT_FOUND = 8;
const LOCKED = 423;

/** The app said no, or could not be reached. `message` is for people; `code` is the app's. */
export class Refusal extends Error {
  constructor(
    readonly code: number,
    message: string,
    /** What came with it; what would be sent, where the user is to see that first. */
    readonly data: unknown = null,
  ) {
    super(message);
  }
}

/** Where the app is away, what only looks is asked for again this often. */
const AGAIN_MS = 1_000;

export class Api {
  /** Called when the app answers that it is locked. */
  onlocked: () => void = () => undefined;
  /** Called when what a page shows has to wait, because the app is away or does not know the page. */
  onaway: () => void = () => undefined;
  readonly #fetch: typeof fetch;

  constructor(fetcher: typeof fetch = (input, init) => fetch(input, init)) {
    this.#fetch = fetcher;
  }

  get<T>(path: string): Promise<T> {
    return this.#ask<T>(path, { method: "GET" });
  }

  /** `get` for what a page shows: while the app is away it waits until it is back. */
  async see<T>(path: string): Promise<T> {
    for (;;) {
      try {
        return await this.get<T>(path);
      } catch (cause) {
        if (!(cause instanceof Refusal) || (cause.code !== NOT_RUNNING && cause.code !== NOT_AUTHENTICATED)) throw cause;
        this.onaway();
        await new Promise((done) => setTimeout(done, AGAIN_MS));
      }
    }
  }

  post<T>(path: string, body: unknown = {}): Promise<T> {
    const headers = { "content-type": "application/json" };
    return this.#ask<T>(path, { method: "POST", headers, body: JSON.stringify(body) });
  }

  /** Sends a file as it is. */
  send<T>(path: string, body: Blob, type: string): Promise<T> {
    return this.#ask<T>(path, { method: "POST", headers: { "content-type": type }, body });
  }

  remove<T>(path: string): Promise<T> {
    return this.#ask<T>(path, { method: "DELETE" });
  }

  async #ask<T>(path: string, init: RequestInit): Promise<T> {
    const answer = await this.#reach(path, init);
    if (answer.status === LOCKED) this.onlocked();
    const envelope = await unwrap<T>(answer);
    if (envelope.code !== 0) throw new Refusal(envelope.code, envelope.message, envelope.data);
    return envelope.data;
  }

  async #reach(path: string, init: RequestInit): Promise<Response> {
    try {
      return await this.#fetch(path, { ...init, credentials: "same-origin" });
    } catch (cause) {
      if (!(cause instanceof TypeError)) throw cause;
      throw new Refusal(NOT_RUNNING, "The app does not answer. Start it again: extrabrain");
    }
  }
}

/** The page is going: sends without waiting for the answer, which nobody would be there to read. */
export function sendOff(method: "POST" | "DELETE", path: string, body?: string): void {
  const carried = body === undefined ? {} : { headers: { "content-type": "application/json" }, body };
  void fetch(path, { method, ...carried, keepalive: true, credentials: "same-origin" });
}

async function unwrap<T>(answer: Response): Promise<Envelope<T>> {
  if (!answer.headers.get("content-type")?.includes("application/json")) {
    throw new Refusal(1, `The app gave an answer that this page does not understand (${answer.status}).`);
  }
  try {
    return (await answer.json()) as Envelope<T>;
  } catch (cause) {
    if (!(cause instanceof TypeError || cause instanceof SyntaxError)) throw cause;
    throw new Refusal(NOT_RUNNING, "The app went away in the middle of its answer. Start it again: extrabrain");
  }
}
