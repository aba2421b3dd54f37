import { beforeEach, expect, test } from "vitest";
import { Api } from "../src/api";
import { Attempt } from "../src/speak/attempt.svelte";
import type { LineState } from "../src/speak/line";
import { explain, type MicrophoneProblem } from "../src/speak/microphone";
import type { EventBody, FromServer, ToServer } from "../src/wire";
import { event, segment } from "./speech";

/** The app's other end, with its script in the test. */
class Stage {
  readonly asked: { path: string; body: unknown }[] = [];
  readonly said: ToServer[] = [];
  frames = 0;
  microphone = "browser";
  unacked = 0;
  lineOpen = false;
  microphoneOpen = false;
  microphones = 0;
  refuseMicrophone: MicrophoneProblem | null = null;
  refuse: { code: number; message: string } | null = null;
  loseMicrophone: (problem: MicrophoneProblem) => void = () => undefined;
  speak: () => void = () => undefined;
  message: (message: FromServer) => void = () => undefined;
  move: (state: LineState) => void = () => undefined;
  #seq = 0;

  readonly attempt = new Attempt(
    "q",
    new Api((input, init) => {
      this.asked.push({ path: String(input), body: init?.body ? JSON.parse(String(init.body)) : null });
      const envelope = this.refuse
        ? { ...this.refuse, data: null }
        : { code: 0, message: "ok", data: { session_id: "s1", attempt: 2, microphone: this.microphone } };
      return Promise.resolve(Response.json(envelope));
    }),
    {
      openMicrophone: (onFrame, onLost) => {
        if (this.refuseMicrophone) return Promise.reject(this.refuseMicrophone);
        this.microphoneOpen = true;
        this.microphones += 1;
        this.loseMicrophone = onLost;
        this.speak = () => onFrame({ pcm: new ArrayBuffer(640), level: 0.5 });
        return Promise.resolve({
          name: "test",
          close: () => {
            this.microphoneOpen = false;
            return Promise.resolve();
          },
        });
      },
      makeLine: (_, events) => {
        this.lineOpen = true;
        this.message = events.message;
        this.move = events.state;
        const stage = this;
        return {
          frame: () => void (stage.frames += 1),
          say: (word) => void stage.said.push(word),
          close: () => void (stage.lineOpen = false),
          hurry: () => undefined,
          get unacked() {
            return stage.unacked;
          },
        };
      },
    },
  );

  happen(body: EventBody): void {
    this.message({ type: "event", event: event(this.#seq++, body) });
  }

  end(): void {
    this.happen({ kind: "capture-ended", duration_ms: 40, reason: "stopped" });
    this.happen({ kind: "feedback", attempt: 2, feedback: {} as never });
    this.happen({ kind: "session-ended", reason: "done" });
  }
}

let stage: Stage;
beforeEach(() => {
  stage = new Stage();
});

test("speak, stop, feedback", async () => {
  const { attempt } = stage;
  await attempt.speak();
  expect([attempt.phase, attempt.number, attempt.running]).toEqual(["speaking", 2, true]);
  stage.speak();
  stage.speak();
  expect([stage.frames, attempt.elapsed_ms, attempt.level]).toEqual([2, 40, 0.5]);
  await attempt.stop();
  expect([attempt.phase, stage.microphoneOpen, stage.said]).toEqual(["finishing", false, [{ type: "stop" }]]);
  stage.end();
  expect([attempt.phase, stage.lineOpen]).toEqual(["done", false]);
});

test("what was typed is still there when speaking was tried in between", async () => {
  stage.attempt.typing = true;
  stage.attempt.draft = "We ship below one percent.";
  stage.attempt.typing = false;
  await stage.attempt.speak();
  await stage.attempt.stop();
  stage.end();
  expect([stage.attempt.phase, stage.attempt.draft]).toEqual(["done", "We ship below one percent."]);
});

test("beside a recording that is being heard nothing else begins, and its attempt is taken over", async () => {
  stage.attempt.importing = true;
  await stage.attempt.speak();
  await stage.attempt.sample("weak");
  expect([stage.attempt.phase, stage.asked, stage.microphones]).toEqual(["ready", [], 0]);
  stage.attempt.adopt({ session_id: "s2", attempt: 3, microphone: "browser" });
  expect([stage.attempt.phase, stage.attempt.session_id]).toEqual(["done", "s2"]);
});

test("a refused microphone leaves no empty session behind", async () => {
  stage.refuseMicrophone = explain("NotAllowedError");
  await stage.attempt.speak();
  expect(stage.attempt.phase).toBe("failed");
  expect(stage.attempt.problem?.next_step).toContain("Allow it");
  expect(stage.asked.map((call) => call.path)).toEqual(["/api/status"]);
});

test("where the app listens, the page opens no microphone and shows the app's level", async () => {
  stage.microphone = "computer";
  await stage.attempt.speak();
  expect(stage.microphoneOpen).toBe(false);
  expect([stage.attempt.way, stage.attempt.phase]).toEqual(["computer", "speaking"]);
  stage.message({ type: "level", level: 0.7 });
  expect(stage.attempt.level).toBe(0.7);
  stage.attempt.pause();
  await stage.attempt.stop();
  expect(stage.said).toEqual([{ type: "pause" }, { type: "stop" }]);
  expect(stage.frames).toBe(0);
});

test("a refused start frees the microphone and says why", async () => {
  stage.refuse = { code: 8, message: "There is no such question." };
  await stage.attempt.speak();
  expect([stage.attempt.phase, stage.microphoneOpen]).toEqual(["failed", false]);
  expect(stage.attempt.problem?.what).toBe("There is no such question.");
});

test("nothing is sent while paused", async () => {
  await stage.attempt.speak();
  stage.attempt.pause();
  stage.speak();
  await stage.attempt.resume();
  stage.speak();
  expect(stage.frames).toBe(1);
  expect(stage.said).toEqual([{ type: "pause" }, { type: "resume" }]);
});

test("a lost microphone is a pause, and going on opens it anew", async () => {
  await stage.attempt.speak();
  stage.loseMicrophone(explain("NotReadableError"));
  expect([stage.attempt.phase, stage.microphoneOpen]).toEqual(["paused", false]);
  expect(stage.attempt.problem).not.toBeNull();
  await stage.attempt.resume();
  expect([stage.attempt.phase, stage.microphoneOpen, stage.attempt.problem]).toEqual(["speaking", true, null]);
  stage.speak();
  expect(stage.frames).toBe(1);
  expect(stage.said).toEqual([{ type: "pause" }, { type: "resume" }]);
});

test("an attempt that a reload broke off is taken up in a pause, with its time, and goes on", async () => {
  stage.attempt.takeUp({ session_id: "s9", attempt: 3, question_id: "q", has_page: false, fed_by: "browser" });
  stage.message({ type: "ack", frames: 250 });
  expect([stage.attempt.phase, stage.attempt.number, stage.attempt.elapsed_ms]).toEqual(["paused", 3, 5000]);
  expect(stage.asked).toEqual([]);
  stage.refuseMicrophone = explain("NotFoundError");
  await stage.attempt.resume();
  expect([stage.attempt.phase, stage.attempt.problem?.what]).toEqual(["paused", "No microphone was found."]);
  stage.refuseMicrophone = null;
  await stage.attempt.resume();
  stage.speak();
  expect([stage.attempt.phase, stage.frames]).toEqual(["speaking", 1]);
});

test("an attempt that the app hears itself is taken up as what it is", () => {
  for (const fed_by of ["computer", "sample"] as const) {
    stage.attempt.takeUp({ session_id: "s9", attempt: 3, question_id: "q", has_page: false, fed_by });
    expect([stage.attempt.phase, stage.attempt.way]).toEqual(["speaking", fed_by]);
  }
  expect(stage.microphoneOpen).toBe(false);
});

test("trouble in the app stops the attempt, and its feedback still counts", async () => {
  await stage.attempt.speak();
  stage.message({ type: "problem", what: "The disk is full.", next_step: "Free some space." });
  await Promise.resolve();
  stage.end();
  expect([stage.attempt.phase, stage.attempt.problem?.what]).toEqual(["done", "The disk is full."]);
});

test("silence ends in a clear next step, not in an empty page", async () => {
  await stage.attempt.speak();
  await stage.attempt.stop();
  stage.happen({ kind: "noticed", what: "No speech was heard.", next_step: "Check the microphone." });
  stage.happen({ kind: "session-ended", reason: "silent" });
  expect(stage.attempt.idle).toBe(true);
  expect(stage.attempt.problem).toEqual({ what: "No speech was heard.", next_step: "Check the microphone." });
});

test("a typed answer is handed in and waits for its feedback", async () => {
  await stage.attempt.type("We ship below one percent.");
  expect(stage.asked[0]?.body).toEqual({ question_id: "q", text: "We ship below one percent." });
  expect(stage.attempt.phase).toBe("finishing");
  stage.end();
  expect(stage.attempt.phase).toBe("done");
});

test("a sample follows the app's own clock and level", async () => {
  await stage.attempt.sample("weak");
  stage.message({ type: "level", level: 0.7 });
  stage.happen({ kind: "segment", segment: segment(0, 0, "so") });
  stage.happen({ kind: "lag", behind_ms: 0 });
  expect([stage.attempt.level, stage.attempt.elapsed_ms]).toEqual([0.7, 100]);
});

test("sound that waits in the page is counted while the line is broken", async () => {
  await stage.attempt.speak();
  stage.move("waiting");
  stage.unacked = 50;
  stage.speak();
  expect(stage.attempt.waiting_ms).toBe(1000);
  stage.move("open");
  expect(stage.attempt.waiting_ms).toBe(0);
});

test("sound that came too late is told", async () => {
  await stage.attempt.speak();
  stage.unacked = 150;
  stage.end();
  expect(stage.attempt.problem?.what).toContain("The last 3 s");
});

test("a line that broke because the cookie is gone says how to get in again, and goes on then", async () => {
  await stage.attempt.speak();
  stage.refuse = { code: 4, message: "Open the link that the terminal printed." };
  stage.move("waiting");
  await new Promise((done) => setTimeout(done));
  expect(stage.attempt.problem?.next_step).toContain("Open the link");
  stage.move("open");
  expect([stage.attempt.phase, stage.attempt.problem]).toEqual(["speaking", null]);
});

test("leaving in the middle stops the session and frees everything", async () => {
  await stage.attempt.speak();
  stage.attempt.leave();
  expect([stage.microphoneOpen, stage.lineOpen, stage.said]).toEqual([false, false, [{ type: "stop" }]]);
});

test("what an older attempt still says is not heard in the next one", async () => {
  await stage.attempt.speak();
  const old = stage.message;
  stage.attempt.reset();
  old({ type: "event", event: event(0, { kind: "segment", segment: segment(0, 0, "ghost") }) });
  expect(stage.attempt.live.transcript.segments).toEqual([]);
  expect(stage.attempt.phase).toBe("ready");
});

test("two clicks on going on open one microphone", async () => {
  stage.attempt.takeUp({ session_id: "s9", attempt: 3, question_id: "q", has_page: false, fed_by: "browser" });
  await Promise.all([stage.attempt.resume(), stage.attempt.resume()]);
  expect([stage.attempt.phase, stage.microphones]).toEqual(["speaking", 1]);
});

test("while it stops, nothing is said twice and no microphone opens again", async () => {
  await stage.attempt.speak();
  stage.attempt.pause();
  const stopping = stage.attempt.stop();
  await Promise.all([stage.attempt.stop(), stage.attempt.resume()]);
  await stopping;
  expect([stage.attempt.phase, stage.microphoneOpen]).toEqual(["finishing", false]);
  expect(stage.said).toEqual([{ type: "pause" }, { type: "stop" }]);
});

test("a page that has been left takes nothing up", () => {
  stage.attempt.leave();
  stage.attempt.takeUp({ session_id: "s9", attempt: 3, question_id: "q", has_page: false, fed_by: "browser" });
  expect([stage.lineOpen, stage.attempt.phase]).toEqual([false, "ready"]);
});

test("a typed answer that could not be handed in is kept, and gone once it has its feedback", async () => {
  stage.attempt.typing = true;
  stage.attempt.draft = "We ship below one percent.";
  stage.refuse = { code: 3, message: "The app does not answer." };
  await stage.attempt.type(stage.attempt.draft);
  expect([stage.attempt.phase, stage.attempt.typing, stage.attempt.draft]).toEqual(["failed", true, "We ship below one percent."]);
  stage.refuse = null;
  await stage.attempt.type(stage.attempt.draft);
  stage.end();
  expect([stage.attempt.phase, stage.attempt.typing, stage.attempt.draft]).toEqual(["done", false, ""]);
});
