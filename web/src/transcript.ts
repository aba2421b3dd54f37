// A transcript is a fold over segments: the highest revision per channel and turn, in order of time.
// The same fold as `core/transcript.py`; both are tested on the same golden sessions.

import type { Event, Segment, Transcript } from "./wire";

export const EMPTY: Transcript = { segments: [] };

/** The transcript with `segment` in the place of older revisions of its turn. */
export function heard(transcript: Transcript, segment: Segment): Transcript {
  const kept: Segment[] = [];
  for (const old of transcript.segments) {
    if (old.channel !== segment.channel || old.turn !== segment.turn) kept.push(old);
    else if (old.revision > segment.revision) return transcript;
  }
  kept.push(segment);
  kept.sort(byTime);
  return { segments: kept };
}

export function fold(segments: Iterable<Segment>): Transcript {
  let transcript = EMPTY;
  for (const segment of segments) transcript = heard(transcript, segment);
  return transcript;
}

export function foldEvents(events: Iterable<Event>): Transcript {
  let transcript = EMPTY;
  for (const { body } of events) if (body.kind === "segment") transcript = heard(transcript, body.segment);
  return transcript;
}

export function textOf(transcript: Transcript): string {
  return transcript.segments
    .map((s) => s.text)
    .filter((text) => text !== "")
    .join(" ");
}

function byTime(a: Segment, b: Segment): number {
  return a.start_ms - b.start_ms || order(a.channel, b.channel) || a.turn - b.turn;
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
