import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Refusal, type Api } from "../src/api";
import { MAX_BYTES, RecordingImport } from "../src/speak/recording.svelte";
import type { Begun, RecordingJob } from "../src/wire";

const WAITING: RecordingJob = {
  job_id: "j", state: "waiting", fraction: null, seconds_left: null, session_id: null, attempt: null, notices: [],
  problem: null,
};

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function importing(...answers: (Partial<RecordingJob> | Refusal)[]): [RecordingImport, Begun[], string[]] {
  const done: Begun[] = [];
  const removed: string[] = [];
  const api = {
    send: () => Promise.resolve(WAITING),
    get: () => {
      const next = answers.shift();
      return next instanceof Refusal ? Promise.reject(next) : Promise.resolve({ ...WAITING, ...next });
    },
    remove: (path: string) => Promise.resolve(void removed.push(path)),
  };
  return [new RecordingImport(api as unknown as Api, (begun) => done.push(begun)), done, removed];
}

const file = (size = 10): File => ({ name: "me.m4a", size }) as File;

test("progress, then the attempt", async () => {
  const [taking, done] = importing(
    { state: "listening", fraction: 0.5, seconds_left: 2 },
    { state: "done", session_id: "s", attempt: 3 },
  );
  void taking.start("q", file());
  await vi.advanceTimersByTimeAsync(500);
  expect([taking.phase, taking.fraction, taking.seconds_left]).toEqual(["listening", 0.5, 2]);
  await vi.advanceTimersByTimeAsync(500);
  expect([taking.phase, done]).toEqual(["idle", [{ session_id: "s", attempt: 3, microphone: "browser" }]]);
});

test("a failure says what and what next", async () => {
  const [taking, done] = importing({ state: "failed", problem: { kind: "noticed", what: "No speech.", next_step: "Play it." } });
  void taking.start("q", file());
  await vi.advanceTimersByTimeAsync(500);
  expect([taking.phase, taking.problem?.next_step, done]).toEqual(["idle", "Play it.", []]);
});

test("above 200 MB nothing is sent", async () => {
  const [taking] = importing();
  await taking.start("q", file(MAX_BYTES + 1));
  expect([taking.phase, taking.problem?.what]).toEqual(["idle", "me.m4a is larger than 200 MB."]);
});

test("stopping tells the app and drops what still comes", async () => {
  const [taking, done, removed] = importing({ state: "done", session_id: "s", attempt: 1 });
  void taking.start("q", file());
  await vi.advanceTimersByTimeAsync(100);
  taking.stop();
  await vi.advanceTimersByTimeAsync(1000);
  expect([taking.phase, done, removed]).toEqual(["idle", [], ["/api/recordings/j"]]);
});

test("an app that is gone is told", async () => {
  const [taking] = importing(new Refusal(3, "The app does not answer."));
  void taking.start("q", file());
  await vi.advanceTimersByTimeAsync(500);
  expect([taking.phase, taking.problem?.what]).toEqual(["idle", "The app does not answer."]);
});
