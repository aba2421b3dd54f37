// Runs on the audio thread: what the device gives → 16 kHz frames of 20 ms, posted to the page.
// Posts `Frame` objects; on "flush" posts the padded last frame and then "flushed".

import { Framer, RATE_HZ, type Frame } from "./frames";
import { Resampler } from "./resample";

declare const sampleRate: number;
declare function registerProcessor(name: string, processor: new () => AudioWorkletProcessor): void;
declare class AudioWorkletProcessor {
  readonly port: MessagePort;
}

class Microphone extends AudioWorkletProcessor {
  readonly #resampler = new Resampler(sampleRate, RATE_HZ);
  readonly #framer = new Framer();
  #open = true;

  constructor() {
    super();
    this.port.onmessage = (message: MessageEvent<unknown>) => {
      if (message.data !== "flush") return;
      this.#post(this.#framer.flush());
      this.#open = false;
      this.port.postMessage("flushed");
    };
  }

  process(inputs: Float32Array[][]): boolean {
    const channel = inputs[0]?.[0];
    if (this.#open && channel) this.#post(this.#framer.push(this.#resampler.push(channel)));
    return this.#open;
  }

  #post(frames: Frame[]): void {
    for (const frame of frames) this.port.postMessage(frame, [frame.pcm]);
  }
}

registerProcessor("microphone", Microphone);
