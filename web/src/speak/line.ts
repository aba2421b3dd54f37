// The line to a running session: frames out, messages in. It survives a lost connection: frames that the
// app has not yet acknowledged are kept and sent again, and events are asked for from where they broke off.
// The app greets a session that still takes sound with an `ack`; before that nothing is sent.

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
/** Refused at the gate, or because the app could not make sense of what this page sent. */
const REFUSED: readonly number[] = [4403, 1008];

export class Line {
  readonly #session_id: string;
  readonly #events: LineEvents;
  readonly #parts: LineParts;
  #socket: Socket | null = null;
  #greeted = false;
  #closed = false;
  #tries = 0;
  #seq = -1;
  #sent = 0;
  #acked = 0;
  #held: ArrayBuffer[] = [];
  #control: ToServer | null = null;

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
    const bytes = numbered(this.#sent, pcm);
    this.#sent += 1;
    this.#held.push(bytes);
    if (this.#greeted) this.#socket?.send(bytes);
  }

  /** Says stop, pause or resume; the last one is said again after a reconnect, behind the frames. */
  say(word: ToServer): void {
    this.#control = word;
    if (this.#greeted) this.#socket?.send(JSON.stringify(word));
  }

  close(): void {
    this.#closed = true;
    this.#greeted = false;
    this.#socket?.close();
    this.#events.state("closed");
  }

  #connect(): void {
    if (this.#closed) return;
    this.#events.state("connecting");
    const id = encodeURIComponent(this.#session_id);
    const socket = this.#parts.connect(`/ws/sessions/${id}?from=${this.#seq + 1}`);
    socket.binaryType = "arraybuffer";
    socket.onopen = () => this.#opened();
    socket.onmessage = ({ data }) => {
      if (socket === this.#socket && typeof data === "string") this.#received(JSON.parse(data) as FromServer);
    };
    socket.onclose = ({ code }) => {
      if (socket === this.#socket) this.#lost(code);
    };
    this.#socket = socket;
  }

  #opened(): void {
    this.#tries = 0;
    this.#events.state("open");
  }

  #acknowledged(frames: number): void {
    const drop = Math.max(0, frames - this.#acked);
    this.#held.splice(0, drop);
    this.#acked += drop;
    if (this.#greeted) return;
    this.#greeted = true;
    for (const bytes of this.#held) this.#socket?.send(bytes);
    if (this.#control) this.#socket?.send(JSON.stringify(this.#control));
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
