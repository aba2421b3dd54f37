// The growing transcript as it is drawn: blocks of a few turns, each in runs of equal ink. What has not changed
// is the same object as before, so that a talk of hours costs no more to draw than its last words.

import { countCodePoints } from "./codepoints";
import { turnKey, wordsOf, type Live } from "./live";
import type { Segment } from "./wire";

/** A stretch in one ink: what may still change, and what the coach finds vague so far. */
export interface Ink {
  /** Where it begins in the transcript, in code points. */
  at: number;
  text: string;
  tentative: boolean;
  vague: boolean;
}

export interface Block {
  key: string;
  runs: Ink[];
}

/** Turns in a block: few enough that one block is drawn anew in no time. */
export const TURNS = 8;

type Span = readonly [number, number];

interface Part {
  segment: Segment;
  at: number;
  settled: number;
  vague: readonly Span[];
}

interface Made {
  parts: Part[];
  block: Block;
}

/** Lays out transcripts that grow; keeps what it made of the one before. */
export class Inker {
  readonly #lengths = new WeakMap<Segment, number>();
  #made: Made[] = [];

  blocks(live: Live): Block[] {
    const parts = this.#parts(live);
    const made: Made[] = [];
    for (let i = 0; i * TURNS < parts.length; i += 1) {
      const mine = parts.slice(i * TURNS, (i + 1) * TURNS);
      const old = this.#made[i];
      made.push(old && same(old.parts, mine) ? old : { parts: mine, block: drawn(mine) });
    }
    this.#made = made;
    return made.map(({ block }) => block);
  }

  #parts(live: Live): Part[] {
    const vague = live.pulse?.vague ?? [];
    const parts: Part[] = [];
    let at = 0;
    for (const segment of live.transcript.segments) {
      const length = this.#length(segment);
      if (length === 0) continue;
      const [from, end] = [at, at + length];
      parts.push({
        segment,
        at,
        settled: segment.is_final ? Number.POSITIVE_INFINITY : (live.committed[turnKey(segment)] ?? 0),
        vague: vague.filter(([lo, hi]) => lo < end && hi > from),
      });
      at = end + 1;
    }
    return parts;
  }

  #length(segment: Segment): number {
    let length = this.#lengths.get(segment);
    if (length === undefined) {
      length = countCodePoints(wordsOf(segment).join(" "));
      this.#lengths.set(segment, length);
    }
    return length;
  }
}

function same(before: readonly Part[], now: readonly Part[]): boolean {
  return (
    before.length === now.length &&
    now.every((part, i) => {
      const old = before[i]!;
      return (
        old.segment === part.segment &&
        old.at === part.at &&
        old.settled === part.settled &&
        String(old.vague) === String(part.vague)
      );
    })
  );
}

function drawn(parts: readonly Part[]): Block {
  const runs: Ink[] = [];
  for (const { segment, at: start, settled, vague } of parts) {
    let at = start;
    wordsOf(segment).forEach((word, i) => {
      const [from, end] = [at, at + countCodePoints(word)];
      const tentative = i >= settled;
      const unclear = vague.some(([lo, hi]) => lo < end && hi > from);
      const last = runs.at(-1);
      if (last && last.tentative === tentative && last.vague === unclear) last.text += ` ${word}`;
      else runs.push({ at: from, text: word, tentative, vague: unclear });
      at = end + 1;
    });
  }
  return { key: turnKey(parts[0]!.segment), runs };
}
