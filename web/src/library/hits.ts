// Passages as they are shown: cut to size around the words that were found, and marked.

import { CodePoints } from "../codepoints";

export interface Stretch {
  text: string;
  marked: boolean;
}

/** A text in pieces; `marks` are code point spans in order, those that overlap are joined. */
export function stretches(text: string, marks: readonly (readonly [number, number])[]): Stretch[] {
  const points = new CodePoints(text);
  const out: Stretch[] = [];
  let at = 0;
  for (const [start, end] of [...marks].sort((a, b) => a[0] - b[0])) {
    const from = Math.max(at, start);
    const to = Math.min(points.length, end);
    if (to <= from) continue;
    if (from > at) out.push({ text: points.slice(at, from), marked: false });
    const last = out.at(-1);
    if (last?.marked && from === at) last.text += points.slice(from, to);
    else out.push({ text: points.slice(from, to), marked: true });
    at = to;
  }
  if (at < points.length) out.push({ text: points.slice(at, points.length), marked: false });
  return out;
}

/** About `most` characters of the text with as many marks in them as can be, cut between words. */
export function snippet(text: string, marks: readonly (readonly [number, number])[], most = 320): Stretch[] {
  const points = new CodePoints(text);
  if (points.length <= most) return stretches(text, marks);
  let best = 0;
  let count = -1;
  for (const [start] of marks.length ? marks : [[0, 0] as const]) {
    const from = Math.max(0, Math.min(start - 60, points.length - most));
    const inside = marks.filter(([a, b]) => a >= from && b <= from + most).length;
    if (inside > count) [best, count] = [from, inside];
  }
  let from = best;
  while (from > 0 && from < best + 20 && !/\s/.test(points.slice(from - 1, from))) from += 1;
  let to = Math.min(points.length, from + most);
  while (to < points.length && to > from + most - 20 && !/\s/.test(points.slice(to, to + 1))) to -= 1;
  const inside = marks.filter(([a, b]) => a >= from && b <= to).map(([a, b]) => [a - from, b - from] as const);
  const cut = stretches(points.slice(from, to), inside);
  if (from > 0) cut.unshift({ text: "… ", marked: false });
  if (to < points.length) cut.push({ text: " …", marked: false });
  return cut;
}
