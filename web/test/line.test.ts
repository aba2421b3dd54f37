import { expect, test } from "vitest";
import { Line, type LineState, type Socket } from "../src/speak/line";
import type { FromServer } from "../src/wire";
import { event } from "./speech";

/** The app's end of the line. */
class Wire implements Socket {
  binaryType = "";
  onopen: (() => void) | null = null;
  onmessage: ((message: { data: unknown }) => void) | null = null;
  onclose: ((closed: { code: number }) => void) | null = null;
  readonly got: (string | number)[] = [];
  closed = false;

  constructor(readonly path: string) {}

  send(data: string | ArrayBuffer): void {
    this.got.push(typeof data === "string" ? data : new DataView(data).getUint32(0, true));
  }

  close(): void {
    this.closed = true;
  }

  say(message: FromServer): void {
    this.onmessage?.({ data: JSON.stringify(message) });
  }
}

function scene() {
  const wires: Wire[] = [];
  const states: LineState[] = [];
  const waits: { run: () => void; ms: number }[] = [];
  const line = new Line(
    "a b",
    { message: () => undefined, state: (state) => states.push(state) },
    {
      connect(path) {
        wires.push(new Wire(path));
        return wires.at(-1)!;
      },
      later: (run, ms) => waits.push({ run, ms }),
    },
  );
  const greet = (frames: number): Wire => {
    wires.at(-1)!.onopen?.();
    wires.at(-1)!.say({ type: "ack", frames });
    return wires.at(-1)!;
  };
  const lose = (code = 1006): void => wires.at(-1)!.onclose?.({ code });
  return { line, wires, states, waits, greet, lose };
}

const PCM = new ArrayBuffer(640);

test("frames wait until the app says hello, then go in order", () => {
  const { line, greet } = scene();
  line.frame(PCM);
  line.frame(PCM);
  const wire = greet(0);
  line.frame(PCM);
  expect(wire.path).toBe("/ws/sessions/a%20b?from=0");
  expect(wire.got).toEqual([0, 1, 2]);
});

test("acknowledged frames are forgotten", () => {
  const { line, greet } = scene();
  const wire = greet(0);
  for (let i = 0; i < 5; i += 1) line.frame(PCM);
  wire.say({ type: "ack", frames: 3 });
  wire.say({ type: "ack", frames: 3 });
  expect(line.unacked).toBe(2);
});

test("after a reconnect the rest is sent again, numbers and all, from the next event on", () => {
  const { line, wires, waits, greet, lose } = scene();
  const first = greet(0);
  for (let i = 0; i < 4; i += 1) line.frame(PCM);
  first.say({ type: "ack", frames: 2 });
  first.say({ type: "event", event: event(6, { kind: "lag", behind_ms: 0 }) });
  lose();
  line.frame(PCM);
  waits[0]!.run();
  expect(wires[1]!.path).toBe("/ws/sessions/a%20b?from=7");
  expect(greet(3).got).toEqual([3, 4]);
});

test("the last word is said again behind the frames", () => {
  const { line, waits, greet, lose } = scene();
  greet(0);
  lose();
  line.frame(PCM);
  line.say({ type: "stop" });
  waits[0]!.run();
  expect(greet(0).got).toEqual([0, '{"type":"stop"}']);
});

test("nothing is sent to a session that has ended meanwhile", () => {
  const { line, wires, waits, greet, lose } = scene();
  greet(0);
  line.frame(PCM);
  lose();
  waits[0]!.run();
  wires[1]!.onopen?.();
  wires[1]!.say({ type: "event", event: event(9, { kind: "session-ended", reason: "lost" }) });
  expect(wires[1]!.got).toEqual([]);
});

test("it waits longer each time, five seconds at most, and starts over once it was open", () => {
  const { waits, greet, lose } = scene();
  lose();
  for (let i = 0; i < 7; i += 1) {
    waits[i]!.run();
    lose();
  }
  expect(waits.map((w) => w.ms)).toEqual([250, 500, 1000, 2000, 4000, 5000, 5000, 5000]);
  waits.at(-1)!.run();
  greet(0);
  lose();
  expect(waits.at(-1)!.ms).toBe(250);
});

test("a refusal ends it", () => {
  const { states, waits, lose } = scene();
  lose(1008);
  expect(states).toEqual(["connecting", "refused"]);
  expect(waits).toEqual([]);
});

test("a page that comes back to a session goes on behind what is there", () => {
  const { line, greet } = scene();
  line.say({ type: "pause" });
  line.frame(PCM);
  expect(greet(40).got).toEqual(['{"type":"pause"}', 40]);
  expect(line.unacked).toBe(1);
});

test("words are said again between the same frames", () => {
  const { line, waits, greet, lose } = scene();
  greet(0);
  line.frame(PCM);
  line.say({ type: "pause" });
  line.say({ type: "resume" });
  line.frame(PCM);
  lose();
  waits[0]!.run();
  expect(greet(0).got).toEqual([0, '{"type":"pause"}', '{"type":"resume"}', 1]);
});

test("an app that has less than it said gets what comes next behind what it has", () => {
  const { line, waits, greet, lose } = scene();
  const first = greet(0);
  for (let i = 0; i < 5; i += 1) line.frame(PCM);
  first.say({ type: "ack", frames: 5 });
  lose();
  line.frame(PCM);
  waits[0]!.run();
  expect(greet(3).got).toEqual([3]);
});

test("it can be told to hurry while it waits, and only then", () => {
  const { line, wires, greet, lose } = scene();
  greet(0);
  line.hurry();
  expect(wires).toHaveLength(1);
  lose();
  line.hurry();
  expect(wires).toHaveLength(2);
});

test("closing it is final", () => {
  const { line, wires, states, waits, greet, lose } = scene();
  greet(0);
  line.close();
  lose();
  expect(wires[0]!.closed).toBe(true);
  expect(states.at(-1)).toBe("closed");
  expect(waits).toEqual([]);
});
