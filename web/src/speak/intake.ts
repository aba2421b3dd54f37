// The page's microphone during one attempt. What it hears before somebody listens waits; after `close` nothing comes.

import type { Frame } from "./frames";
import type { Microphone, MicrophoneProblem, OpenMicrophone } from "./microphone";

export class Intake {
  readonly #openMicrophone: OpenMicrophone;
  readonly #heard: (frame: Frame) => void;
  readonly #lost: (problem: MicrophoneProblem) => void;
  #microphone: Microphone | null = null;
  /** The opening that is under way, so that two clicks open one microphone. */
  #opening: Promise<void> | null = null;
  #early: Frame[] = [];
  #flowing = false;
  /** Raised by each `close`, so that a microphone that was asked for before is let go of once it is there. */
  #turn = 0;

  constructor(open: OpenMicrophone, heard: (frame: Frame) => void, lost: (problem: MicrophoneProblem) => void) {
    this.#openMicrophone = open;
    this.#heard = heard;
    this.#lost = lost;
  }

  /** Opens the microphone unless it is open; `MicrophoneProblem` where it cannot be. */
  async open(): Promise<void> {
    if (this.#microphone) return;
    const opening = (this.#opening ??= this.#ask());
    try {
      await opening;
    } finally {
      if (this.#opening === opening) this.#opening = null;
    }
  }

  async #ask(): Promise<void> {
    const turn = this.#turn;
    const microphone = await this.#openMicrophone(
      (frame) => {
        if (turn !== this.#turn) return;
        if (this.#flowing) this.#heard(frame);
        else this.#early.push(frame);
      },
      (problem) => this.#lost(problem),
    );
    if (turn === this.#turn) this.#microphone = microphone;
    else await microphone.close();
  }

  /** Hands over what has waited, and all that is heard from now on. */
  flow(): void {
    this.#flowing = true;
    for (const frame of this.#early.splice(0)) this.#heard(frame);
  }

  async close(): Promise<void> {
    this.#turn += 1;
    this.#opening = null;
    this.#flowing = false;
    this.#early = [];
    const microphone = this.#microphone;
    this.#microphone = null;
    await microphone?.close();
  }
}
