// Short ways to write down what was heard.

import type { Event, EventBody, Segment } from "../src/wire";

export function segment(turn: number, revision: number, text: string, more: Partial<Segment> = {}): Segment {
  const start_ms = more.start_ms ?? turn * 1000;
  return {
    turn,
    revision,
    channel: "mic",
    speaker: null,
    text,
    words: [],
    start_ms,
    end_ms: start_ms + 900,
    is_final: false,
    ...more,
  };
}

export function event(seq: number, body: EventBody): Event {
  return { session_id: "s", seq, at_ms: seq * 100, body };
}
