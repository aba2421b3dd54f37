// One action at a time of a card: whether it runs, and what came of it.

import { Refusal } from "../api";
import { InTurn } from "../turns";

export class Guarded {
  busy = $state(false);
  refusal = $state("");
  said = $state("");
  readonly #turns = new InTurn();

  /** Runs `work` unless another runs; whether it went well. `said` is what to say then. */
  async run(work: () => Promise<void>, said = ""): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    return this.choose(work, said);
  }

  /** Runs `work` after what runs: of choices made quickly none is lost. */
  choose(work: () => Promise<void>, said = ""): Promise<boolean> {
    return this.#turns.run(() => this.#work(work, said));
  }

  async #work(work: () => Promise<void>, said: string): Promise<boolean> {
    this.busy = true;
    this.refusal = "";
    this.said = "";
    try {
      await work();
      this.said = said;
      return true;
    } catch (cause) {
      if (!(cause instanceof Refusal)) throw cause;
      this.refusal = cause.message;
      return false;
    } finally {
      this.busy = false;
    }
  }
}
