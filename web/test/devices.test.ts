import { describe, expect, test } from "vitest";
import { keepMicrophone, microphones, savedMicrophone, wishes } from "../src/speak/devices";
import { Ear, type Verdict } from "../src/speak/ear";
import { explain } from "../src/speak/microphone";

function store(): Storage {
  const held = new Map<string, string>();
  return {
    getItem: (key: string) => held.get(key) ?? null,
    setItem: (key: string, value: string) => void held.set(key, value),
    removeItem: (key: string) => void held.delete(key),
  } as unknown as Storage;
}

describe("microphones", () => {
  const device = (kind: MediaDeviceKind, deviceId: string, label = ""): MediaDeviceInfo =>
    ({ kind, deviceId, label }) as MediaDeviceInfo;

  test("only real inputs, each with a name", () => {
    expect(
      microphones([
        device("audioinput", "default", "Default"),
        device("audioinput", "a", "Desk"),
        device("audiooutput", "b", "Speakers"),
        device("audioinput", "c"),
      ]),
    ).toEqual([
      { id: "a", name: "Desk" },
      { id: "c", name: "Microphone 2" },
    ]);
  });

  test("before the browser is allowed to tell, there are none", () => {
    expect(microphones([device("audioinput", "")])).toEqual([]);
  });

  test("the choice is remembered, and the system's own choice is no choice", () => {
    const kept = store();
    keepMicrophone("a", kept);
    expect(savedMicrophone(kept)).toBe("a");
    keepMicrophone("", kept);
    expect(savedMicrophone(kept)).toBe("");
  });

  test("a chosen one is asked for exactly", () => {
    expect(wishes("a").audio).toMatchObject({ deviceId: { exact: "a" } });
    expect(wishes("").audio).not.toHaveProperty("deviceId");
  });

  test("a chosen one that is gone says where to choose another", () => {
    expect(explain("OverconstrainedError", true).next_step).toContain("Settings");
    expect(explain("OverconstrainedError").what).toContain("No microphone");
  });
});

describe("the ear", () => {
  const after = (...levels: [number, number][]): Verdict => {
    const ear = new Ear();
    let verdict: Verdict = "listening";
    for (const [level, frames] of levels) for (let i = 0; i < frames; i += 1) verdict = ear.push(level);
    return verdict;
  };

  test("voice is heard after a third of a second, with gaps", () => {
    expect(after([0.6, 10])).toBe("listening");
    expect(after([0.6, 10], [0.1, 50], [0.6, 10])).toBe("heard");
  });

  test("four seconds of nothing are told; a quiet room is not", () => {
    expect(after([0.02, 199])).toBe("listening");
    expect(after([0.02, 200])).toBe("silent");
    expect(after([0.2, 300])).toBe("listening");
  });

  test("clipping is told", () => expect(after([0.99, 10])).toBe("loud"));
});
