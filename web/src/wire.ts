// What the server and the page say to each other. The shapes of `core` are generated (`wire.gen.ts`);
// here stands what only the wire has: the envelope, lists, live messages.

import type { AxisScore, Event, Feedback, Finding, NextStep, Pulse, Question, Quote, Segment, Session, Word } from "./wire.gen";

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
  jail: string;
  engine: string;
  coach: string;
  key_place: KeyPlace;
  /** Nothing can be opened before the passphrase is given. */
  locked: boolean;
  /** Who listens: this browser, or the app itself. */
  microphone: "browser" | "computer";
  models: { ready: boolean; missing: string[]; pulling: Pulling | null };
  problem: Trouble | null;
}

export type KeyPlace = "keychain" | "keyfile" | "vault";

export interface LockState {
  locked: boolean;
  place: KeyPlace;
  lock_after_minutes: number;
}

/** Days; null is for ever. */
export interface Keeping {
  lock_after_minutes: number;
  keep_recordings_days: number | null;
  keep_sessions_days: number | null;
}

export interface Leaving {
  session_id: string;
  title: string;
  started_at: string;
}

/** What goes under the rules of `Keeping`. */
export interface Due {
  recordings: Leaving[];
  sessions: Leaving[];
}

export interface BackupState {
  last_backup: string | null;
  task: { kind: string; state: "working" | "done" | "failed" | "stopped"; fraction: number; problem: Trouble | null } | null;
  /** The name of a backup that is made and not fetched yet. */
  ready: string | null;
  /** Folders with what a restore took the place of. */
  aside: string[];
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

export type Source = "browser" | "computer";

export interface Begun {
  session_id: string;
  attempt: number;
  /** With "computer" the app itself listens and the page sends no sound. */
  microphone?: Source;
}

/** An attempt that is being spoken now. */
export interface Open extends Begun {
  question_id: string;
  /** Whether a page looks at it already. */
  has_page: boolean;
  /** Where its sound comes from; unless that is the browser, the page sends none. */
  fed_by: Source | "sample";
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
  kind: "vad" | "asr" | "embedding" | "llm" | "tts" | "ocr";
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

/** `provider` hears where it is not this machine; `missing` says what it lacks to be chosen. */
export interface SpeechEngine {
  name: string;
  title: string;
  model_id: string;
  ready: boolean;
  provider: string;
  missing: Trouble | null;
  needs_key: boolean;
}

export interface SettingsRecord {
  engine: string;
  engines: SpeechEngine[];
  microphone: "browser" | "computer";
  /** This computer's microphone, by name; empty for the system's own choice. */
  device: string;
  home: string;
  models: string;
  key_place: KeyPlace;
  key_file: string;
}

/** One attempt beside others. */
export interface Column {
  session_id: string;
  attempt: number;
  started_at: string;
  overall: number | null;
  feedback: Feedback;
}

/** From one attempt to the next. A finding is the same if it is of the same kind. */
export interface Change {
  fixed: Finding[];
  kept: Finding[];
  new: Finding[];
  axes: { axis: AxisScore["axis"]; before: number; after: number }[];
  parts_gained: string[];
  parts_lost: string[];
  coverage_change: number | null;
  specificity_change: number;
  words_change: number;
}

export interface SideBySide {
  question_id: string;
  question: string;
  columns: Column[];
  /** `changes[i]` is what happened from column i to column i + 1. */
  changes: Change[];
}

/** A question with what was made of it. */
export interface Tried {
  question_id: string;
  text: string;
  kind: Kind;
  topics: string[];
  attempts: number;
  best: number | null;
  latest: number | null;
}

export interface Today {
  on: string;
  interview_date: string | null;
  /** To the interview: 0 is today, below 0 is past. */
  days_left: number | null;
  next: { kind: "first" | "retry" | "new" | "weakest"; question: Tried; why: string; session_id: string | null } | null;
  recent: SessionLine[];
  weakest: Tried[];
  untried: Tried[];
  answers_this_week: number;
  questions_tried: number;
  questions: number;
}

/** One answer in numbers. Scores are 0–4; pace and time are none for a typed answer. */
export interface Point {
  session_id: string;
  attempt: number;
  question_id: string | null;
  question: string;
  kind: Kind | null;
  topics: string[];
  started_at: string;
  words: number;
  target_words: [number, number];
  duration_ms: number | null;
  words_per_minute: number | null;
  findings: number;
  technical: number | null;
  tradeoffs: number | null;
  judgement: number | null;
  communication: number | null;
}

/** One question of a mock interview and how its answer went; without an answer, nothing of that. */
export interface MockTurn {
  position: number;
  question: QuestionCard;
  /** The position of the question that this one follows up. */
  follows: number | null;
  state: "open" | "answered" | "skipped";
  session_id: string | null;
  overall: number | null;
  words: number;
  target_words: [number, number] | null;
  duration_ms: number | null;
  findings: Finding["kind"][];
  missing: string[];
  gained: string[];
  next_step: NextStep | null;
}

export interface MockReport {
  mock_id: string;
  started_at: string;
  ended_at: string | null;
  turns: MockTurn[];
  overall: number | null;
  axes: { axis: AxisScore["axis"]; score: number }[];
  common: { kind: Finding["kind"]; answers: number }[];
  /** Positions whose next step is worth most. */
  first_steps: number[];
  words: number;
  speaking_ms: number;
}

export interface MockLine {
  mock_id: string;
  started_at: string;
  ended_at: string | null;
  questions: number;
  answered: number;
  overall: number | null;
}

/** Of this computer. `problem` says why there are none. */
export interface Microphones {
  devices: string[];
  problem: Trouble | null;
}

export type FromServer =
  | { type: "event"; event: Event }
  | { type: "pulse"; pulse: Pulse }
  | { type: "ack"; frames: number }
  | { type: "level"; level: number }
  | ({ type: "problem" } & Trouble);

export type ToServer = { type: "stop" } | { type: "pause" } | { type: "resume" };

export type DocumentKind =
  | "resume" | "job" | "publication" | "project" | "notes" | "transcript" | "screenshot" | "text";

export interface WorkspaceDocument {
  document_id: number;
  external_id: string;
  title: string;
  kind: DocumentKind;
  group: string;
  enabled: boolean;
  chars: number;
  passages: number;
  added_at: string;
  updated_at: string;
  written_at: string | null;
}

export interface DocumentText {
  document: WorkspaceDocument;
  text: string;
}

/** Code points of a document's text. */
export interface TextSpan {
  start_char: number;
  end_char: number;
  page: number | null;
  line: number | null;
}

export interface Hit {
  document_id: number;
  external_id: string;
  title: string;
  kind: DocumentKind;
  heading: string;
  score: number;
  text: string;
  span: TextSpan;
  marks: [number, number][];
}

/** A question over the workspace; `[1]` in the text is the first citation. */
export interface Told {
  question: string;
  found: boolean;
  text: string;
  citations: {
    number: number;
    document_id: number;
    external_id: string;
    title: string;
    kind: DocumentKind;
    text: string;
    span: TextSpan;
  }[];
  passages: Hit[];
}

export interface BroughtFile {
  file: File;
  path: string;
}

export interface ImportReport {
  added: number;
  updated: number;
  unchanged: number;
  twins: [string, string][];
  failures: (Trouble & { path: string })[];
  notices: (Trouble & { path: string })[];
}

export interface ImportState {
  busy: boolean;
  waiting: number;
  progress: {
    doing: "looking" | "reading" | "hearing" | "meaning";
    done: number;
    total: number;
    seconds_left: number | null;
    path: string;
  } | null;
  report: ImportReport;
  by_meaning: boolean;
}

/** One thing to do on a day of the plan. `points` are key points that were missed before. */
export interface PlanItem {
  item_id: string;
  kind: "practise" | "read" | "habit" | "mock" | "story";
  title: string;
  why: string;
  minutes: number;
  question_id: string | null;
  points: string[];
  done: boolean;
}

export interface PlanDay {
  on: string;
  minutes: number;
  items: PlanItem[];
}

export interface Plan {
  on: string;
  interview_date: string | null;
  days_left: number | null;
  wish: { hours_a_day: number; role: string; topics: string[] };
  weak_axes: { axis: AxisScore["axis"]; score: number }[];
  untested_topics: string[];
  expected_now: number;
  expected_then: number;
  days: PlanDay[];
}

/** How well an answer showed its question known, 1 (forgotten) to 4 (easy); the user's own grade goes first. */
export interface Graded {
  session_id: string;
  attempt: number;
  question: string;
  at: string;
  overall: number;
  by_rubric: number;
  grade: number | null;
}

/** A part of a story, with where it stands in a document if it was found in one. */
export interface StoryPart {
  part: string;
  text: string;
  document_id: number | null;
  start_char: number | null;
  end_char: number | null;
}

export interface Story {
  story_id: string;
  title: string;
  parts: StoryPart[];
  competencies: string[];
  questions: string[];
  state: "candidate" | "kept" | "rejected";
  version: number;
  changed_at: string;
}

/** A story with what each part still lacks, and the parts that are not there. */
export interface StoryCard {
  story: Story;
  hints: Record<string, string>;
  missing: string[];
}

/** A competency or question with the stories that show it. */
export interface Asked {
  id: string;
  title: string;
  stories: string[];
}

export interface StoryMatrix {
  stories: Story[];
  competencies: Asked[];
  questions: Asked[];
  gaps: string[];
}

/** A question that a document prompted; `quote` is the slice of it. */
export interface Proposal {
  proposal_id: string;
  document_id: number;
  title: string;
  question: Question;
  quote: string;
  state: "new" | "accepted" | "rejected" | "known";
  like: string | null;
}

export interface Offered {
  proposals: Proposal[];
  documents: number;
  fresh: number;
  merged: number;
}

/** How advice is to be given. */
export interface Profile {
  profile_id: string;
  name: string;
  prompt: string;
  actions: { name: string; prompt: string }[];
  own: boolean;
}

export interface ProfilesRecord {
  chosen: string;
  profiles: Profile[];
}

/** What a sign adds to the log-odds of a finding, beside a usual answer; `says` puts it in words. */
export interface SignSeen {
  name: string;
  value: number;
  usual: number;
  effect: number;
  says: string;
  quote: Quote | null;
}

/** Why a finding or a missing part was reported or not. Without log-odds it follows from counts alone. */
export interface Explanation {
  about: string;
  reported: boolean;
  says: string;
  log_odds: number | null;
  threshold: number | null;
  signs: SignSeen[];
}
