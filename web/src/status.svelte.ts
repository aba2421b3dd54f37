// What the app says of itself, looked at once and then only while something is under way or the app is away.

import { NOT_AUTHENTICATED, Refusal, type Api } from "./api";
import type { Status } from "./wire";

const WATCH_MS = 1_000;

export class StatusWatch {
  status: Status | null = $state.raw(null);
  refusal: Refusal | null = $state.raw(null);

  readonly #api: Api;
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(api: Api) {
    this.#api = api;
  }

  get lockedOut(): boolean {
    return this.refusal?.code === NOT_AUTHENTICATED;
  }

  async look(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    try {
      this.status = await this.#api.get<Status>("/api/status");
      this.refusal = null;
    } catch (cause) {
      if (!(cause instanceof Refusal)) throw cause;
      this.refusal = cause;
    }
    if (this.refusal || this.status?.models.pulling) {
      this.#timer = setTimeout(() => void this.look(), WATCH_MS);
    }
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
