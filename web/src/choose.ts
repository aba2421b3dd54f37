// Which questions of the bank fit what was asked for.

import type { Kind, QuestionLine } from "./wire";

export interface Wish {
  words: string;
  kind: Kind | "all";
  topic: string;
  /** Only the user's own questions. */
  own: boolean;
}

export const EVERYTHING: Readonly<Wish> = { words: "", kind: "all", topic: "", own: false };

/** Questions that hold every word, in the text, topics or id, of that kind and topic, in the bank's order. */
export function chosen(questions: readonly QuestionLine[], wish: Wish): QuestionLine[] {
  const words = plain(wish.words).split(/\s+/).filter((word) => word !== "");
  return questions.filter((q) => {
    if (wish.own && !q.own) return false;
    if (wish.kind !== "all" && q.kind !== wish.kind) return false;
    if (wish.topic !== "" && !q.topics.includes(wish.topic)) return false;
    const all = plain([q.text, q.question_id, q.tests, ...q.topics].join(" "));
    return words.every((word) => all.includes(word));
  });
}

/** Topics by how many questions have them, then by name. */
export function topicsOf(questions: readonly QuestionLine[]): string[] {
  const counts = new Map<string, number>();
  for (const q of questions) for (const topic of q.topics) counts.set(topic, (counts.get(topic) ?? 0) + 1);
  return [...counts].sort(([a, n], [b, m]) => m - n || a.localeCompare(b)).map(([topic]) => topic);
}

function plain(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}
