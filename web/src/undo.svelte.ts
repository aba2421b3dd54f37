// Deleting with a way back: the thing is out of sight at once, and really deleted a while later.

import { NOT_FOUND, Refusal, sendOff, type Api } from "./api";

export const UNDO_MS = 8_000;

export interface Leaving {
  /** Where it lies in the app; DELETE there removes it for good. */
  path: string;
  /** What is said: "The session is deleted." */
  said: string;
  /** Where to go back to when it is brought back, if not where one is. */
  back?: string;
}

export class Undo {
  /** What left last and can still come back. */
  last: Leaving | null = $state.raw(null);
  /** A deletion that the app refused. */
  refusal: Refusal | null = $state.raw(null);
  /** Counts what came back or could not be deleted, so that lists look again. */
  returned = $state(0);

  readonly #api: Api;
  #leaving: string[] = $state([]);
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(api: Api) {
    this.#api = api;
  }

  /** Whether it is on its way out, so that lists leave it out. */
  hides(path: string): boolean {
    return this.#leaving.includes(path);
  }

  /** One thing at a time can come back: what left before is deleted now. */
  remove(leaving: Leaving): void {
    if (this.last?.path === leaving.path) this.#take(); // deleted once more: it can come back as before
    else void this.settle();
    this.refusal = null;
    this.last = leaving;
    this.#leaving.push(leaving.path);
    this.#timer = setTimeout(() => void this.settle(), UNDO_MS);
  }

  bringBack(): Leaving | null {
    const leaving = this.#take();
    if (leaving) this.#forget(leaving.path);
    return leaving;
  }

  /** Deletes what is leaving. */
  async settle(): Promise<void> {
    const leaving = this.#take();
    if (!leaving) return;
    try {
      await this.#api.remove(leaving.path);
    } catch (cause) {
      if (!(cause instanceof Refusal)) throw cause;
      if (cause.code !== NOT_FOUND) {
        this.refusal = cause;
        this.#forget(leaving.path);
      }
    }
  }

  /** The page is going: deletes without waiting for the answer. */
  flush(): void {
    const leaving = this.#take();
    if (leaving) sendOff("DELETE", leaving.path);
  }

  #take(): Leaving | null {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const leaving = this.last;
    this.last = null;
    return leaving;
  }

  #forget(path: string): void {
    this.#leaving = this.#leaving.filter((each) => each !== path);
    this.returned += 1;
  }
}
