// Judges a microphone by the levels it gives (0–1, see `frames.ts`), 50 a second.

export type Verdict = "listening" | "heard" | "silent" | "loud";

const VOICE = 0.35;
const VOICE_FRAMES = 15;
const NOTHING = 0.12;
const PATIENCE_FRAMES = 200;
const TOO_LOUD = 0.97;
const LOUD_FRAMES = 10;

/** `heard` once a third of a second of voice came; `silent` after four seconds of next to nothing. */
export class Ear {
  #frames = 0;
  #voiced = 0;
  #loud = 0;
  #peak = 0;

  push(level: number): Verdict {
    this.#frames += 1;
    this.#peak = Math.max(this.#peak, level);
    if (level >= VOICE) this.#voiced += 1;
    if (level >= TOO_LOUD) this.#loud += 1;
    if (this.#loud >= LOUD_FRAMES) return "loud";
    if (this.#voiced >= VOICE_FRAMES) return "heard";
    return this.#frames >= PATIENCE_FRAMES && this.#peak < NOTHING ? "silent" : "listening";
  }
}

export const VERDICTS: Record<Verdict, string> = {
  listening: "Say a sentence as you would in an interview.",
  heard: "Your voice comes through.",
  silent: "Almost nothing arrives. Is the microphone muted, or is it another one?",
  loud: "That is very loud. Move back a little, or turn the input down in your system's sound settings.",
};
