import { expect, test } from "vitest";
import { SHORTCUTS } from "../src/keys";

test("no key means two things", () => {
  const keys = SHORTCUTS.map((shortcut) => shortcut.key);
  expect(new Set(keys).size).toBe(keys.length);
});
