// The line to a running session: frames out, messages in. It survives a lost connection: frames that the
// app has not yet acknowledged are kept and sent again, and events are asked for from where they broke off.
// The app greets a session that still takes sound with an `ack`; before that nothing is sent. Frames are numbered
// from where the app says that it is: a page that comes back to a session goes on behind what is there.

import { numbered } from "./frames";
import type { FromServer, ToServer } from "../wire";

export type LineState = "connecting" | "open" | "waiting" | "closed" | "refused";

export interface LineEvents {
  message(message: FromServer): void;
  state(state: LineState): void;
}

/** The part of `WebSocket` that is used, so that a test can play the other end. */
export interface Socket {
  binaryType: string;
  onopen: (() => void) | null;
  onmessage: ((message: { data: unknown }) => void) | null;
  onclose: ((closed: { code: number }) => void) | null;
  send(data: string | ArrayBuffer): void;
  close(): void;
}

export interface LineParts {
  connect(path: string): Socket;
  later(run: () => void, ms: number): void;
}

const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 5_000;
/** The app could not make sense of what this page sent. */
const REFUSED: readonly number[] = [1008];

/** A word of the user, said once `at` frames had been handed over. */
interface Said {
  at: number;
  word: ToServer;
}

export class Line {
  readonly #session_id: string;
  readonly #events: LineEvents;
  readonly #parts: LineParts;
  #socket: Socket | null = null;
  #greeted = false;
  #closed = false;
  #tries = 0;
  #seq = -1;
  /** Number of the first frame that is held; the app has those before it. */
  #acked: number | null = null;
  #held: ArrayBuffer[] = [];
  /** Words since the first held frame, and the last one before it. */
  #said: Said[] = [];

  constructor(session_id: string, events: LineEvents, parts: LineParts = BROWSER) {
    this.#session_id = session_id;
    this.#events = events;
    this.#parts = parts;
    this.#connect();
  }

  /** Frames that the app has not yet said are on disk. */
  get unacked(): number {
    return this.#held.length;
  }

  /** Sends 20 ms of PCM under the next number, now or as soon as the line is back. */
  frame(pcm: ArrayBuffer): void {
    this.#held.push(pcm);
    if (this.#greeted) this.#socket?.send(numbered((this.#acked ?? 0) + this.#held.length - 1, pcm));
  }

  /** Says stop, pause or resume; after a reconnect it is said again between the same frames. */
  say(word: ToServer): void {
    this.#said.push({ at: (this.#acked ?? 0) + this.#held.length, word });
    if (this.#greeted) this.#socket?.send(JSON.stringify(word));
  }

  close(): void {
    this.#closed = true;
    this.#greeted = false;
    this.#socket?.close();
    this.#events.state("closed");
  }

  /** Tries at once, where it would have waited: the network or the laptop is awake again. */
  hurry(): void {
    if (this.#socket === null) this.#connect();
  }

  #connect(): void {
    if (this.#closed || this.#socket !== null) return;
    this.#events.state("connecting");
    const id = encodeURIComponent(this.#session_id);
    const socket = this.#parts.connect(`/ws/sessions/${id}?from=${this.#seq + 1}`);
    socket.binaryType = "arraybuffer";
    socket.onmessage = ({ data }) => {
      if (socket === this.#socket && typeof data === "string") this.#received(JSON.parse(data) as FromServer);
    };
    socket.onclose = ({ code }) => {
      if (socket === this.#socket) this.#lost(code);
    };
    this.#socket = socket;
  }

  #acknowledged(frames: number): void {
    const known = this.#acked ?? frames;
    const drop = Math.max(0, frames - known);
    this.#held.splice(0, drop);
    // Fewer than it said before: the app lost some in a power cut, and what comes next goes behind what it has.
    const back = this.#greeted ? 0 : Math.max(0, known - frames);
    const shift = this.#acked === null ? frames : -back;
    this.#said = this.#said.map(({ at, word }) => ({ at: at + shift, word }));
    this.#acked = known + drop - back;
    const old = this.#said.filter(({ at }) => at <= this.#acked!).length;
    this.#said.splice(0, Math.max(0, old - 1));
    if (!this.#greeted) this.#greet();
  }

  /** Sends again what the app does not have, words in their places. */
  #greet(): void {
    this.#greeted = true;
    this.#tries = 0;
    this.#events.state("open");
    const words = [...this.#said];
    const first = this.#acked ?? 0;
    const sayUpTo = (frame: number): void => {
      while (words[0] && words[0].at <= frame) this.#socket?.send(JSON.stringify(words.shift()!.word));
    };
    this.#held.forEach((pcm, i) => {
      sayUpTo(first + i);
      this.#socket?.send(numbered(first + i, pcm));
    });
    sayUpTo(Number.POSITIVE_INFINITY);
  }

  #received(message: FromServer): void {
    if (message.type === "ack") this.#acknowledged(message.frames);
    if (message.type === "event") this.#seq = Math.max(this.#seq, message.event.seq);
    this.#events.message(message);
  }

  #lost(code: number): void {
    this.#greeted = false;
    if (this.#closed) return;
    if (REFUSED.includes(code)) {
      this.#closed = true;
      this.#events.state("refused");
      return;
    }
    this.#socket = null;
    this.#events.state("waiting");
    const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** this.#tries);
    this.#tries += 1;
    this.#parts.later(() => this.#connect(), wait);
  }
}

const BROWSER: LineParts = {
  connect(path) {
    return new WebSocket(`ws://${location.host}${path}`) as Socket;
  },
  later(run, ms) {
    setTimeout(run, ms);
  },
};
