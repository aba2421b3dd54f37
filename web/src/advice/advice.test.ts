import { expect, test } from "vitest";
import { asText, Lines } from "./advice";

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
