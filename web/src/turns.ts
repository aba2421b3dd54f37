// Answers come in another order than they were asked for: what to do about it.

/** Does one thing after another, so that what was asked last is what is shown and kept. */
export class InTurn {
  #before: Promise<unknown> = Promise.resolve();

  run<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#before.then(work, work);
    this.#before = mine;
    return mine;
  }
}

/** Numbers what is asked for, so that what comes after something newer was asked for is known and dropped. */
export class Newest {
  #turn = 0;

  /** Call when asking; the answer is wanted while what this returns says so. */
  next(): () => boolean {
    const mine = ++this.#turn;
    return () => mine === this.#turn;
  }

  /** Nothing that was asked for is wanted any more. */
  drop(): void {
    this.#turn += 1;
  }
}
