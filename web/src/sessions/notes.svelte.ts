// Notes that save themselves: a moment after the last key, and at once when the page is left.

import { Refusal, sendOff, type Api } from "../api";

export const PAUSE_MS = 700;

export class Notes {
  text = $state("");
  state: "saved" | "changed" | "saving" | "refused" = $state("saved");
  refusal: Refusal | null = $state.raw(null);

  readonly #api: Api;
  readonly #path: string;
  #kept: string;
  #timer: ReturnType<typeof setTimeout> | null = null;
  /** One save at a time: of two on their way the older could be kept last. */
  #saving = false;
  #left = false;

  constructor(api: Api, path: string, text: string) {
    this.#api = api;
    this.#path = path;
    this.#kept = text;
    this.text = text;
  }

  /** Call when the text has changed. */
  changed(): void {
    this.state = "changed";
    this.#stop();
    this.#timer = setTimeout(() => void this.save(), PAUSE_MS);
  }

  /** Saves what is not saved; what is typed meanwhile is saved next. */
  async save(): Promise<void> {
    this.#stop();
    const text = this.text;
    if (text === this.#kept || this.#saving) return;
    this.#saving = true;
    this.state = "saving";
    try {
      await this.#api.post(this.#path, { text });
      this.#kept = text;
      this.refusal = null;
      if (this.text === text) this.state = "saved";
    } catch (cause) {
      if (!(cause instanceof Refusal)) throw cause;
      this.refusal = cause;
      this.state = "refused";
      return;
    } finally {
      this.#saving = false;
    }
    if (this.text === text) return;
    if (this.#left) await this.save();
    else this.changed();
  }

  /** Another page comes: what is not saved is saved at once, also what waits behind a save. */
  leave(): void {
    this.#left = true;
    void this.save();
  }

  /** The page is going: sends without waiting for the answer. */
  flush(): void {
    this.#stop();
    if (this.text !== this.#kept) sendOff("POST", this.#path, JSON.stringify({ text: this.text }));
  }

  #stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }
}
