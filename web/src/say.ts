// Names and numbers as people read them.

import type { AxisScore, DocumentKind, Finding, Kind, SentenceScore, TextSpan } from "./wire";

export const KIND_NAMES: Record<Kind, string> = {
  technical: "Technical",
  behavioural: "Behavioural",
  scenario: "Scenario",
};

export const DOCUMENT_KIND_NAMES: Record<DocumentKind, string> = {
  resume: "Résumé",
  job: "Job description",
  publication: "Publication",
  project: "Project",
  notes: "Notes",
  transcript: "Transcript",
  screenshot: "Screenshot",
  text: "Text",
};

/** Where in its document a passage stands. */
export function placeOf(span: TextSpan): string {
  if (span.page != null) return `page ${span.page}`;
  return span.line != null ? `line ${span.line}` : "";
}

export const FINDING_NAMES: Record<Finding["kind"], string> = {
  vague: "Vague",
  "unmeasured-tradeoff": "Trade-off not measured",
  "no-threshold": "No threshold",
  "no-owner": "No owner",
  "no-result": "No result",
  "no-learning": "Nothing learned",
  hedged: "Hedged",
  absolute: "Too absolute",
  "single-technique": "One technique only",
  "ignores-deployment": "Leaves out deployment",
  "safety-as-pr": "Safety as image",
  dismissive: "Dismissive",
  "lone-expert": "Lone expert",
  "unsupported-claim": "Claim without support",
  repeats: "Repeats",
  "off-topic": "Off topic",
  "too-long": "Too long",
  "too-short": "Too short",
  "filler-heavy": "Many fillers",
  "too-fast": "Too fast",
  "too-slow": "Too slow",
};

export const SEVERITY_NAMES: Record<number, string> = { 1: "worth a look", 2: "costs you", 3: "would sink it" };

export const AXIS_NAMES: Record<AxisScore["axis"], string> = {
  technical: "Technical understanding",
  tradeoffs: "Trade-off reasoning",
  judgement: "Judgement",
  communication: "Communication",
};

const PART_NAMES: Record<string, string> = {
  situation: "Situation",
  task: "Task",
  action: "Action",
  result: "Result",
  learning: "Learning",
  risk: "Safety concern",
  tradeoff: "Trade-off",
  clarify: "Clarify",
  risks: "Risks",
  estimate: "Severity and likelihood",
  evaluate: "Evaluate",
  mitigate: "Mitigate",
  criteria: "Launch criteria",
  learn: "Learn",
  claim: "Claim",
  mechanism: "Mechanism",
  limits: "Limits",
  evidence: "Evidence",
  decision: "Decision",
};

export const MISSING_NAMES: Record<SentenceScore["missing"][number], string> = {
  who: "who",
  what: "what was done",
  metric: "which measure",
  threshold: "what limit",
  when: "when",
  example: "an example",
};

export function partName(part: string): string {
  return PART_NAMES[part] ?? part;
}

/** `1:05` for 65,000 ms. */
export function clock(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/** Seconds in words, for what is spoken by a screen reader or stands in a sentence. */
export function span(ms: number): string {
  const seconds = Math.round(ms / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

export function megabytes(bytes: number): string {
  const mb = bytes / 1_000_000;
  return mb >= 10 ? `${Math.round(mb)} MB` : `${mb.toFixed(1)} MB`;
}

/** How long a spoken answer of so many words takes, at a calm 140 words a minute. */
export function speakingTime([low, high]: readonly [number, number]): string {
  const minutes = (words: number): string => {
    const half = Math.max(1, Math.round((words / 140) * 2)) / 2;
    return half % 1 === 0 ? String(half) : `${Math.floor(half) || ""}½`;
  };
  const [a, b] = [minutes(low), minutes(high)];
  return a === b ? `about ${a} min` : `${a}–${b} min`;
}

export function score(value: number | null | undefined): string {
  return value === null || value === undefined ? "–" : value.toFixed(1);
}

export function plural(n: number, one: string, many = `${one}s`): string {
  return `${n} ${n === 1 ? one : many}`;
}

export function day(iso: string, locale?: string): string {
  const when = new Date(iso);
  if (Number.isNaN(when.getTime())) return iso;
  return new Intl.DateTimeFormat(locale, {
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
  }).format(when);
}

/** How far off the interview is, in words. */
export function daysTo(days: number): string {
  if (days < 0) return days === -1 ? "Your interview was yesterday" : `Your interview was ${-days} days ago`;
  if (days === 0) return "Your interview is today";
  return days === 1 ? "Your interview is tomorrow" : `${days} days to your interview`;
}

/** `Monday, 23 November`, from a date without a time. */
export function longDay(date: string, locale?: string): string {
  const options = { weekday: "long", day: "numeric", month: "long", timeZone: "UTC" } as const;
  return new Intl.DateTimeFormat(locale, options).format(new Date(`${date}T00:00:00Z`));
}

/** `23 Nov`. */
export function shortDay(iso: string, locale?: string): string {
  return new Intl.DateTimeFormat(locale, { day: "numeric", month: "short" }).format(new Date(iso));
}
