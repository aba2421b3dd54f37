// What is known of a session while it runs: a fold over the messages of its line. Pure.

import { EMPTY, heard } from "./transcript";
import type { Event, FeedbackGiven, FromServer, Noticed, Pulse, Segment, Transcript, Trouble } from "./wire";

export interface Live {
  /** Sequence number of the last event, -1 before the first. */
  seq: number;
  transcript: Transcript;
  /** Words per turn that the last two revisions agree on; they stay in normal ink. */
  committed: Readonly<Record<string, number>>;
  pulse: Pulse | null;
  level: number;
  behind_ms: number;
  notices: Noticed[];
  problem: Trouble | null;
  capture_ended: boolean;
  feedback: FeedbackGiven | null;
  ended: string | null;
}

export const NOTHING: Live = {
  seq: -1,
  transcript: EMPTY,
  committed: {},
  pulse: null,
  level: 0,
  behind_ms: 0,
  notices: [],
  problem: null,
  capture_ended: false,
  feedback: null,
  ended: null,
};

export function received(live: Live, message: FromServer): Live {
  switch (message.type) {
    case "event":
      return happened(live, message.event);
    case "pulse":
      return { ...live, pulse: message.pulse };
    case "level":
      return { ...live, level: message.level };
    case "problem":
      return { ...live, problem: { what: message.what, next_step: message.next_step } };
    case "ack":
      return live;
  }
}

function happened(live: Live, event: Event): Live {
  if (event.seq <= live.seq) return live; // sent again after a reconnect
  const next = { ...live, seq: event.seq };
  const body = event.body;
  switch (body.kind) {
    case "segment":
      return spoken(next, body.segment);
    case "lag":
      return { ...next, behind_ms: body.behind_ms };
    case "noticed":
      return { ...next, notices: [...next.notices, body] };
    case "capture-ended":
      return { ...next, capture_ended: true };
    case "feedback":
      return { ...next, feedback: body };
    case "session-ended":
      return { ...next, ended: body.reason };
    default:
      return next;
  }
}

function spoken(live: Live, segment: Segment): Live {
  const key = turnKey(segment);
  const old = live.transcript.segments.find((s) => turnKey(s) === key);
  const transcript = heard(live.transcript, segment);
  if (transcript === live.transcript) return live;
  const now = wordsOf(segment);
  const held = live.committed[key] ?? 0;
  const agreed = segment.is_final ? now.length : Math.max(held, common(old ? wordsOf(old) : [], now));
  return {
    ...live,
    transcript,
    committed: { ...live.committed, [key]: Math.min(agreed, now.length) },
  };
}

export function turnKey(segment: Segment): string {
  return `${segment.channel}/${segment.turn}`;
}

export function wordsOf(segment: Segment): string[] {
  return segment.text.split(" ").filter((word) => word !== "");
}

function common(a: string[], b: string[]): number {
  let n = 0;
  while (n < a.length && n < b.length && a[n] === b[n]) n += 1;
  return n;
}
