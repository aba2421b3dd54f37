import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { fold, foldEvents, textOf } from "../src/transcript";
import type { Event } from "../src/wire";
import { segment } from "./speech";

test("the highest revision of a turn wins, in whatever order they come", () => {
  const heard = [segment(0, 2, "we test it"), segment(0, 1, "we best"), segment(0, 0, "we")];
  expect(textOf(fold(heard))).toBe("we test it");
  expect(textOf(fold([...heard].reverse()))).toBe("we test it");
});

test("the same revision again replaces itself: the later one counts", () => {
  expect(textOf(fold([segment(0, 1, "old"), segment(0, 1, "new")]))).toBe("new");
});

test("turns stand in order of time, then channel, then turn", () => {
  const heard = [
    segment(1, 0, "late", { start_ms: 900 }),
    segment(0, 0, "them", { start_ms: 100, channel: "system" }),
    segment(0, 0, "me", { start_ms: 100 }),
  ];
  expect(fold(heard).segments.map((s) => s.text)).toEqual(["me", "them", "late"]);
});

test("an empty turn leaves no gap in the text", () => {
  expect(textOf(fold([segment(0, 0, "a"), segment(1, 0, ""), segment(2, 0, "b")]))).toBe("a b");
});

const GOLDEN = fileURLToPath(new URL("../../tests/sessions/", import.meta.url));
const sessions = existsSync(GOLDEN) ? readdirSync(GOLDEN).filter((name) => name.endsWith(".jsonl")) : [];

describe.runIf(sessions.length > 0)("golden sessions fold to the text that Python wrote beside them", () => {
  test.each(sessions)("%s", (name) => {
    const lines = readFileSync(GOLDEN + name, "utf8").trim().split("\n");
    const events = lines.map((line) => JSON.parse(line) as Event);
    const given = events.flatMap(({ body }) => (body.kind === "feedback" ? [body.feedback.text] : []));
    expect(given).not.toEqual([]);
    expect(textOf(foldEvents(events))).toBe(given.at(-1));
  });
});
