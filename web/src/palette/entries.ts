// What the palette offers: pages, actions, questions.

import { questionPath } from "../route";
import { KIND_NAMES } from "../say";
import type { QuestionLine } from "../wire";
import { ranked } from "./fuzzy";

export interface Entry {
  group: "Pages" | "Actions" | "Questions";
  text: string;
  /** More words that lead to it, not shown. */
  also?: string;
  /** Shown beside it. */
  aside?: string;
  run: () => void;
}

export interface Group {
  name: Entry["group"];
  entries: Entry[];
}

const MOST_QUESTIONS = 30;
const ORDER: readonly Entry["group"][] = ["Pages", "Actions", "Questions"];

/** Groups in their order, best entries first. Questions show only once something was typed. */
export function groupsOf(entries: readonly Entry[], query: string): Group[] {
  const typed = query.trim() !== "";
  return ORDER.map((name) => {
    const among = entries.filter((entry) => entry.group === name && (typed || name !== "Questions"));
    return { name, entries: ranked(query, among, (e) => `${e.text} ${e.also ?? ""}`).slice(0, MOST_QUESTIONS) };
  }).filter((group) => group.entries.length > 0);
}

export function questionEntries(questions: readonly QuestionLine[], go: (path: string) => void): Entry[] {
  return questions.map((question) => ({
    group: "Questions",
    text: question.text,
    also: `${question.question_id} ${question.topics.join(" ")}`,
    aside: KIND_NAMES[question.kind],
    run: () => go(questionPath(question.question_id)),
  }));
}
