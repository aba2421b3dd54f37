import { expect, test } from "vitest";
import { InTurn, Newest } from "../src/turns";

/** An answer that the test gives when it likes. */
function pending<T>(): { promise: Promise<T>; give: (value: T) => void; refuse: (cause: Error) => void } {
  let give!: (value: T) => void;
  let refuse!: (cause: Error) => void;
  const promise = new Promise<T>((done, failed) => ((give = done), (refuse = failed)));
  return { promise, give, refuse };
}

test("in turn: the second is asked for when the first is answered, also where the first is refused", async () => {
  const turns = new InTurn();
  const [first, asked] = [pending<string>(), [] as string[]];
  const one = turns.run(() => (asked.push("one"), first.promise));
  const two = turns.run(() => Promise.resolve(asked.push("two")));
  await Promise.resolve();
  expect(asked).toEqual(["one"]);
  first.refuse(new Error("no"));
  await expect(one).rejects.toThrow("no");
  await two;
  expect(asked).toEqual(["one", "two"]);
});

test("newest: only what was asked last is wanted, and nothing once it is dropped", () => {
  const newest = new Newest();
  const old = newest.next();
  const wanted = newest.next();
  expect([old(), wanted()]).toEqual([false, true]);
  newest.drop();
  expect(wanted()).toBe(false);
});
