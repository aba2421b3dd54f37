import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Refusal, type Api } from "../src/api";
import { draftOf, fieldsOf } from "../src/bank/fields";
import { Undo, UNDO_MS } from "../src/undo.svelte";

describe("the form of an own question", () => {
  test("topics become ids, once each; marks of a list and empty lines go", () => {
    const fields = fieldsOf({
      ...draftOf(null),
      text: "  Why now?  ",
      topics: "Red teaming, RLHF,, rlhf, Évaluation!",
      key_points: "- First\n\n2) Second\n• Third ",
    });
    expect(fields.text).toBe("Why now?");
    expect(fields.topics).toEqual(["red-teaming", "rlhf", "evaluation"]);
    expect(fields.key_points).toEqual(["First", "Second", "Third"]);
  });

  test("a number that belongs to the text stays", () => {
    expect(fieldsOf({ ...draftOf(null), key_points: "5 % is the limit" }).key_points).toEqual(["5 % is the limit"]);
  });
});

describe("undo", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  function deleting(refuse?: Refusal): [Undo, string[]] {
    const gone: string[] = [];
    const remove = (path: string): Promise<unknown> => {
      gone.push(path);
      return refuse ? Promise.reject(refuse) : Promise.resolve(null);
    };
    return [new Undo({ remove } as unknown as Api), gone];
  }

  test("out of sight at once, deleted a while later", async () => {
    const [undo, gone] = deleting();
    undo.remove({ path: "/a", said: "Deleted." });
    expect([undo.hides("/a"), gone]).toEqual([true, []]);
    await vi.advanceTimersByTimeAsync(UNDO_MS);
    expect([undo.hides("/a"), gone, undo.last]).toEqual([true, ["/a"], null]);
  });

  test("what is brought back was never deleted", async () => {
    const [undo, gone] = deleting();
    undo.remove({ path: "/a", said: "Deleted." });
    expect(undo.bringBack()?.path).toBe("/a");
    await vi.advanceTimersByTimeAsync(UNDO_MS * 2);
    expect([undo.hides("/a"), gone]).toEqual([false, []]);
  });

  test("the next deletion settles the one before", async () => {
    const [undo, gone] = deleting();
    undo.remove({ path: "/a", said: "" });
    undo.remove({ path: "/b", said: "" });
    await vi.advanceTimersByTimeAsync(0);
    expect([gone, undo.last?.path]).toEqual([["/a"], "/b"]);
  });

  test("what could not be deleted is shown again, with the reason", async () => {
    const [undo] = deleting(new Refusal(7, "The disk is full."));
    undo.remove({ path: "/a", said: "" });
    await vi.advanceTimersByTimeAsync(UNDO_MS);
    expect([undo.hides("/a"), undo.refusal?.message]).toEqual([false, "The disk is full."]);
  });
});
