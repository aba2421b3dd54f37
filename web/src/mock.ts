// What the page shows of a mock interview.

import type { MockReport, MockTurn } from "./wire";

/** The question that is asked now; none when all are over or the interview was ended. */
export function current(mock: MockReport): MockTurn | null {
  return mock.ended_at === null ? (mock.turns.find((turn) => turn.state === "open") ?? null) : null;
}

/** `Question 2 of 5`, or `Follow-up to question 2`. */
export function place(mock: MockReport, turn: MockTurn): string {
  const planned = mock.turns.filter((other) => other.follows === null);
  const number = planned.findIndex((other) => other.position === (turn.follows ?? turn.position)) + 1;
  return turn.follows === null ? `Question ${number} of ${planned.length}` : `Follow-up to question ${number}`;
}

/** How many of the planned questions are over. */
export function done(mock: MockReport): [number, number] {
  const planned = mock.turns.filter((turn) => turn.follows === null);
  return [planned.filter((turn) => turn.state !== "open").length, planned.length];
}

/** About how long so many questions take: three minutes each and half as many follow-ups of one minute. */
export function minutesFor(count: number): number {
  return Math.round(count * 3 + count / 2);
}
