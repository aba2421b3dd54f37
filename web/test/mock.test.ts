import { describe, expect, test, vi } from "vitest";
import { current, done, minutesFor, place } from "../src/mock";
import { mockPath, routeOf } from "../src/route";
import { localVoice, Voice } from "../src/speak/voice";
import type { MockReport, MockTurn } from "../src/wire";

const turn = (position: number, state: MockTurn["state"], follows: number | null = null): MockTurn => ({
  position, state, follows, session_id: null, overall: null, words: 0, target_words: null, duration_ms: null,
  findings: [], missing: [], gained: [], next_step: null, question: {} as MockTurn["question"],
});
const mock = (turns: MockTurn[], ended_at: string | null = null): MockReport => ({
  mock_id: "m", started_at: "", ended_at, turns, overall: null, axes: [], common: [], first_steps: [], words: 0, speaking_ms: 0,
});

describe("a mock interview", () => {
  const under_way = mock([turn(0, "answered"), turn(1, "open", 0), turn(10, "open"), turn(20, "open")]);

  test("the follow-up comes before the next question", () => {
    const now = current(under_way)!;
    expect(now.position).toBe(1);
    expect(place(under_way, now)).toBe("Follow-up to question 1");
    expect(place(under_way, under_way.turns[2]!)).toBe("Question 2 of 3");
    expect(done(under_way)).toEqual([1, 3]);
  });

  test("nothing is asked after the end", () => {
    expect(current(mock(under_way.turns, "2026-01-01T09:00:00Z"))).toBeNull();
    expect(current(mock([turn(0, "skipped")]))).toBeNull();
  });

  test("address and length", () => {
    expect(routeOf(mockPath("a/b"))).toEqual({ page: "mock", mock_id: "a/b" });
    expect(routeOf("/mock")).toEqual({ page: "mocks" });
    expect([3, 8].map(minutesFor)).toEqual([11, 28]);
  });
});

describe("the voice that reads", () => {
  const voice = (name: string, lang: string, localService: boolean, standard = false) => ({ name, lang, localService, default: standard });

  test("only one of this machine: any other would send the text away", () => {
    expect(localVoice([voice("cloud", "en-US", false, true)])).toBeNull();
    expect(localVoice([voice("cloud", "en-US", false, true), voice("here", "en-GB", true)])?.name).toBe("here");
    expect(localVoice([voice("de", "de-DE", true, true), voice("a", "en-GB", true), voice("b", "EN-us", true, true)])?.name).toBe("b");
    expect(localVoice([])).toBeNull();
  });

  test("without speech in the browser, or without a local voice, it says so", async () => {
    expect(await new Voice(null).say("Hello")).toBe(false);
    const cloud = { getVoices: () => [voice("cloud", "en-US", false)], cancel: vi.fn(), speak: vi.fn() };
    expect(await new Voice(cloud as unknown as SpeechSynthesis).say("Hello")).toBe(false);
    expect(cloud.speak).not.toHaveBeenCalled();
  });

  test("it speaks with the local voice, and hushes what it said before", async () => {
    class Utterance {
      voice: unknown = null;
      lang = "";
      onend = (): void => undefined;
      constructor(readonly text: string) {}
    }
    vi.stubGlobal("SpeechSynthesisUtterance", Utterance);
    const here = voice("here", "en-GB", true);
    const spoken: Utterance[] = [];
    const synthesis = { getVoices: () => [here], cancel: vi.fn(), speak: (words: Utterance) => (spoken.push(words), words.onend()) };
    expect(await new Voice(synthesis as unknown as SpeechSynthesis).say("Hello")).toBe(true);
    expect(spoken.map((words) => [words.text, words.voice, words.lang])).toEqual([["Hello", here, "en-GB"]]);
    expect(synthesis.cancel).toHaveBeenCalled();
    vi.unstubAllGlobals();
  });
});
