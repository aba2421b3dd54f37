import { expect, test } from "vitest";
import { Inker, TURNS, type Ink } from "../src/inks";
import { NOTHING, received, type Live } from "../src/live";
import type { EventBody, Pulse, Segment } from "../src/wire";
import { event, segment } from "./speech";

function heard(...segments: Segment[]): Live {
  return segments.reduce(
    (live, s, seq) => received(live, { type: "event", event: event(seq, { kind: "segment", segment: s }) }),
    NOTHING,
  );
}

const inks = (live: Live): Ink[] => new Inker().blocks(live).flatMap((block) => block.runs);

/** Settled words in capitals, words that may still change in small letters. */
function drawn(live: Live): string {
  return inks(live)
    .map((ink) => (ink.tentative ? ink.text : ink.text.toUpperCase()))
    .join(" ");
}

test("a first guess is tentative", () => {
  expect(drawn(heard(segment(0, 0, "we mash")))).toBe("we mash");
});

test("words that two revisions agree on are settled", () => {
  expect(drawn(heard(segment(0, 0, "we mash"), segment(0, 1, "we measure it")))).toBe("WE measure it");
});

test("what was settled stays settled when a later revision disagrees in front of it", () => {
  const live = heard(segment(0, 0, "we test it"), segment(0, 1, "we test it well"), segment(0, 2, "he test it well"));
  expect(drawn(live)).toBe("HE TEST IT well");
});

test("a final is settled as a whole, and an older revision changes nothing", () => {
  const live = heard(segment(0, 3, "we measure it", { is_final: true }), segment(0, 2, "we mash"));
  expect(drawn(live)).toBe("WE MEASURE IT");
});

test("a revision that got shorter does not settle words that are gone", () => {
  expect(drawn(heard(segment(0, 0, "a b c"), segment(0, 1, "a b c"), segment(0, 2, "a")))).toBe("A");
});

test("vague spans are marked across turns by code points", () => {
  const pulse = { vague: [[5, 9]] } as unknown as Pulse;
  const live = received(heard(segment(0, 0, "𝛿 ok", { is_final: true }), segment(1, 0, "very fine now", { is_final: true })), {
    type: "pulse",
    pulse,
  });
  expect(inks(live).filter((ink) => ink.vague).map((ink) => ink.text)).toEqual(["very"]);
});

test("what did not change is the same block as before", () => {
  const inker = new Inker();
  const turns = Array.from({ length: TURNS + 1 }, (_, i) => segment(i, 0, "one two", { is_final: i < TURNS }));
  const live = heard(...turns);
  const before = inker.blocks(live);
  const grown = segment(TURNS, 1, "one two three");
  const after = inker.blocks(received(live, { type: "event", event: event(99, { kind: "segment", segment: grown }) }));
  expect(before).toHaveLength(2);
  expect(after[0]).toBe(before[0]);
  expect(after[1]!.runs.map((ink) => ink.text)).toEqual(["one two", "three"]);
  expect(after[1]!.runs[0]!.at).toBe(TURNS * 8);
});

test("an event that comes again after a reconnect changes nothing", () => {
  const notice: EventBody = { kind: "noticed", what: "quiet", next_step: "" };
  const once = received(NOTHING, { type: "event", event: event(0, notice) });
  expect(received(once, { type: "event", event: event(0, notice) })).toBe(once);
  expect(once.notices).toHaveLength(1);
});

test("feedback and the end are remembered", () => {
  const ended = received(NOTHING, { type: "event", event: event(4, { kind: "session-ended", reason: "done" }) });
  expect(ended.ended).toBe("done");
  expect(ended.seq).toBe(4);
});
