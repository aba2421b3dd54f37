import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Refusal, type Api } from "../src/api";
import { Notes, PAUSE_MS } from "../src/sessions/notes.svelte";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function writing(...refusals: (Refusal | null)[]): [Notes, string[]] {
  const sent: string[] = [];
  const post = async (_: string, body: { text: string }): Promise<void> => {
    await new Promise((done) => setTimeout(done, 100));
    const refusal = refusals.shift();
    if (refusal) throw refusal;
    sent.push(body.text);
  };
  return [new Notes({ post } as unknown as Api, "/notes", "old"), sent];
}

function type(notes: Notes, text: string): void {
  notes.text = text;
  notes.changed();
}

test("saved once, a moment after the last key", async () => {
  const [notes, sent] = writing();
  type(notes, "a");
  await vi.advanceTimersByTimeAsync(PAUSE_MS - 1);
  type(notes, "ab");
  await vi.advanceTimersByTimeAsync(PAUSE_MS + 100);
  expect([sent, notes.state]).toEqual([["ab"], "saved"]);
});

test("what is typed while it saves is saved next", async () => {
  const [notes, sent] = writing();
  type(notes, "a");
  await vi.advanceTimersByTimeAsync(PAUSE_MS + 50);
  type(notes, "ab");
  await vi.advanceTimersByTimeAsync(PAUSE_MS * 2 + 300);
  expect([sent, notes.state]).toEqual([["a", "ab"], "saved"]);
});

test("nothing is sent where nothing changed", async () => {
  const [notes, sent] = writing();
  await notes.save();
  expect(sent).toEqual([]);
});

test("a refusal is said, and the next try saves", async () => {
  const [notes, sent] = writing(new Refusal(7, "The disk is full."));
  type(notes, "a");
  await vi.advanceTimersByTimeAsync(PAUSE_MS + 100);
  expect([notes.state, notes.refusal?.message]).toEqual(["refused", "The disk is full."]);
  void notes.save();
  await vi.advanceTimersByTimeAsync(100);
  expect([sent, notes.state, notes.refusal]).toEqual([["a"], "saved", null]);
});

test("what waits behind a save is saved at once when the page is left", async () => {
  const [notes, sent] = writing();
  type(notes, "a");
  await vi.advanceTimersByTimeAsync(PAUSE_MS + 50);
  type(notes, "ab");
  notes.leave();
  await vi.advanceTimersByTimeAsync(150);
  expect(sent).toEqual(["a", "ab"]);
});

test("a save that takes long is the only one on its way", async () => {
  const sent: string[] = [];
  const answers: (() => void)[] = [];
  const post = (_: string, body: { text: string }): Promise<void> => {
    sent.push(body.text);
    return new Promise((done) => answers.push(done));
  };
  const notes = new Notes({ post } as unknown as Api, "/notes", "old");
  type(notes, "a");
  await vi.advanceTimersByTimeAsync(PAUSE_MS);
  type(notes, "ab");
  await vi.advanceTimersByTimeAsync(PAUSE_MS * 3);
  expect(sent).toEqual(["a"]);
  answers.shift()?.();
  await vi.advanceTimersByTimeAsync(PAUSE_MS);
  answers.shift()?.();
  await vi.advanceTimersByTimeAsync(0);
  expect([sent, notes.state]).toEqual([["a", "ab"], "saved"]);
});
