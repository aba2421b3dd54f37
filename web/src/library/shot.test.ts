import { describe, expect, it } from "vitest";
import { between, moved, named, pixels, taken, WHOLE } from "./shot";

describe("a cut", () => {
  it("lies between two corners in any order, inside the picture", () => {
    const cut = { left: 0.2, top: 0.1, right: 0.6, bottom: 1 };
    expect(between({ x: 0.2, y: 0.1 }, { x: 0.6, y: 1.4 })).toEqual(cut);
    expect(between({ x: 0.6, y: 1.4 }, { x: 0.2, y: 0.1 })).toEqual(cut);
  });

  it("is the whole picture after a mere click", () => {
    expect(between({ x: 0.5, y: 0.5 }, { x: 0.505, y: 0.9 })).toEqual(WHOLE);
  });

  it("keeps its edges apart", () => {
    const cut = { left: 0.2, top: 0.2, right: 0.6, bottom: 0.6 };
    expect(moved(cut, "left", 0.9).left).toBeCloseTo(0.58);
    expect(moved(cut, "bottom", 0).bottom).toBeCloseTo(0.22);
    expect(moved(cut, "right", 0.8)).toEqual({ ...cut, right: 0.8 });
  });

  it("has whole pixels, one at the least", () => {
    expect(pixels({ left: 0.25, top: 0, right: 0.75, bottom: 0.5 }, 801, 401)).toEqual({ x: 200, y: 0, width: 401, height: 201 });
    expect(pixels({ left: 0.5, top: 0.5, right: 0.52, bottom: 0.52 }, 10, 10)).toEqual({ x: 5, y: 5, width: 1, height: 1 });
  });
});

it("a name says when", () => {
  expect(named(new Date(2026, 2, 7, 9, 5, 3))).toBe("Screenshot 2026-03-07 09.05.03.png");
});

it("a browser without screens says what to do", async () => {
  expect(await taken(undefined)).toMatchObject({ next_step: expect.stringContaining("bring the file") });
});
