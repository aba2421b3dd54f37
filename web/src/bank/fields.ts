// The form of an own question: lines of text to lists and back.

import type { Kind, Question, QuestionFields } from "../wire";

export interface Draft {
  text: string;
  kind: Kind;
  topics: string;
  difficulty: number;
  tests: string;
  key_points: string;
  follow_ups: string;
  strong: string;
}

export function draftOf(question: Question | null): Draft {
  return {
    text: question?.text ?? "",
    kind: question?.kind ?? "technical",
    topics: question?.topics.join(", ") ?? "",
    difficulty: question?.difficulty ?? 2,
    tests: question?.tests ?? "",
    key_points: question?.key_points.join("\n") ?? "",
    follow_ups: question?.follow_ups.join("\n") ?? "",
    strong: question?.strong ?? "",
  };
}

/** Topics become ids (`Red teaming` → `red-teaming`); empty lines and marks of a list are left out. */
export function fieldsOf(draft: Draft): QuestionFields {
  return {
    text: draft.text.trim(),
    kind: draft.kind,
    topics: [...new Set(draft.topics.split(/[,\n]/).map(idOf).filter((topic) => topic !== ""))],
    difficulty: draft.difficulty,
    tests: draft.tests.trim(),
    key_points: linesOf(draft.key_points),
    follow_ups: linesOf(draft.follow_ups),
    strong: draft.strong.trim(),
  };
}

function idOf(topic: string): string {
  return topic
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
}

function linesOf(text: string): string[] {
  return text
    .split("\n")
    .map((line) => line.replace(/^\s*(?:[-*•]|\d+[.)])\s+/, "").trim())
    .filter((line) => line !== "");
}
