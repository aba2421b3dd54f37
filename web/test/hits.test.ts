import { expect, test } from "vitest";
import { snippet, stretches, type Stretch } from "../src/library/hits";
import { documentPath, routeOf } from "../src/route";

/** `a[b]c`: what is marked stands in brackets. */
function drawn(pieces: readonly Stretch[]): string {
  return pieces.map((p) => (p.marked ? `[${p.text}]` : p.text)).join("");
}

test("marks count code points, and those that touch are one", () => {
  expect(drawn(stretches("🎯 gap here", [[2, 5]]))).toBe("🎯 [gap] here");
  expect(drawn(stretches("abcdef", [[3, 5], [1, 4]]))).toBe("a[bcde]f");
  expect(drawn(stretches("abc", [[1, 99]]))).toBe("a[bc]");
  expect(drawn(stretches("", []))).toBe("");
});

test("a snippet shows where most words were found, and says that it is cut", () => {
  const text = `${"one two three ".repeat(60)}the zebra probe leaked ${"four five six ".repeat(60)}`;
  const at = text.indexOf("zebra");
  const cut = drawn(snippet(text, [[0, 3], [at, at + 5], [at + 6, at + 11]]));
  expect(cut).toContain("[zebra] [probe]");
  expect(cut.startsWith("… ")).toBe(true);
  expect(cut.endsWith(" …")).toBe(true);
  expect(cut.length).toBeLessThan(360);
  expect(drawn(snippet("short", []))).toBe("short");
});

test("a document's address carries the span", () => {
  const path = documentPath(7, { start_char: 3, end_char: 9 });
  expect(routeOf(path)).toEqual({ page: "document", document_id: 7, span: [3, 9] });
  expect(routeOf("/library/7")).toEqual({ page: "document", document_id: 7, span: null });
  expect(routeOf("/library/7?from=9&to=3")).toEqual({ page: "document", document_id: 7, span: null });
  expect(routeOf("/library/x")).toEqual({ page: "unknown" });
  expect(routeOf("/library")).toEqual({ page: "library" });
});
