// The microphone of this machine, as frames. What can go wrong becomes a `MicrophoneProblem`.

import workletUrl from "./microphone.worklet.ts?worker&url";
import { savedMicrophone, wishes } from "./devices";
import { RATE_HZ, type Frame } from "./frames";
import type { Trouble } from "../wire";

export class MicrophoneProblem extends Error implements Trouble {
  constructor(
    readonly what: string,
    readonly next_step: string,
  ) {
    super(what);
  }
}

export interface Microphone {
  /** Name of the device, as the browser tells it. */
  readonly name: string;
  /** Gives the last frame, then frees the device. */
  close(): Promise<void>;
}

export type OpenMicrophone = (
  onFrame: (frame: Frame) => void,
  onLost: (problem: MicrophoneProblem) => void,
) => Promise<Microphone>;

export const openMicrophone: OpenMicrophone = async (onFrame, onLost) => {
  const stream = await ask();
  const track = stream.getAudioTracks()[0]!;
  try {
    const [context, source] = connect(stream);
    await context.audioWorklet.addModule(workletUrl);
    await context.resume();
    const node = new AudioWorkletNode(context, "microphone", { numberOfOutputs: 0, channelCount: 1 });
    const flushed = new Promise<void>((done) => {
      node.port.onmessage = (message: MessageEvent<Frame | "flushed">) => {
        if (message.data === "flushed") done();
        else onFrame(message.data);
      };
    });
    track.onended = () => onLost(LOST);
    source.connect(node);
    const close = async (): Promise<void> => {
      track.onended = null;
      node.port.postMessage("flush");
      await Promise.race([flushed, new Promise((done) => setTimeout(done, 300))]);
      free(stream);
      await context.close();
    };
    return { name: track.label, close };
  } catch (cause) {
    free(stream);
    throw cause;
  }
};

const LOST = new MicrophoneProblem(
  "The microphone went away.",
  "Plug it in again and go on, or stop here. What was heard so far is kept.",
);

async function ask(): Promise<MediaStream> {
  if (!("mediaDevices" in navigator)) {
    throw new MicrophoneProblem(
      "This browser does not give this page a microphone.",
      "Open the app at 127.0.0.1 in Chrome, Edge, Firefox or Safari, or type the answer.",
    );
  }
  const chosen = savedMicrophone(localStorage);
  try {
    return await navigator.mediaDevices.getUserMedia(wishes(chosen));
  } catch (cause) {
    if (cause instanceof DOMException) throw explain(cause.name, chosen !== "");
    throw cause;
  }
}

/** What a failed `getUserMedia` means, by the name of its error; `chosen` where a certain device was asked for. */
export function explain(name: string, chosen = false): MicrophoneProblem {
  if (chosen && (name === "OverconstrainedError" || name === "NotFoundError")) {
    return new MicrophoneProblem(
      "The microphone that you chose is not connected.",
      "Plug it in, or choose another one in Settings.",
    );
  }
  switch (name) {
    case "NotAllowedError":
    case "SecurityError":
      return new MicrophoneProblem(
        "The browser was not allowed to use the microphone.",
        "Allow it with the icon beside the address, also in your system's privacy settings, then start again.",
      );
    case "NotFoundError":
    case "OverconstrainedError":
      return new MicrophoneProblem(
        "No microphone was found.",
        "Plug one in and start again, or type the answer, or try a sample.",
      );
    case "NotReadableError":
    case "AbortError":
      return new MicrophoneProblem(
        "The microphone could not be opened.",
        "Another program may hold it. Close that program and start again.",
      );
    default:
      return new MicrophoneProblem(`The microphone could not be used (${name}).`, "Type the answer instead.");
  }
}

/** At 16 kHz where the browser resamples for us; Firefox does not, so there the worklet does it. */
function connect(stream: MediaStream): [AudioContext, MediaStreamAudioSourceNode] {
  const wanted = new AudioContext({ sampleRate: RATE_HZ, latencyHint: "interactive" });
  try {
    return [wanted, wanted.createMediaStreamSource(stream)];
  } catch (cause) {
    if (!(cause instanceof DOMException) || cause.name !== "NotSupportedError") throw cause;
    void wanted.close();
    const native = new AudioContext({ latencyHint: "interactive" });
    return [native, native.createMediaStreamSource(stream)];
  }
}

function free(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}
