// Plays the recording of a session from a quote to its end.

import type { Quote } from "./wire";

/** Heard a little before and after, because word times are good to about a tenth of a second. */
const LEAD_MS = 150;

export class Player {
  audio: HTMLAudioElement | null = $state.raw(null);
  failed = $state(false);
  #until_ms: number | null = null;

  readonly play = (quote: Quote): void => {
    const audio = this.audio;
    if (!audio || quote.start_ms === undefined) return;
    this.#until_ms = quote.end_ms === undefined ? null : quote.end_ms + LEAD_MS;
    audio.currentTime = Math.max(0, quote.start_ms - LEAD_MS) / 1000;
    audio.play().catch((cause: unknown) => {
      if (!(cause instanceof DOMException)) throw cause;
      this.failed = cause.name !== "AbortError";
    });
  };

  readonly moved = (): void => {
    const audio = this.audio;
    if (!audio || this.#until_ms === null || audio.currentTime * 1000 < this.#until_ms) return;
    this.#until_ms = null;
    audio.pause();
  };

  readonly broken = (): void => {
    this.failed = true;
  };
}
