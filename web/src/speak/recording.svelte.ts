// A recording that becomes an attempt: sent to the app, heard there, with progress and a way to stop.

import { Refusal, type Api } from "../api";
import type { Begun, RecordingJob, Trouble } from "../wire";

export const MAX_BYTES = 200_000_000;
const LOOK_MS = 400;

export class RecordingImport {
  phase: "idle" | "sending" | "listening" = $state("idle");
  name = $state("");
  fraction: number | null = $state(null);
  seconds_left: number | null = $state(null);
  problem: Trouble | null = $state.raw(null);

  readonly #api: Api;
  readonly #ondone: (begun: Begun) => void;
  #job: string | null = null;
  /** Raised by each start and stop, so that answers to an older one are dropped. */
  #turn = 0;

  constructor(api: Api, ondone: (begun: Begun) => void) {
    this.#api = api;
    this.#ondone = ondone;
  }

  async start(question_id: string, file: File): Promise<void> {
    this.stop();
    const turn = this.#turn;
    this.problem = null;
    this.name = file.name;
    if (file.size > MAX_BYTES) {
      this.problem = {
        what: `${file.name} is larger than 200 MB.`,
        next_step: "Save it as sound only (m4a, mp3 or flac), or cut it, and import that.",
      };
      return;
    }
    this.phase = "sending";
    this.fraction = null;
    this.seconds_left = null;
    const query = new URLSearchParams({ question_id, name: file.name });
    try {
      let job = await this.#api.send<RecordingJob>(`/api/recordings?${query}`, file, "application/octet-stream");
      if (turn !== this.#turn) return void this.#drop(job.job_id);
      this.#job = job.job_id;
      this.phase = "listening";
      while (job.state === "waiting" || job.state === "listening") {
        await new Promise((done) => setTimeout(done, LOOK_MS));
        if (turn !== this.#turn) return;
        job = await this.#api.get<RecordingJob>(`/api/recordings/${job.job_id}`);
        if (turn !== this.#turn) return;
        this.fraction = job.fraction;
        this.seconds_left = job.seconds_left;
      }
      this.#end(job);
    } catch (cause) {
      if (!(cause instanceof Refusal)) throw cause;
      if (turn !== this.#turn) return;
      this.phase = "idle";
      this.#job = null;
      this.problem = { what: cause.message, next_step: "" };
    }
  }

  /** Stops what is under way; nothing of it is kept. */
  stop(): void {
    this.#turn += 1;
    if (this.#job !== null) void this.#drop(this.#job);
    this.#job = null;
    this.phase = "idle";
  }

  #end(job: RecordingJob): void {
    this.#job = null;
    this.phase = "idle";
    if (job.session_id !== null && job.attempt !== null) {
      const notice = job.notices[0] ?? null;
      this.problem = notice;
      this.#ondone({ session_id: job.session_id, attempt: job.attempt, microphone: "browser" });
    } else {
      this.problem = job.problem;
    }
  }

  async #drop(job_id: string): Promise<void> {
    try {
      await this.#api.remove(`/api/recordings/${job_id}`);
    } catch (cause) {
      if (!(cause instanceof Refusal)) throw cause; // the app is gone, and the job with it
    }
  }
}
