// What the server and the page say to each other. The shapes of `core` are generated (`wire.gen.ts`);
// here stands what only the wire has: the envelope, lists, live messages.

import type { Event, Feedback, Pulse, Question, Segment, Session, Word } from "./wire.gen";

export type * from "./wire.gen";

/** Every HTTP answer. `code` 0 is success; `message` is for people. */
export interface Envelope<T> {
  code: number;
  data: T;
  message: string;
}

export interface Trouble {
  what: string;
  next_step: string;
}

export interface Pulling {
  id: string;
  done_bytes: number;
  total_bytes: number;
  seconds_left: number | null;
}

export interface Status {
  version: string;
  posture: "local" | "hybrid";
  jailed: boolean;
  engine: string;
  coach: string;
  key_place: string;
  models: { ready: boolean; missing: string[]; pulling: Pulling | null };
  problem: Trouble | null;
}

export type Kind = Question["kind"];

export interface QuestionLine {
  question_id: string;
  text: string;
  kind: Kind;
  pattern: Question["pattern"];
  topics: string[];
  difficulty: number;
  tests: string;
  attempts: number;
  /** Best overall score so far, 0–4. */
  best?: number | null;
  /** Added by the user, by hand or with a pack, so that it can be changed. */
  own?: boolean;
}

export interface QuestionCard extends Question {
  target_words: [number, number];
  parts: string[];
  own?: boolean;
}

/** What the form of an own question sends. */
export interface QuestionFields {
  text: string;
  kind: Kind;
  topics: string[];
  difficulty: number;
  tests: string;
  key_points: string[];
  follow_ups: string[];
  strong: string;
}

export interface PackTaken {
  pack: string;
  title: string;
  new: number;
  updated: number;
}

export interface Begun {
  session_id: string;
  attempt: number;
}

/** An imported recording being heard; with `session_id` and `attempt` it is done. */
export interface RecordingJob {
  job_id: string;
  state: "waiting" | "listening" | "done" | "failed" | "stopped";
  fraction: number | null;
  seconds_left: number | null;
  session_id: string | null;
  attempt: number | null;
  notices: Trouble[];
  problem: Trouble | null;
}

export interface SessionLine {
  session_id: string;
  title: string;
  question_id: string | null;
  question: string;
  started_at: string;
  duration_ms: number | null;
  attempt: number;
  /** Mean of the rubric, 0–4; none where the session has no feedback. */
  overall: number | null;
  findings: number;
  /** False while it runs, or where it was cut off. */
  ended: boolean;
}

export interface AttemptLine {
  session_id: string;
  attempt: number;
  started_at: string;
  overall: number | null;
  findings: number;
}

export interface SessionRecord {
  session: Session;
  question: Question | null;
  segments: Segment[];
  text: string;
  words: Word[];
  feedback: Feedback | null;
  attempts: AttemptLine[];
  duration_ms: number | null;
  ended_at: string | null;
  /** The user's own. */
  notes?: string;
}

export interface ModelLine {
  id: string;
  title: string;
  kind: "vad" | "asr" | "embedding" | "llm" | "tts";
  about: string;
  licence: string;
  size_bytes: number;
  download_bytes: number;
  memory_mb: number;
  state: "ready" | "partial" | "absent";
  fits: boolean;
  /** `yes`, or `no:` and what is lacking. */
  fits_because: string;
  starter: boolean;
  /** The chosen engine's; it cannot be removed. */
  in_use: boolean;
  /** Why the last pull failed. */
  problem: Trouble | null;
}

export interface ModelList {
  models: ModelLine[];
  memory_mb: number;
  /** Ids: the one being fetched, then those that wait. */
  under_way: string[];
  pulling: Pulling | null;
}

export interface SettingsRecord {
  engine: string;
  engines: { name: string; title: string; model_id: string; ready: boolean }[];
  home: string;
  models: string;
  key_place: "keychain" | "keyfile";
  key_file: string;
}

export type FromServer =
  | { type: "event"; event: Event }
  | { type: "pulse"; pulse: Pulse }
  | { type: "ack"; frames: number }
  | { type: "level"; level: number }
  | ({ type: "problem" } & Trouble);

export type ToServer = { type: "stop" } | { type: "pause" } | { type: "resume" };
