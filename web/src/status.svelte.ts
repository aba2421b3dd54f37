// What the app says of itself, looked at once and then only while something is under way or the app is away.

import { NOT_AUTHENTICATED, Refusal, type Api } from "./api";
import type { Status } from "./wire";

const WATCH_MS = 1_000;

export class StatusWatch {
  status: Status | null = $state.raw(null);
  refusal: Refusal | null = $state.raw(null);

  readonly #api: Api;
  /** Numbers of the last look that was begun and of the newest that is shown. */
  #asked = 0;
  #shown = 0;
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(api: Api) {
    this.#api = api;
  }

  get lockedOut(): boolean {
    return this.refusal?.code === NOT_AUTHENTICATED;
  }

  async look(): Promise<void> {
    this.#rest();
    const mine = ++this.#asked;
    const wanted = (): boolean => mine > this.#shown; // an older one tells what was so before a lock or its opening
    try {
      const status = await this.#api.get<Status>("/api/status");
      if (!wanted()) return;
      this.status = status;
      this.refusal = null;
    } catch (cause) {
      if (!(cause instanceof Refusal)) throw cause;
      if (!wanted()) return;
      this.refusal = cause;
    }
    this.#shown = mine;
    this.#rest();
    if (this.refusal || this.status?.models.pulling) {
      this.#timer = setTimeout(() => void this.look(), WATCH_MS);
    }
  }

  #rest(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  async pull(): Promise<void> {
    try {
      await this.#api.post("/api/models/pull");
    } catch (cause) {
      if (!(cause instanceof Refusal)) throw cause;
      this.refusal = cause;
      return;
    }
    await this.look();
  }
}
