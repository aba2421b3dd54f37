// Findings laid over a text: pieces that never overlap, each knowing the findings that it belongs to.

import { CodePoints } from "./codepoints";
import type { Finding } from "./wire";

/** A finding whose quote takes up more of the answer than this is about the whole of it: not underlined. */
const WHOLE = 0.6;

export interface Piece {
  text: string;
  start_char: number;
  /** Indices into the findings, most narrow first; empty for plain text. */
  findings: number[];
  /** Findings whose quote ends with this piece: their numbers are printed here. */
  ends: number[];
}

/** Whether a finding speaks of the whole answer, so that marking its words would mark everything. */
export function isWhole(finding: Finding, length: number): boolean {
  const width = finding.quote.end_char - finding.quote.start_char;
  return width <= 0 || (length > 0 && width > WHOLE * length && width > 120);
}

export function pieces(text: string, findings: readonly Finding[]): Piece[] {
  const points = new CodePoints(text);
  const marked = findings
    .map((finding, index) => ({
      index,
      start: Math.max(0, finding.quote.start_char),
      end: Math.min(points.length, finding.quote.end_char),
      skip: isWhole(finding, points.length),
    }))
    .filter((m) => !m.skip && m.end > m.start);
  const edges = new Set([0, points.length]);
  for (const { start, end } of marked) edges.add(start).add(end);
  const cuts = [...edges].sort((a, b) => a - b);
  const out: Piece[] = [];
  for (let i = 0; i + 1 < cuts.length; i += 1) {
    const start = cuts[i]!;
    const end = cuts[i + 1]!;
    const over = marked.filter((m) => m.start < end && m.end > start);
    over.sort((a, b) => a.end - a.start - (b.end - b.start) || a.index - b.index);
    out.push({
      text: points.slice(start, end),
      start_char: start,
      findings: over.map((m) => m.index),
      ends: over.filter((m) => m.end === end).map((m) => m.index).sort((a, b) => a - b),
    });
  }
  return out;
}

/** Findings in reading order: by place, the whole-answer ones last. Gives indices into `findings`. */
export function readingOrder(text: string, findings: readonly Finding[]): number[] {
  const length = new CodePoints(text).length;
  const place = (f: Finding): number => (isWhole(f, length) ? Number.MAX_SAFE_INTEGER : f.quote.start_char);
  return findings.map((_, i) => i).sort((a, b) => place(findings[a]!) - place(findings[b]!) || a - b);
}
