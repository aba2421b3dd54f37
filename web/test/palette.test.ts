import { describe, expect, test } from "vitest";
import { opensPalette } from "../src/keys";
import { groupsOf, questionEntries, type Entry } from "../src/palette/entries";
import { match, ranked } from "../src/palette/fuzzy";
import type { QuestionLine } from "../src/wire";

describe("the match", () => {
  const best = (query: string, ...texts: string[]): string[] => ranked(query, texts, (text) => text);

  test("starts of words beat middles, words beat letters in order", () => {
    expect(best("set", "Asset list", "Settings", "Some extra test")).toEqual(["Settings", "Asset list", "Some extra test"]);
  });

  test("words in any order, case and accents aside", () => {
    expect(match("ENOUGH rlhf", "When is RLHF not enough?")).not.toBeNull();
    expect(match("naive", "A naïve answer")).not.toBeNull();
    expect(match("rlhf zebra", "When is RLHF not enough?")).toBeNull();
  });

  test("letters in order, from the start of a word and not too far apart", () => {
    expect(match("stngs", "Settings")).not.toBeNull();
    expect(match("ttngs", "Settings")).toBeNull();
    expect(match("az", `a ${"x".repeat(50)} z`)).toBeNull();
  });

  test("nothing typed matches everything, in the order given", () => expect(best("", "b", "a")).toEqual(["b", "a"]));
});

describe("what the palette offers", () => {
  const went: string[] = [];
  const question = { question_id: "rlhf-limits", text: "When is RLHF not enough?", kind: "technical", topics: ["alignment"] };
  const entries: Entry[] = [
    { group: "Pages", text: "Settings", also: "microphone", run: () => undefined },
    { group: "Actions", text: "Dark theme", run: () => undefined },
    ...questionEntries([question as QuestionLine], (path) => went.push(path)),
  ];
  const names = (query: string): string[] => groupsOf(entries, query).flatMap((g) => [g.name, ...g.entries.map((e) => e.text)]);

  test("pages and actions first, questions once something is typed", () => {
    expect(names("")).toEqual(["Pages", "Settings", "Actions", "Dark theme"]);
    expect(names("alignment")).toEqual(["Questions", "When is RLHF not enough?"]);
    expect(names("microphone")).toEqual(["Pages", "Settings"]);
  });

  test("a question leads to its practice", () => {
    groupsOf(entries, "rlhf")[0]!.entries[0]!.run();
    expect(went).toEqual(["/practice/rlhf-limits"]);
  });
});

test("Ctrl-K and ⌘-K open it, others do not", () => {
  const press = (keys: Partial<KeyboardEvent>): KeyboardEvent => ({ key: "k", ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...keys }) as KeyboardEvent;
  expect(opensPalette(press({ ctrlKey: true }))).toBe(true);
  expect(opensPalette(press({ metaKey: true, key: "K" }))).toBe(true);
  expect(opensPalette(press({}))).toBe(false);
  expect(opensPalette(press({ ctrlKey: true, shiftKey: true }))).toBe(false);
});
