// Attempts beside each other, as rows that a table can show.

import { AXIS_NAMES, clock, plural, score } from "./say";
import type { Column, PartFound, SideBySide } from "./wire";

export interface Row {
  name: string;
  /** What each attempt has, in words. */
  cells: string[];
  /** From the first attempt to the last: `+0.6`; empty where there is nothing to compare. */
  change: string;
  /** Whether that change is for the better; none where neither way is. */
  better: boolean | null;
}

type Value = number | null;

/** Scores, length, pace and counts of every attempt. */
export function rows(columns: readonly Column[]): Row[] {
  const axes = columns[0]?.feedback.rubric.map((axis) => axis.axis) ?? [];
  const length = (c: Column): string => {
    const { target_words, verdict } = c.feedback.delivery.length;
    return `${c.feedback.words} (${verdict === "right" ? "on target" : `${verdict} of ${target_words.join("–")}`})`;
  };
  return [
    row("Overall", columns, (c) => c.overall, score, "up", 0.1),
    ...axes.map((axis) =>
      row(AXIS_NAMES[axis], columns, (c) => c.feedback.rubric.find((a) => a.axis === axis)?.score ?? null, score, "up", 0.1),
    ),
    row("Findings", columns, (c) => c.feedback.findings.length, String, "down"),
    row("Key points", columns, (c) => c.feedback.coverage.overall, percent, "up", 0.01),
    row("Specificity", columns, (c) => c.feedback.specificity.overall, percent, "up", 0.01),
    { ...row("Words", columns, (c) => c.feedback.words, String, null), cells: columns.map(length) },
    row("Time", columns, (c) => c.feedback.delivery.duration_ms, clock, null, 1000),
    row("Words a minute", columns, (c) => c.feedback.delivery.words_per_minute, (v) => String(Math.round(v)), null),
    row("Fillers", columns, (c) => c.feedback.delivery.fillers.length + c.feedback.delivery.filled_pauses.length, String, "down"),
    row("Hedges", columns, (c) => c.feedback.delivery.hedges.length, String, "down"),
  ].filter((found) => found.cells.some((cell) => cell !== "–"));
}

export interface Aligned {
  part: string;
  /** The same part in each attempt. */
  found: (PartFound | null)[];
}

/** Every part of the pattern, with the words that say it in each attempt. */
export function aligned(columns: readonly Column[]): Aligned[] {
  const parts = [...new Set(columns.flatMap((c) => c.feedback.structure.parts.map((p) => p.part)))];
  return parts.map((part) => ({
    part,
    found: columns.map((c) => c.feedback.structure.parts.find((p) => p.part === part) ?? null),
  }));
}

/** The whole change in one sentence. */
export function summary({ columns, changes }: SideBySide): string {
  const [first, last] = [columns[0]!, columns.at(-1)!];
  const gained = (last.overall ?? 0) - (first.overall ?? 0);
  const way = Math.abs(gained) < 0.05 ? "stayed at" : gained > 0 ? "rose to" : "fell to";
  const words = [`From attempt ${first.attempt} to attempt ${last.attempt} the overall score ${way} ${score(last.overall)} of 4`];
  const [had, has] = [kinds(first), kinds(last)];
  const fixed = [...had].filter((kind) => !has.has(kind)).length;
  const fresh = [...has].filter((kind) => !had.has(kind)).length;
  words.push(`${plural(fixed, "kind")} of finding fixed, ${fresh} new`);
  const parts = changes.length === 1 ? changes[0]!.parts_gained.length : 0;
  if (parts > 0) words.push(`${plural(parts, "part")} of the structure added`);
  return `${words.join("; ")}.`;
}

function kinds(column: Column): Set<string> {
  return new Set(column.feedback.findings.map((finding) => finding.kind));
}

function row(
  name: string,
  columns: readonly Column[],
  value: (column: Column) => Value,
  say: (value: number) => string,
  better: "up" | "down" | null,
  step = 1,
): Row {
  const values = columns.map(value);
  const cells = values.map((v) => (v === null ? "–" : say(v)));
  const [first, last] = [values[0] ?? null, values.at(-1) ?? null];
  if (first === null || last === null) return { name, cells, change: "", better: null };
  // From what the cells show, so that the sum comes out for a reader too.
  const by = Math.round(last / step) * step - Math.round(first / step) * step;
  const same = Math.abs(by) < step / 2;
  return {
    name,
    cells,
    change: same ? "same" : `${by > 0 ? "+" : "−"}${say(Math.abs(by))}`,
    better: same || better === null ? null : by > 0 === (better === "up"),
  };
}

function percent(value: number): string {
  return `${Math.round(value * 100)} %`;
}
