// One attempt at a question, from "start" to feedback: what the page shows and the buttons call.

import { NOT_AUTHENTICATED, Refusal, type Api } from "../api";
import { NOTHING, received, type Live } from "../live";
import type { Begun, FromServer, Open, Status, Trouble } from "../wire";
import { FRAME_MS, type Frame } from "./frames";
import { Intake } from "./intake";
import { Line, type LineState } from "./line";
import { MicrophoneProblem, openMicrophone, type OpenMicrophone } from "./microphone";
import { LOCKED_OUT, SILENT, tooLate } from "./troubles";

export type Phase = "ready" | "starting" | "speaking" | "paused" | "finishing" | "done" | "failed";
/** `computer`: the app itself listens; the page sends no sound. */
export type Way = "microphone" | "computer" | "sample" | "typed";
export type Sample = "weak" | "strong";
type MakeLine = (
  session_id: string,
  events: { message(message: FromServer): void; state(state: LineState): void },
) => Pick<Line, "frame" | "say" | "close" | "hurry" | "unacked">;

export interface AttemptParts {
  openMicrophone: OpenMicrophone;
  makeLine: MakeLine;
}

const REAL: AttemptParts = {
  openMicrophone,
  makeLine: (session_id, events) => new Line(session_id, events),
};

/** A sample that plays says how loud it is many times in this time. */
const SILENT_SAMPLE_MS = 4_000;

export class Attempt {
  phase: Phase = $state("ready");
  way: Way = $state("microphone");
  /** The app takes the sound in itself, from a sample or this computer's microphone: the page only follows. */
  get fed_by_app(): boolean {
    return this.way === "sample" || this.way === "computer";
  }
  live: Live = $state.raw(NOTHING);
  /** Loudness 0–1 of the last frame. */
  level = $state(0);
  elapsed_ms = $state(0);
  line: LineState = $state("closed");
  /** Seconds of sound that wait in this page because the line is broken. */
  waiting_ms = $state(0);
  problem: Trouble | null = $state.raw(null);
  session_id: string | null = $state(null);
  number = $state(0);
  /** Whether the answer is typed instead of spoken. */
  typing = $state(false);
  /** What was typed, kept where handing it in fails and where speaking was tried in between. */
  draft = $state("");
  /** A recording is being heard as the answer: nothing else begins beside it. */
  importing = $state(false);

  readonly #api: Api;
  readonly #parts: AttemptParts;
  readonly #intake: Intake;
  #line: ReturnType<MakeLine> | null = null;
  #levels = 0;
  /** Raised by each start and by `leave`, so that what an older start was waiting for is dropped. */
  #turn = 0;
  /** "Stop" was said; the last frames are on their way. */
  #stopping = false;
  /** The page has been left: nothing begins any more. */
  #left = false;

  constructor(
    readonly question_id: string,
    api: Api,
    parts: AttemptParts = REAL,
    /** Where an attempt is begun; a mock interview has its own place for it. */
    readonly address = "/api/practice",
    /** What is sent along when one is begun; a live session has its rules instead of a question. */
    readonly wish: () => object = () => ({ question_id }),
  ) {
    this.#api = api;
    this.#parts = parts;
    this.#intake = new Intake(parts.openMicrophone, (frame) => this.#heard(frame), (lost) => this.#lost(lost));
  }

  get running(): boolean {
    return this.phase === "starting" || this.phase === "speaking" || this.phase === "paused";
  }

  /** From the start of an attempt until its feedback is here. */
  get busy(): boolean {
    return this.running || this.phase === "finishing";
  }

  /** Nothing under way, and no feedback to look at. */
  get idle(): boolean {
    return this.phase === "ready" || this.phase === "failed";
  }

  /** Back to the start, for another attempt. */
  reset(): void {
    this.#start("microphone");
    this.phase = "ready";
  }

  /** Starts to listen. The microphone is asked for first, so that a refusal leaves no empty session. */
  async speak(): Promise<void> {
    if (this.importing) return;
    const turn = this.#start("microphone");
    await this.#guarded(turn, async () => {
      if (await this.#appListens()) {
        if (turn === this.#turn) this.way = "computer";
        return turn === this.#turn ? this.#begin(turn, {}) : undefined;
      }
      if (turn !== this.#turn) return;
      await this.#intake.open();
      if (turn !== this.#turn) return;
      await this.#begin(turn, {});
      if (turn === this.#turn) this.#intake.flow();
    });
  }

  /** Plays one of the app's own recordings into the session as if it were spoken. */
  async sample(sample: Sample): Promise<void> {
    if (this.importing) return;
    const turn = this.#start("sample");
    await this.#guarded(turn, () => this.#begin(turn, { sample }));
  }

  /** Hands in a typed answer. */
  async type(text: string): Promise<void> {
    const turn = this.#start("typed");
    await this.#guarded(turn, () => this.#begin(turn, { text }));
  }

  /** Takes over an attempt that is done already: a recording that was imported. */
  adopt(begun: Begun): void {
    this.#start("typed");
    this.session_id = begun.session_id;
    this.number = begun.attempt;
    this.phase = "done";
  }

  /** Goes on with an attempt that is still open: the page was reloaded. It is paused until the user goes on. */
  takeUp(open: Open): void {
    if (this.#left) return;
    const turn = this.#start(open.fed_by === "browser" ? "microphone" : open.fed_by);
    this.session_id = open.session_id;
    this.number = open.attempt;
    this.#join(turn, open.session_id);
    this.phase = this.fed_by_app ? "speaking" : "paused";
    if (!this.fed_by_app) this.#line?.say({ type: "pause" });
  }

  pause(): void {
    if (this.phase !== "speaking" || this.#stopping) return;
    this.phase = "paused";
    this.level = 0;
    this.#line?.say({ type: "pause" });
  }

  /** Goes on after a pause; opens the microphone anew where it was lost or never open. */
  async resume(): Promise<void> {
    if (this.phase !== "paused" || this.#stopping) return;
    const turn = this.#turn;
    try {
      if (!this.fed_by_app) await this.#intake.open();
    } catch (cause) {
      if (!(cause instanceof MicrophoneProblem)) throw cause;
      if (turn === this.#turn) this.problem = cause;
      return;
    }
    if (turn !== this.#turn || this.phase !== "paused") return;
    this.problem = null;
    this.phase = "speaking";
    this.#line?.say({ type: "resume" });
    if (!this.fed_by_app) this.#intake.flow();
  }

  /** The network or the laptop has come back: tries the line at once. */
  hurry(): void {
    this.#line?.hurry();
  }

  async stop(): Promise<void> {
    if ((this.phase !== "speaking" && this.phase !== "paused") || this.#stopping) return;
    const turn = this.#turn;
    this.#stopping = true;
    await this.#intake.close();
    if (turn !== this.#turn) return;
    this.phase = "finishing";
    this.level = 0;
    this.#line?.say({ type: "stop" });
  }

  /** Lets go of the microphone and the line: the page is being left. */
  leave(): void {
    this.#left = true;
    this.#letGo();
  }

  #letGo(): void {
    this.#turn += 1;
    this.#stopping = false;
    void this.#intake.close();
    if (this.phase === "speaking" || this.phase === "paused") this.#line?.say({ type: "stop" });
    this.#line?.close();
    this.#line = null;
  }

  #start(way: Way): number {
    this.#letGo();
    this.way = way;
    this.phase = "starting";
    this.live = NOTHING;
    this.level = 0;
    this.elapsed_ms = 0;
    this.waiting_ms = 0;
    this.problem = null;
    this.session_id = null;
    return this.#turn;
  }

  async #guarded(turn: number, run: () => Promise<void>): Promise<void> {
    try {
      await run();
    } catch (cause) {
      if (turn !== this.#turn) return;
      if (cause instanceof MicrophoneProblem) await this.#fail(cause);
      else if (cause instanceof Refusal) await this.#fail({ what: cause.message, next_step: "" });
      else throw cause;
    }
  }

  async #begin(turn: number, how: { sample?: Sample; text?: string }): Promise<void> {
    const begun = await this.#api.post<Begun>(this.address, { ...this.wish(), ...how });
    if (turn !== this.#turn) return;
    this.session_id = begun.session_id;
    this.number = begun.attempt;
    this.phase = how.text === undefined ? "speaking" : "finishing";
    this.#join(turn, begun.session_id);
  }

  #join(turn: number, session_id: string): void {
    this.#line = this.#parts.makeLine(session_id, {
      message: (message) => turn === this.#turn && this.#received(message),
      state: (state) => turn === this.#turn && this.#moved(state),
    });
  }

  /** Whether Settings say that the app hears this computer's microphone itself. */
  async #appListens(): Promise<boolean> {
    const status = await this.#api.get<Pick<Status, "microphone">>("/api/status");
    return status.microphone === "computer";
  }

  #heard(frame: Frame): void {
    if (this.phase !== "speaking" || this.#line === null) return;
    this.#line.frame(frame.pcm);
    this.level = frame.level;
    this.elapsed_ms += FRAME_MS;
    this.waiting_ms = this.line === "open" ? 0 : this.#line.unacked * FRAME_MS;
  }

  #received(message: FromServer): void {
    this.live = received(this.live, message);
    if (message.type === "ack" && this.elapsed_ms === 0) this.elapsed_ms = message.frames * FRAME_MS;
    if (this.fed_by_app && this.phase === "speaking") this.#follow(message);
    if (message.type === "problem") void this.#troubled(message);
    if (this.live.capture_ended && this.phase === "speaking") void this.#captureEnded();
    if (this.live.ended !== null) this.#finished();
  }

  #follow(message: FromServer): void {
    if (message.type === "level") {
      this.level = message.level;
      this.#levels += 1;
    }
    const at = message.type === "pulse" ? message.pulse.at_ms : message.type === "event" ? message.event.at_ms : 0;
    this.elapsed_ms = Math.max(this.elapsed_ms, at);
  }

  #moved(state: LineState): void {
    this.line = state;
    if (state === "open") this.#isBack();
    if (state === "waiting") void this.#ask();
    if (state === "refused") void this.#fail(this.problem ?? LOCKED_OUT);
  }

  #isBack(): void {
    this.waiting_ms = 0;
    if (this.problem === LOCKED_OUT) this.problem = null;
    if (!this.fed_by_app) return;
    // An app that was started anew does not play on: then what was heard so far is all.
    const [turn, before] = [this.#turn, this.#levels];
    setTimeout(() => {
      if (turn === this.#turn && this.#levels === before && this.phase === "speaking") void this.stop();
    }, SILENT_SAMPLE_MS);
  }

  /** A browser does not tell why a line was refused; the app's HTTP side does. */
  async #ask(): Promise<void> {
    const turn = this.#turn;
    try {
      await this.#api.get("/api/status");
    } catch (cause) {
      if (!(cause instanceof Refusal)) throw cause;
      if (cause.code === NOT_AUTHENTICATED && turn === this.#turn) this.problem = LOCKED_OUT;
    }
  }

  /** The app is in trouble (a full disk, say): stop here, and get the feedback on what it has. */
  async #troubled({ what, next_step }: Trouble): Promise<void> {
    this.problem = { what, next_step };
    await this.stop();
  }

  async #captureEnded(): Promise<void> {
    this.phase = "finishing";
    this.level = 0;
    await this.#intake.close();
  }

  /** The microphone went away: a pause, in which it can come back. */
  #lost(problem: MicrophoneProblem): void {
    this.problem = problem;
    this.pause();
    void this.#intake.close();
  }

  #finished(): void {
    this.problem = tooLate(this.#line?.unacked ?? 0) ?? this.problem;
    this.#line?.close();
    this.#line = null;
    if (this.phase === "failed") return;
    if (this.live.feedback || this.live.ended === "done") {
      this.phase = "done";
      this.typing = false;
      if (this.way === "typed") this.draft = "";
      return;
    }
    void this.#fail(this.live.notices.at(-1) ?? SILENT);
  }

  async #fail(problem: Trouble): Promise<void> {
    this.phase = "failed";
    this.level = 0;
    this.problem = { what: problem.what, next_step: problem.next_step };
    this.#line?.close();
    this.#line = null;
    await this.#intake.close();
  }
}
