import { expect, test } from "vitest";
import { Refusal } from "../api";
import { asText, heard, Lines, type Step } from "./advice";

test("lines come out whole, whatever the pieces", () => {
  const lines = new Lines();
  expect(lines.push('{"a"')).toEqual([]);
  expect(lines.push(':1}\n{"b":2}\n{"c')).toEqual(['{"a":1}', '{"b":2}']);
  expect(lines.push('":3}\n\n')).toEqual(['{"c":3}']);
});

test("advice is copied as people read it", () => {
  const point = { heading: "claim", text: "It was tested.", cites: [], instead: "" };
  const better = { heading: "", text: "Vague.", cites: [], instead: "Say [how many?]." };
  expect(asText([point, better])).toBe("claim\nIt was tested.\n\nVague.\nInstead: Say [how many?].");
});

const POINT = '{"kind":"point","heading":"","text":"Vague.","cites":[],"instead":""}\n';

function spoken(pieces: string[], fault?: Error): ReadableStream<Uint8Array<ArrayBuffer>> {
  const bytes = pieces.map((piece) => new TextEncoder().encode(piece));
  return new ReadableStream({
    pull: (to) => {
      const next = bytes.shift();
      if (next) to.enqueue(next);
      else if (fault) to.error(fault);
      else to.close();
    },
  });
}

test("an advice that ends before it is whole is refused, and its points are kept", async () => {
  for (const cut of [spoken([POINT]), spoken([POINT], new TypeError("network error"))]) {
    const steps: Step[] = [];
    await expect(heard(cut, (step) => steps.push(step))).rejects.toBeInstanceOf(Refusal);
    expect(steps.map((step) => step.kind)).toEqual(["point"]);
  }
});

test("a whole advice, and one that was stopped", async () => {
  const steps: Step[] = [];
  await heard(spoken([POINT, '{"kind":"advice","points":[]}\n']), (step) => steps.push(step));
  expect(steps.map((step) => step.kind)).toEqual(["point", "advice"]);
  const stopped = spoken([POINT], new DOMException("stopped", "AbortError"));
  await expect(heard(stopped, () => undefined)).rejects.toBeInstanceOf(DOMException);
});
