// Plays the recording of a session, from any place, and says where it is.

import type { Quote } from "./wire";

/** Heard a little before and after, because word times are good to about a tenth of a second. */
const LEAD_MS = 150;

export class Player {
  audio: HTMLAudioElement | null = $state.raw(null);
  failed = $state(false);
  playing = $state(false);
  at_ms = $state(0);
  #until_ms: number | null = null;

  readonly play = (quote: Quote): void => {
    if (quote.start_ms === undefined) return;
    this.#start(quote.start_ms - LEAD_MS, quote.end_ms === undefined ? null : quote.end_ms + LEAD_MS);
  };

  /** Goes to a place; plays from there, or stays as it is. */
  seek(at_ms: number, how: "play" | "stay"): void {
    if (how === "play") this.#start(at_ms, null);
    else if (this.audio) {
      this.#until_ms = null;
      this.audio.currentTime = Math.max(0, at_ms) / 1000;
    }
  }

  toggle(): void {
    if (this.playing) this.audio?.pause();
    else this.#start(null, null);
  }

  /** Once when it starts to play: follows it frame by frame until it pauses. */
  readonly started = (): void => {
    if (this.playing) return;
    this.playing = true;
    const look = (): void => {
      this.moved();
      if (this.playing) requestAnimationFrame(look);
    };
    look();
  };

  readonly paused = (): void => {
    this.playing = false;
    this.moved();
  };

  readonly moved = (): void => {
    const audio = this.audio;
    if (!audio) return;
    this.at_ms = Math.round(audio.currentTime * 1000);
    if (this.#until_ms === null || this.at_ms < this.#until_ms) return;
    this.#until_ms = null;
    audio.pause();
  };

  readonly broken = (): void => {
    this.failed = true;
  };

  #start(from_ms: number | null, until_ms: number | null): void {
    const audio = this.audio;
    if (!audio) return;
    this.#until_ms = until_ms;
    if (from_ms !== null) audio.currentTime = Math.max(0, from_ms) / 1000;
    audio.play().catch((cause: unknown) => {
      if (!(cause instanceof DOMException)) throw cause;
      this.failed = cause.name !== "AbortError";
    });
  }
}
