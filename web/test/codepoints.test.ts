import { expect, test } from "vitest";
import { CodePoints, countCodePoints } from "../src/codepoints";

test("slices count code points, as Python does", () => {
  const text = new CodePoints("a🎙️ risk 𝛿 b");
  expect(text.length).toBe(12);
  expect(text.slice(1, 2)).toBe("🎙");
  expect(text.slice(9, 10)).toBe("𝛿");
  expect(text.slice(11, 12)).toBe("b");
});

test("text without astral characters is sliced as it is", () => {
  expect(new CodePoints("naïve — ok").slice(0, 5)).toBe("naïve");
  expect(countCodePoints("naïve — ok")).toBe(10);
});
