// What the server and the page say to each other. Shapes are generated (`wire.gen.ts`); here stand the envelope, the
// live messages, and the names that the page has for some.

import type { Begun, Document, Event, Pulse, Question, StatusRecord } from "./wire.gen";

export type * from "./wire.gen";
export type {
  AnswerFigures as Point,
  AttemptScore as AttemptLine,
  Bringing as ImportState,
  Comparison as Change,
  Document as WorkspaceDocument,
  DocumentRecord as DocumentText,
  EngineChoice as SpeechEngine,
  Job as RecordingJob,
  Matrix as StoryMatrix,
  Report as ImportReport,
  Running as Open,
  Span as TextSpan,
  StatusRecord as Status,
  TurnReport as MockTurn,
} from "./wire.gen";

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

export type KeyPlace = StatusRecord["key_place"];

export type Kind = Question["kind"];

export type Source = Begun["microphone"];

export type FromServer =
  | { type: "event"; event: Event }
  | { type: "pulse"; pulse: Pulse }
  | { type: "ack"; frames: number }
  | { type: "level"; level: number }
  | ({ type: "problem" } & Trouble);

export type ToServer = { type: "stop" } | { type: "pause" } | { type: "resume" };

export type DocumentKind = Document["kind"];

export interface BroughtFile {
  file: File;
  path: string;
}

