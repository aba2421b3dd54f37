// Brings sound from the device's rate down to 16 kHz, block by block, without clicks at the seams.

const LOBES = 16;

/** Windowed-sinc (Hann) resampler for mono float samples. Equal rates pass through untouched. */
export class Resampler {
  readonly #step: number;
  readonly #cutoff: number;
  readonly #reach: number;
  #held: Float32Array;
  #at: number;

  constructor(fromHz: number, toHz: number) {
    this.#step = fromHz / toHz;
    this.#cutoff = Math.min(1, toHz / fromHz) * 0.94;
    this.#reach = Math.ceil(LOBES / this.#cutoff);
    this.#held = new Float32Array(this.#step === 1 ? 0 : this.#reach);
    this.#at = this.#reach;
  }

  push(block: Float32Array): Float32Array {
    if (this.#step === 1) return block;
    const all = new Float32Array(this.#held.length + block.length);
    all.set(this.#held);
    all.set(block, this.#held.length);
    const out: number[] = [];
    let at = this.#at;
    for (; at + this.#reach < all.length; at += this.#step) out.push(this.#sample(all, at));
    const drop = Math.max(0, Math.floor(at) - this.#reach);
    this.#held = all.slice(drop);
    this.#at = at - drop;
    return Float32Array.from(out);
  }

  #sample(all: Float32Array, at: number): number {
    const first = Math.max(0, Math.ceil(at - this.#reach));
    const last = Math.min(all.length - 1, Math.floor(at + this.#reach));
    let sum = 0;
    for (let i = first; i <= last; i += 1) {
      const x = i - at;
      const window = 0.5 + 0.5 * Math.cos((Math.PI * x) / this.#reach);
      sum += all[i]! * this.#cutoff * sinc(x * this.#cutoff) * window;
    }
    return sum;
  }
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}
