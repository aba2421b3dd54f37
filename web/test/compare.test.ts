import { describe, expect, test } from "vitest";
import { aligned, rows, summary } from "../src/compare";
import { comparePath, routeOf } from "../src/route";
import type { Column, Finding } from "../src/wire";

function column(attempt: number, score: number, kinds: Finding["kind"][], spoken: boolean): Column {
  const quote = { text: "We cut it.", start_char: 0, end_char: 10 };
  return {
    session_id: `s${attempt}`,
    attempt,
    started_at: "2026-01-01T09:00:00Z",
    overall: score,
    feedback: {
      id: `s${attempt}`, question: "Why?", pattern: "explain", text: quote.text, words: 100 * attempt, engine: "x",
      findings: kinds.map((kind) => ({ kind, severity: 2, quote, why: "", try_instead: "" })),
      structure: { pattern: "explain", parts: [{ part: "claim", status: attempt > 1 ? "present" : "missing", quote: attempt > 1 ? quote : null }] },
      coverage: { overall: null, points: [] },
      specificity: { overall: 0.25 * attempt, sentences: [] },
      delivery: {
        duration_ms: spoken ? 60_000 : null, words_per_minute: spoken ? 140.4 : null, fillers: [], hedges: [], pauses: [], filled_pauses: [],
        length: { verdict: attempt > 1 ? "right" : "short", target_words: [150, 260] },
      },
      rubric: [{ axis: "technical", score, because: [] }],
      next_steps: [], follow_ups: [],
    },
  };
}

const change = (gained: string[]) => ({
  fixed: [], kept: [], new: [], axes: [], parts_gained: gained, parts_lost: [],
  coverage_change: null, specificity_change: 0, words_change: 0,
});
const two = [column(1, 1.5, ["vague", "vague", "no-result"], false), column(2, 2.1, ["vague", "hedged"], false)];

describe("attempts side by side", () => {
  const named = (name: string) => rows(two).find((row) => row.name === name);

  test("a score that rises is better, findings that fall are better, length is neither", () => {
    expect(named("Overall")).toEqual({ name: "Overall", cells: ["1.5", "2.1"], change: "+0.6", better: true });
    expect(named("Findings")).toMatchObject({ cells: ["3", "2"], change: "−1", better: true });
    expect(named("Words")).toMatchObject({ cells: ["100 (short of 150–260)", "200 (on target)"], change: "+100", better: null });
    expect(named("Fillers")).toMatchObject({ change: "same", better: null });
  });

  test("what no attempt has is left out", () => {
    expect(named("Time")).toBeUndefined();
    expect(named("Key points")).toBeUndefined();
    expect(rows([two[0]!, column(2, 2, [], true)]).find((r) => r.name === "Time")).toMatchObject({ cells: ["–", "1:00"], change: "" });
  });

  test("the same part stands in the same row", () => {
    expect(aligned(two).map((a) => [a.part, ...a.found.map((p) => p?.status)])).toEqual([["claim", "missing", "present"]]);
  });

  test("the change in a sentence", () => {
    expect(summary({ question_id: "q", question: "Why?", columns: two, changes: [change(["claim"])] })).toBe(
      "From attempt 1 to attempt 2 the overall score rose to 2.1 of 4; 1 kind of finding fixed, 1 new; 1 part of the structure added.",
    );
  });

  test("its address", () => {
    expect(routeOf(comparePath(["a/b", "c&d"]))).toEqual({ page: "compare", session_ids: ["a/b", "c&d"] });
  });
});
