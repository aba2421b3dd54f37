// Float samples into frames of 20 ms: mono 16-bit little-endian at 16 kHz, with a level for the meter.

export const RATE_HZ = 16_000;
export const FRAME_MS = 20;
export const FRAME_SAMPLES = (RATE_HZ * FRAME_MS) / 1000;

export interface Frame {
  /** 640 bytes of PCM. */
  pcm: ArrayBuffer;
  /** Loudness 0–1 on a scale of decibels: 0 at −60 dBFS, 1 at full scale. */
  level: number;
}

/** Collects samples and gives a frame for each full 20 ms; `flush` pads the last one with silence. */
export class Framer {
  #samples = new Int16Array(FRAME_SAMPLES);
  #filled = 0;
  #energy = 0;

  push(block: Float32Array): Frame[] {
    const out: Frame[] = [];
    for (const value of block) {
      const sample = Math.max(-1, Math.min(1, value));
      this.#samples[this.#filled] = Math.round(sample * (sample < 0 ? 32768 : 32767));
      this.#energy += sample * sample;
      this.#filled += 1;
      if (this.#filled === FRAME_SAMPLES) out.push(this.#take());
    }
    return out;
  }

  flush(): Frame[] {
    return this.#filled === 0 ? [] : [this.#take()];
  }

  #take(): Frame {
    const rms = Math.sqrt(this.#energy / FRAME_SAMPLES);
    const pcm = new ArrayBuffer(FRAME_SAMPLES * 2);
    const view = new DataView(pcm);
    for (let i = 0; i < this.#filled; i += 1) view.setInt16(i * 2, this.#samples[i]!, true);
    this.#filled = 0;
    this.#energy = 0;
    return { pcm, level: levelOf(rms) };
  }
}

export function levelOf(rms: number): number {
  if (rms <= 0) return 0;
  return Math.max(0, Math.min(1, 1 + (20 * Math.log10(rms)) / 60));
}

/** What goes over the line: the frame's number in four bytes, little-endian, then its PCM. */
export function numbered(number: number, pcm: ArrayBuffer): ArrayBuffer {
  const out = new Uint8Array(4 + pcm.byteLength);
  new DataView(out.buffer).setUint32(0, number, true);
  out.set(new Uint8Array(pcm), 4);
  return out.buffer;
}
