// Words of a recording and their places in the text: what is said now, and where a word that was clicked is said.

import type { Word } from "./wire";

/** Places in UTF-16 units, as the page counts. */
export interface Place {
  start: number;
  end: number;
  start_ms: number;
  end_ms: number;
}

/** A word further on than this is another one: the text was changed there. */
const REACH = 200;
/** So long after its end a word still counts as the one that is said. */
const LINGER_MS = 600;

export function places(text: string, words: readonly Word[]): Place[] {
  const found: Place[] = [];
  let from = 0;
  for (const { text: word, start_ms, end_ms } of words) {
    const start = text.indexOf(word, from);
    if (word === "" || start < 0 || start - from > REACH) continue;
    from = start + word.length;
    found.push({ start, end: from, start_ms, end_ms });
  }
  return found;
}

/** Index of the word that is said at this time; -1 before the first and in long pauses. */
export function saidAt(found: readonly Place[], at_ms: number): number {
  const i = lastUpTo(found, (place) => place.start_ms <= at_ms);
  return i >= 0 && at_ms < found[i]!.end_ms + LINGER_MS ? i : -1;
}

/** Index of the word at this place of the text, or of the one before it; -1 before the first. */
export function wordAt(found: readonly Place[], char: number): number {
  return lastUpTo(found, (place) => place.start <= char);
}

/** The last for which `holds`, where it holds for all up to some place. */
function lastUpTo(found: readonly Place[], holds: (place: Place) => boolean): number {
  let [low, high] = [0, found.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(found[middle]!)) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
