// One action at a time of a card: whether it runs, and what came of it.

import { Refusal } from "../api";

export class Guarded {
  busy = $state(false);
  refusal = $state("");
  said = $state("");

  /** Runs `work` unless another runs; whether it went well. `said` is what to say then. */
  async run(work: () => Promise<void>, said = ""): Promise<boolean> {
    if (this.busy) return false;
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
