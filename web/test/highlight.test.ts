import { expect, test } from "vitest";
import { isWhole, pieces, readingOrder } from "../src/highlight";
import type { Finding } from "../src/wire";

function finding(text: string, quote: string, kind: Finding["kind"] = "vague"): Finding {
  const start = Array.from(text.slice(0, text.indexOf(quote))).length;
  const length = Array.from(quote).length;
  return {
    kind,
    severity: 1,
    quote: { text: quote, start_char: start, end_char: start + length },
    why: "",
    try_instead: "",
  };
}

/** `a[bc:0,1]d`: pieces with the findings they belong to. */
function drawn(text: string, findings: Finding[]): string {
  return pieces(text, findings)
    .map((p) => (p.findings.length ? `[${p.text}:${p.findings.join(",")}]` : p.text))
    .join("");
}

const TEXT = "we always test and it was fine in the end";

test("no findings: one piece", () => {
  expect(drawn(TEXT, [])).toBe(TEXT);
});

test("findings apart", () => {
  const found = [finding(TEXT, "always"), finding(TEXT, "fine")];
  expect(drawn(TEXT, found)).toBe("we [always:0] test and it was [fine:1] in the end");
});

test("overlapping findings are cut where they cross, the narrower one first", () => {
  const found = [finding(TEXT, "always test and"), finding(TEXT, "test and it was fine")];
  expect(drawn(TEXT, found)).toBe("we [always :0][test and:0,1][ it was fine:1] in the end");
});

test("a finding inside another is reached first", () => {
  const found = [finding(TEXT, "always test and it"), finding(TEXT, "test")];
  expect(drawn(TEXT, found)).toBe("we [always :0][test:1,0][ and it:0] was fine in the end");
});

test("each finding's number is printed once, where its quote ends", () => {
  const found = [finding(TEXT, "always test and"), finding(TEXT, "test and it was fine")];
  expect(pieces(TEXT, found).flatMap((p) => p.ends)).toEqual([0, 1]);
});

test("the pieces always make up the whole text, also with astral characters", () => {
  const text = "🎙 we always 𝛿-test, fine";
  const found = [finding(text, "𝛿-test"), finding(text, "we always 𝛿")];
  expect(pieces(text, found).map((p) => p.text).join("")).toBe(text);
  expect(pieces(text, found).some((p) => p.text === "𝛿" && p.findings.length === 2)).toBe(true);
});

test("a finding about all of a long answer is not underlined", () => {
  const long = `${TEXT}. `.repeat(6);
  const whole = finding(long, long, "too-short");
  expect(isWhole(whole, long.length)).toBe(true);
  expect(drawn(long, [whole])).toBe(long);
});

test("reading order is by place, with the whole answer last", () => {
  const long = `${TEXT}. `.repeat(6);
  const found = [finding(long, long, "too-short"), finding(long, "fine"), finding(long, "always")];
  expect(readingOrder(long, found)).toEqual([2, 1, 0]);
});
