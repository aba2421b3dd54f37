// Speaks with `/api/advice`: one line of JSON after another, until the whole advice or a problem.

import { NOT_RUNNING, Refusal } from "../api";
import type { Agreed, FirstSend } from "../privacy/privacy";
import type { Point } from "../wire.gen";

export type { Cited, GivenMaterial, Point, PromptRecord as Given } from "../wire.gen";

const ASKED_FIRST = 428;

/** Nothing was sent: the user is to see what would be, and say how. */
export class AskedFirst extends Refusal {
  constructor(
    code: number,
    message: string,
    readonly preview: FirstSend,
  ) {
    super(code, message);
  }
}

export interface Usage {
  tokens_in: number;
  tokens_out: number;
  first_token_ms: number;
  tokens_per_s: number;
}

export type Change = ["same" | "gone" | "new", string];

/** `dropped` is the share of facts and quotes that were not in the user's words, 0–1. */
export interface Advice {
  task: string;
  points: Point[];
  engine: string;
  fallback: boolean;
  dropped: number;
  usage: Usage | null;
  notices: string[];
  changes?: Change[];
  /** Dollars; none where nobody told the price. */
  cost?: { usd: number | null; as_of: string };
  /** Since the app started; `unknown` counts what has no price. */
  spent?: { tokens_in: number; tokens_out: number; usd: number; unknown: number };
}

export interface Pace {
  chars: number;
  first_ms: number;
  chars_per_s: number;
}

export type Step =
  | ({ kind: "point" } & Point)
  | ({ kind: "pace" } & Pace)
  | ({ kind: "advice" } & Advice)
  | { kind: "problem"; code: number; message: string };

export interface Wish {
  task: string;
  session_id?: string;
  question?: string;
  engine?: string;
  /** What to heed besides, in the user's words. */
  wish?: string;
  agreed?: Agreed | undefined;
  /** Chosen ones of the library, by id. */
  documents?: number[];
}

/** Tells of each step as it comes. Aborting `signal` stops the model. */
export async function advise(wish: Wish, signal: AbortSignal, tell: (step: Step) => void): Promise<void> {
  const headers = { "content-type": "application/json" };
  const init: RequestInit = {
    method: "POST",
    headers,
    body: JSON.stringify(wish),
    credentials: "same-origin",
    signal,
  };
  const answer = await reached(init);
  if (!answer.headers.get("content-type")?.includes("ndjson") || !answer.body) {
    const envelope = (await answer.json()) as { code: number; message: string; data: FirstSend };
    if (answer.status === ASKED_FIRST) throw new AskedFirst(envelope.code, envelope.message, envelope.data);
    throw new Refusal(envelope.code, envelope.message);
  }
  await heard(answer.body, tell);
}

/** Tells of each line of an advice; refuses one that ends before it is whole. */
export async function heard(body: ReadableStream<Uint8Array<ArrayBuffer>>, tell: (step: Step) => void): Promise<void> {
  const lines = new Lines();
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let ended = false;
  for (;;) {
    const { done, value } = await reader.read().catch((cause: unknown) => {
      throw cause instanceof TypeError ? brokeOff() : cause;
    });
    if (done && !ended) throw brokeOff();
    if (done) return;
    for (const line of lines.push(value)) {
      const step = JSON.parse(line) as Step;
      ended ||= step.kind === "advice" || step.kind === "problem";
      tell(step);
    }
  }
}

function brokeOff(): Refusal {
  return new Refusal(NOT_RUNNING, "The advice broke off. Ask once more; nothing of yours is lost.");
}

async function reached(init: RequestInit): Promise<Response> {
  try {
    return await fetch("/api/advice", init);
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause;
    throw new Refusal(NOT_RUNNING, "The app does not answer. Start it again: extrabrain");
  }
}

/** Whole lines from pieces of text. */
export class Lines {
  #held = "";

  push(piece: string): string[] {
    const lines = (this.#held + piece).split("\n");
    this.#held = lines.pop() ?? "";
    return lines.filter((line) => line !== "");
  }
}

/** What goes to the clipboard. */
export function asText(points: readonly Point[]): string {
  return points
    .map((p) => [p.heading, p.text, p.instead && `Instead: ${p.instead}`].filter(Boolean).join("\n"))
    .join("\n\n");
}
