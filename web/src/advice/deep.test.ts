import { expect, test } from "vitest";
import type { Advice } from "./advice";
import { findingsOf } from "./deep";

test("a finding of a model says who made it, and one without words of the answer is none", () => {
  const cite = { ref: "answer", start_char: 2, end_char: 8, text: "tested", title: "", document_id: null };
  const point = { heading: "no-result", text: "No outcome.", cites: [cite], instead: "Say [how many?]." };
  const advice = { points: [point, { ...point, cites: [] }], engine: "gemma4, Ollama" } as unknown as Advice;
  const found = findingsOf(advice);
  expect(found).toHaveLength(1);
  expect(found[0]).toMatchObject({ kind: "no-result", by: "gemma4, Ollama", try_instead: "Say [how many?]." });
  expect(found[0]!.quote.text).toBe("tested");
});
