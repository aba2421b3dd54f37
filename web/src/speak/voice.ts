// Reads a question aloud with a voice of this machine. A voice that the browser fetches from its maker would send
// the text there, so only local voices count; where there is none, the text on the page has to do.

export interface Spoken {
  name: string;
  lang: string;
  localService: boolean;
  default: boolean;
}

/** The best local voice for a language: the system's own choice first; none where nothing local speaks it. */
export function localVoice<V extends Spoken>(voices: readonly V[], lang = "en"): V | null {
  const fitting = voices.filter((voice) => voice.localService && voice.lang.toLowerCase().startsWith(lang));
  return fitting.find((voice) => voice.default) ?? fitting[0] ?? null;
}

const LIST_WAIT_MS = 1_000;

export class Voice {
  readonly #synthesis: SpeechSynthesis | null;
  /** Raised by each `say` and `hush`, so that a late list of voices speaks nothing old. */
  #turn = 0;

  constructor(synthesis: SpeechSynthesis | null = globalThis.speechSynthesis ?? null) {
    this.#synthesis = synthesis;
  }

  /** Says the text; true once it was said or hushed, false where no local voice is here. */
  async say(text: string): Promise<boolean> {
    this.hush();
    const turn = this.#turn;
    const voice = await this.#voice();
    if (!this.#synthesis || !voice || turn !== this.#turn) return voice !== null;
    const words = new SpeechSynthesisUtterance(text);
    words.voice = voice;
    words.lang = voice.lang;
    const synthesis = this.#synthesis;
    return new Promise((done) => {
      words.onend = () => done(true);
      words.onerror = (event) => done(event.error === "interrupted" || event.error === "canceled");
      synthesis.speak(words);
    });
  }

  hush(): void {
    this.#turn += 1;
    this.#synthesis?.cancel();
  }

  /** Browsers fill the list of voices late. */
  async #voice(): Promise<SpeechSynthesisVoice | null> {
    const synthesis = this.#synthesis;
    if (!synthesis) return null;
    if (synthesis.getVoices().length === 0) {
      await new Promise<void>((done) => {
        synthesis.addEventListener("voiceschanged", () => done(), { once: true });
        setTimeout(done, LIST_WAIT_MS);
      });
    }
    return localVoice(synthesis.getVoices());
  }
}
