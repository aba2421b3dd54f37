// Which answers the charts show, and what they say in words.

import { mean } from "./chart/plot";
import { plural, score } from "./say";
import type { Kind, Point } from "./wire";

export interface Slice {
  kind: Kind | "all";
  topic: string;
}

export const AXES = ["technical", "tradeoffs", "judgement", "communication"] as const;

export function within(points: readonly Point[], slice: Slice): Point[] {
  return points.filter(
    (point) => (slice.kind === "all" || point.kind === slice.kind) && (slice.topic === "" || point.topics.includes(slice.topic)),
  );
}

/** Topics that were answered, the most often answered first. */
export function answeredTopics(points: readonly Point[]): { topic: string; answers: number }[] {
  const counts = new Map<string, number>();
  for (const point of points) for (const topic of point.topics) counts.set(topic, (counts.get(topic) ?? 0) + 1);
  return [...counts]
    .map(([topic, answers]) => ({ topic, answers }))
    .sort((a, b) => b.answers - a.answers || a.topic.localeCompare(b.topic));
}

export function overall(point: Point): number | null {
  return mean(AXES.map((axis) => point[axis]));
}

/** `Mean of the first 3: 1.4; of the last 3: 2.2.` With fewer than four answers: each end. */
export function trend(values: readonly (number | null)[], say: (value: number) => string = score): string {
  const known = values.filter((value) => value !== null);
  if (known.length === 0) return "No answer has this number yet.";
  if (known.length === 1) return `One answer: ${say(known[0]!)}.`;
  const span = Math.max(1, Math.min(5, Math.floor(known.length / 2)));
  const [first, last] = [mean(known.slice(0, span))!, mean(known.slice(-span))!];
  return span === 1
    ? `From ${say(first)} to ${say(last)}.`
    : `First ${span} answers: ${say(first)} on average; last ${span}: ${say(last)}.`;
}

/** How many answers were as long as they should be. */
export function onTarget(points: readonly Point[]): string {
  const right = points.filter((p) => p.words >= p.target_words[0] && p.words <= p.target_words[1]).length;
  return `${right} of ${plural(points.length, "answer")} within the target.`;
}

export interface TopicLine {
  topic: string;
  answers: number;
  overall: number | null;
  findings: number;
}

/** Each answered topic with its mean score and findings, the weakest first. */
export function byTopic(points: readonly Point[]): TopicLine[] {
  return answeredTopics(points)
    .map(({ topic, answers }) => {
      const own = points.filter((point) => point.topics.includes(topic));
      return { topic, answers, overall: mean(own.map(overall)), findings: mean(own.map((p) => p.findings)) ?? 0 };
    })
    .sort((a, b) => (a.overall ?? 9) - (b.overall ?? 9));
}
