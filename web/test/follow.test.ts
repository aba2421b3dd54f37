import { describe, expect, test } from "vitest";
import { places, saidAt, wordAt } from "../src/follow";
import { lanes } from "../src/lanes";
import type { Word } from "../src/wire";

const word = (text: string, start_ms: number): Word => ({ text, start_ms, end_ms: start_ms + 300, interpolated: false });

describe("words of a recording in its text", () => {
  const text = "We test 𝛿, then we ship.";
  const found = places(text, [word("We", 0), word("test", 400), word("𝛿,", 900), word("then", 3000), word("we", 3400), word("ship.", 3800)]);
  const slice = (i: number): string => text.slice(found[i]!.start, found[i]!.end);

  test("each is found behind the one before", () => {
    expect(found.map((_, i) => slice(i))).toEqual(["We", "test", "𝛿,", "then", "we", "ship."]);
  });

  test("a word that the text does not have is left out, and the rest is found", () => {
    expect(places("a c", [word("a", 0), word("b", 1), word("c", 2)]).map((p) => p.start)).toEqual([0, 2]);
  });

  test("what is said at a time, also a little after; nothing in a long pause", () => {
    expect([saidAt(found, 0), saidAt(found, 450), saidAt(found, 1300), saidAt(found, 2500), saidAt(found, 9000)]).toEqual([
      0, 1, 2, -1, -1,
    ]);
    expect(saidAt([], 5)).toBe(-1);
  });

  test("the word under a place of the text", () => {
    expect(slice(wordAt(found, text.indexOf("hen")))).toBe("then");
    expect(wordAt(found, 0)).toBe(0);
  });
});

describe("lanes", () => {
  test("what lies apart shares a lane; what overlaps does not", () => {
    expect(lanes([{ from: 0, to: 10 }, { from: 10, to: 20 }, { from: 5, to: 15 }])).toEqual([0, 0, 1]);
  });
  test("room between two is kept, and the order of what is given does not matter", () => {
    expect(lanes([{ from: 10.1, to: 20 }, { from: 0, to: 10 }], 1)).toEqual([1, 0]);
  });
});
