import { describe, expect, test } from "vitest";
import { across, dated, line, places, ticks, trailing, up, type Frame } from "../src/chart/plot";
import { answeredTopics, byTopic, onTarget, overall, trend, within } from "../src/progress";
import type { Point } from "../src/wire";

const frame: Frame = { width: 120, height: 70, left: 10, right: 10, top: 10, bottom: 10 };

describe("where marks stand", () => {
  test("ticks are round and reach the top", () => {
    expect(ticks(4)).toEqual([0, 1, 2, 3, 4]);
    expect(ticks(340)).toEqual([0, 100, 200, 300, 400]);
    expect(ticks(1)).toEqual([0, 0.25, 0.5, 0.75, 1]);
    expect(ticks(0)).toHaveLength(2);
  });

  test("answers share the width, values the height", () => {
    expect([0, 1].map((i) => across(i, 2, frame))).toEqual([35, 85]);
    expect(across(0, 1, frame)).toBe(60);
    expect([0, 2, 4, 9].map((value) => up(value, 4, frame))).toEqual([60, 35, 10, 10]);
  });

  test("a missing number leaves no mark and no zero", () => {
    const found = places({ name: "x", values: [1, null, 3] }, 4, frame);
    expect(found.map((place) => place.index)).toEqual([0, 2]);
    expect(line(found)).toBe("M26.7 47.5L93.3 22.5");
    expect(line(found.slice(1))).toBe("");
  });

  test("dates stand at both ends and as far apart as there is room", () => {
    expect(dated(3, 5)).toEqual([0, 1, 2]);
    expect(dated(100, 3)).toEqual([0, 50, 99]);
    expect(dated(100, 0)).toEqual([0, 99]);
  });

  test("the trend is the mean so far, over what is there", () => {
    expect(trailing([1, 3, null, 5], 2)).toEqual([1, 2, null, 5]);
  });
});

describe("progress in words", () => {
  const point = (n: number, topics: string[], given: Partial<Point> = {}): Point => ({
    session_id: `s${n}`, attempt: 1, question_id: "q", question: "Why?", kind: "technical", topics,
    started_at: `2026-01-0${n}T09:00:00Z`, words: 100 * n, target_words: [150, 260], duration_ms: null,
    words_per_minute: null, findings: n, technical: n, tradeoffs: n, judgement: n, communication: null, ...given,
  });
  const all = [point(1, ["rlhf"]), point(2, ["rlhf", "launch"], { kind: "scenario" }), point(3, ["launch"])];

  test("kind and topic cut a slice", () => {
    const ids = (kind: Point["kind"] | "all", topic: string) => within(all, { kind: kind ?? "all", topic }).map((p) => p.session_id);
    expect(ids("all", "")).toEqual(["s1", "s2", "s3"]);
    expect(ids("scenario", "rlhf")).toEqual(["s2"]);
    expect(ids("behavioural", "")).toEqual([]);
  });

  test("topics: by answers, and by score with the weakest first", () => {
    expect(answeredTopics(all)).toEqual([{ topic: "launch", answers: 2 }, { topic: "rlhf", answers: 2 }]);
    expect(byTopic(all)).toEqual([
      { topic: "rlhf", answers: 2, overall: 1.5, findings: 1.5 },
      { topic: "launch", answers: 2, overall: 2.5, findings: 2.5 },
    ]);
    expect(overall(all[0]!)).toBe(1);
  });

  test("trends", () => {
    expect(trend([null])).toBe("No answer has this number yet.");
    expect(trend([2])).toBe("One answer: 2.0.");
    expect(trend([1, 2.5])).toBe("From 1.0 to 2.5.");
    expect(trend([1, 2, null, 3, 4])).toBe("First 2 answers: 1.5 on average; last 2: 3.5.");
    expect(onTarget(all)).toBe("1 of 3 answers within the target.");
  });
});
