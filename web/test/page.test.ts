import { describe, expect, test } from "vitest";
import { Api, Refusal } from "../src/api";
import { blanks } from "../src/blanks";
import { chosen, EVERYTHING, topicsOf } from "../src/choose";
import { questionPath, routeOf, sessionPath } from "../src/route";
import { clock, daysTo, longDay, megabytes, score, span, speakingTime } from "../src/say";
import { tally } from "../src/tally";
import { nextTheme, savedTheme } from "../src/theme";
import type { Quote, QuestionLine } from "../src/wire";

describe("routes", () => {
  test.each([
    ["/", { page: "today" }],
    ["/practice", { page: "practice" }],
    ["/practice/rlhf-limits", { page: "question", question_id: "rlhf-limits" }],
    ["/practice/a%20b", { page: "question", question_id: "a b" }],
    ["/practice/100%", { page: "question", question_id: "100%" }],
    ["/bank", { page: "bank" }],
    ["/bank/rlhf-limits", { page: "card", question_id: "rlhf-limits" }],
    ["/sessions", { page: "sessions" }],
    ["/sessions/s1", { page: "session", session_id: "s1" }],
    ["/sessions/s1/more", { page: "unknown" }],
    ["/settings", { page: "settings" }],
    ["/welcome", { page: "welcome" }],
    ["/settings/more", { page: "unknown" }],
  ])("%s", (path, route) => expect(routeOf(path)).toEqual(route));

  test("paths come back as they were given", () => {
    expect(routeOf(questionPath("a/b ?"))).toEqual({ page: "question", question_id: "a/b ?" });
    expect(routeOf(sessionPath("x#y"))).toEqual({ page: "session", session_id: "x#y" });
  });
});

describe("the filter of questions", () => {
  const line = (question_id: string, text: string, kind: QuestionLine["kind"], topics: string[]): QuestionLine => ({
    question_id, text, kind, topics, pattern: "explain", difficulty: 2, tests: "", attempts: 0, best: null, own: false,
  });
  const all = [
    line("rlhf-limits", "Where does RLHF fail?", "technical", ["RLHF", "evaluation"]),
    line("gap", "A launch has a gap.", "scenario", ["launch", "evaluation"]),
    line("team", "When did you disagree, naïvely?", "behavioural", ["judgement"]),
  ];
  const ids = (wish: Partial<Parameters<typeof chosen>[1]>): string[] =>
    chosen(all, { ...EVERYTHING, ...wish }).map((q) => q.question_id);

  test("every word must be there, in any order, case or accent", () => {
    expect(ids({ words: "FAIL rlhf" })).toEqual(["rlhf-limits"]);
    expect(ids({ words: "naively" })).toEqual(["team"]);
    expect(ids({ words: "rlhf launch" })).toEqual([]);
  });

  test("kind and topic narrow it", () => {
    expect(ids({ kind: "scenario" })).toEqual(["gap"]);
    expect(ids({ topic: "evaluation" })).toEqual(["rlhf-limits", "gap"]);
    expect(ids({ topic: "evaluation", kind: "behavioural" })).toEqual([]);
  });

  test("topics: the most common first", () => {
    expect(topicsOf(all)).toEqual(["evaluation", "judgement", "launch", "RLHF"]);
  });
});

describe("what the app answers", () => {
  const answering = (response: Response): Api => new Api(() => Promise.resolve(response));

  test("data of an envelope", async () => {
    expect(await answering(Response.json({ code: 0, data: [1], message: "ok" })).get("/api/x")).toEqual([1]);
  });

  test("a refusal keeps its code and its words", async () => {
    const asked = answering(Response.json({ code: 8, data: null, message: "Gone." }, { status: 404 })).get("/api/x");
    await expect(asked).rejects.toEqual(new Refusal(8, "Gone."));
  });

  test("no answer means that the app is not running", async () => {
    const asked = new Api(() => Promise.reject(new TypeError("failed"))).get("/api/x");
    await expect(asked).rejects.toMatchObject({ code: 3 });
  });

  test("an answer that breaks off means that the app went away", async () => {
    const broken = new Response('{"code": 0, "da', { headers: { "content-type": "application/json" } });
    await expect(answering(broken).get("/api/x")).rejects.toMatchObject({ code: 3 });
  });

  test("something that is no envelope is said to be that", async () => {
    const asked = answering(new Response("<h1>oops</h1>", { headers: { "content-type": "text/html" } })).get("/api/x");
    await expect(asked).rejects.toThrow("does not understand");
  });
});

describe("words and numbers", () => {
  test("clock", () => expect([0, 999, 65_000, 3_600_000].map(clock)).toEqual(["0:00", "0:00", "1:05", "60:00"]));
  test("span", () => expect([1_400, 61_000].map(span)).toEqual(["1 s", "1 min 1 s"]));
  test("megabytes", () => expect([1_234_000, 68_900_000].map(megabytes)).toEqual(["1.2 MB", "69 MB"]));
  test("speaking time", () => {
    expect(speakingTime([150, 260])).toBe("1–2 min");
    expect(speakingTime([60, 70])).toBe("about ½ min");
    expect(speakingTime([210, 350])).toBe("1½–2½ min");
  });
  test("a score that is not there", () => expect([score(null), score(2.04)]).toEqual(["–", "2.0"]));
});

test("blanks of a rewrite stand out", () => {
  expect(blanks("It fell to [how much?]; [who?] agreed.").filter((p) => p.blank).map((p) => p.text)).toEqual([
    "[how much?]",
    "[who?]",
  ]);
  expect(blanks("a [b] c").map((p) => p.text).join("")).toBe("a [b] c");
});

test("fillers are counted without regard to case, the most frequent first", () => {
  const quote = (text: string, start_char: number): Quote => ({ text, start_char, end_char: start_char + text.length });
  const counted = tally([quote("So", 0), quote("um", 5), quote("Um", 9)]);
  expect(counted.map((t) => [t.text, t.quotes.length])).toEqual([
    ["um", 2],
    ["so", 1],
  ]);
});

test("themes go round, and a strange saved one is ignored", () => {
  const store = (value: string | null): Storage => ({ getItem: () => value }) as unknown as Storage;
  expect([savedTheme(store(null)), savedTheme(store("dark")), savedTheme(store("<x>"))]).toEqual([
    "system", "dark", "system",
  ]);
  expect([nextTheme("system"), nextTheme("light"), nextTheme("dark")]).toEqual(["light", "dark", "system"]);
});

test("the days to the interview", () => {
  expect([-2, -1, 0, 1, 12].map(daysTo)).toEqual([
    "Your interview was 2 days ago",
    "Your interview was yesterday",
    "Your interview is today",
    "Your interview is tomorrow",
    "12 days to your interview",
  ]);
  expect(longDay("2026-11-23", "en-GB")).toBe("Monday 23 November");
});
