import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Refusal, type Api } from "../src/api";
import { Bringing } from "../src/library/bringing.svelte";
import { ModelShelf } from "../src/models.svelte";
import { Guarded } from "../src/settings/guarded.svelte";
import { StatusWatch } from "../src/status.svelte";
import { Undo } from "../src/undo.svelte";
import type { BroughtFile, ImportState, ModelLine, ModelList, Status } from "../src/wire";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** An app whose answers come when the test gives them, in any order. */
class Held {
  readonly asked: { path: string; give: (value: unknown) => void; refuse: (cause: Refusal) => void }[] = [];
  readonly #ask = (path: string): Promise<unknown> =>
    new Promise((give, refuse) => this.asked.push({ path, give, refuse }));
  readonly api = { get: this.#ask, see: this.#ask, post: this.#ask, send: this.#ask, remove: this.#ask } as unknown as Api;

  get paths(): string[] {
    return this.asked.map(({ path }) => path);
  }

  async give(index: number, value: unknown): Promise<void> {
    this.asked[index]!.give(value);
    await vi.advanceTimersByTimeAsync(0);
  }

  async refuse(index: number, message = "No."): Promise<void> {
    this.asked[index]!.refuse(new Refusal(1, message));
    await vi.advanceTimersByTimeAsync(0);
  }
}

const locked = (is: boolean): Partial<Status> => ({ locked: is, models: { ready: true, missing: [], pulling: null } });

test("an older look does not lock what was opened since", async () => {
  const app = new Held();
  const watch = new StatusWatch(app.api);
  void watch.look();
  void watch.look();
  await app.give(1, locked(false));
  await app.give(0, locked(true));
  expect(watch.status?.locked).toBe(false);
});

test("two looks while the app is away become one that goes on", async () => {
  const app = new Held();
  const watch = new StatusWatch(app.api);
  void watch.look();
  void watch.look();
  await app.refuse(0);
  await app.refuse(1);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(app.asked).toHaveLength(3);
});

const COMING = { models: [], under_way: ["m"], pulling: null } as unknown as ModelList;

test("a download is followed on after one look that failed", async () => {
  const app = new Held();
  const shelf = new ModelShelf(app.api, () => undefined);
  void shelf.look();
  await app.give(0, COMING);
  await vi.advanceTimersByTimeAsync(500);
  await app.refuse(1);
  await vi.advanceTimersByTimeAsync(500);
  await app.give(2, { ...COMING, under_way: [] });
  expect([shelf.list?.under_way, shelf.refusal]).toEqual([[], null]);
});

test("what a button was refused stays in sight while a download is looked at", async () => {
  const app = new Held();
  const shelf = new ModelShelf(app.api, () => undefined);
  void shelf.look();
  await app.give(0, COMING);
  void shelf.pull({ id: "other" } as ModelLine);
  await app.refuse(1, "There is no room.");
  await vi.advanceTimersByTimeAsync(500);
  await app.give(2, COMING);
  expect(shelf.refusal?.message).toBe("There is no room.");
});

test("a look that is answered after the page was left starts nothing", async () => {
  const app = new Held();
  const shelf = new ModelShelf(app.api, () => undefined);
  void shelf.look();
  shelf.leave();
  await app.give(0, COMING);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(app.asked).toHaveLength(1);
});

test("choices made quickly are all asked for, one after another; an action is not begun twice", async () => {
  const app = new Held();
  const card = new Guarded();
  const ask = (path: string) => async (): Promise<void> => void (await app.api.get(path));
  void card.choose(ask("first"));
  void card.choose(ask("second"));
  await vi.advanceTimersByTimeAsync(0);
  expect(app.paths).toEqual(["first"]);
  await app.give(0, null);
  expect(app.paths).toEqual(["first", "second"]);
  void card.run(ask("action"));
  await app.give(1, null);
  const done = card.run(ask("action"));
  const again = card.run(ask("action"));
  await vi.advanceTimersByTimeAsync(0);
  expect(app.paths).toEqual(["first", "second", "action"]);
  await app.give(2, null);
  expect([await done, await again]).toEqual([true, false]);
});

test("what is deleted twice can still come back", async () => {
  const app = new Held();
  const undo = new Undo(app.api);
  undo.remove({ path: "/api/sessions/s", said: "The session is deleted." });
  undo.remove({ path: "/api/sessions/s", said: "The session is deleted." });
  undo.bringBack();
  await vi.advanceTimersByTimeAsync(20_000);
  expect([app.paths, undo.hides("/api/sessions/s")]).toEqual([[], false]);
});

const file = (name: string): BroughtFile => ({ file: { name, size: 1 } as File, path: name });
const IDLE = { busy: false, progress: null, report: { added: 0, updated: 0, failures: [] } } as unknown as ImportState;
const names = (app: Held): string[] =>
  app.paths.filter((path) => path.includes("files?")).map((path) => new URLSearchParams(path.split("?")[1]).get("name")!);

test("files that are brought while others are on their way go behind them", async () => {
  const app = new Held();
  const bringing = new Bringing(app.api);
  void bringing.bring([file("a"), file("b")]);
  void bringing.bring([file("c")]);
  expect([bringing.sending, names(app)]).toEqual([3, ["a"]]);
  for (const name of ["a", "b", "c"]) {
    await app.give(app.paths.findIndex((path) => path.endsWith(`name=${name}`)), null);
  }
  expect([bringing.sending, names(app)]).toEqual([0, ["a", "b", "c"]]);
});

test("where sending breaks, what is brought next is sent all the same", async () => {
  const app = new Held();
  const bringing = new Bringing(app.api);
  const broken = bringing.bring([file("a"), file("b")]);
  app.asked[0]!.refuse(new DOMException("the file was moved") as never);
  await expect(broken).rejects.toThrow("the file was moved");
  expect(bringing.sending).toBe(0);
  void bringing.bring([file("c")]);
  expect(names(app)).toEqual(["a", "c"]);
});

test("files brought while the app is away are told as not read, and nothing hangs", async () => {
  const app = new Held();
  const bringing = new Bringing(app.api);
  void bringing.watch();
  await app.give(0, IDLE);
  void bringing.bring([file("a")]);
  await app.refuse(1, "The app does not answer.");
  await app.refuse(2, "The app does not answer.");
  expect([bringing.sending, bringing.refused.map(({ what }) => what)]).toEqual([0, ["The app does not answer."]]);
});

test("an import that nobody can ask about any more does not run for ever on the page", async () => {
  const app = new Held();
  const bringing = new Bringing(app.api);
  void bringing.watch();
  await app.give(0, { ...IDLE, busy: true });
  await vi.advanceTimersByTimeAsync(500);
  await app.refuse(1);
  expect(bringing.busy).toBe(false);
});

