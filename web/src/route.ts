// The address of the page, as data.

export type Route =
  | { page: "today" }
  | { page: "practice" }
  | { page: "progress" }
  | { page: "mocks" }
  | { page: "mock"; mock_id: string }
  | { page: "question"; question_id: string }
  | { page: "sessions" }
  | { page: "session"; session_id: string }
  | { page: "bank" }
  | { page: "card"; question_id: string }
  | { page: "live" }
  | { page: "library" }
  | { page: "document"; document_id: number; span: readonly [number, number] | null }
  | { page: "settings" }
  | { page: "plan" }
  | { page: "stories" }
  | { page: "story"; story_id: string }
  | { page: "privacy" }
  | { page: "welcome" }
  | { page: "compare"; session_ids: string[] }
  | { page: "unknown" };

/** The one question that our recorded samples answer. */
export const SAMPLED = "rlhf-limits";

/** `address` is a path, with its query where it has one. */
export function routeOf(address: string): Route {
  const [path = "", query = ""] = address.split("?", 2);
  const [first = "", second, ...rest] = path.split("/").filter((part) => part !== "").map(decode);
  if (rest.length > 0) return { page: "unknown" };
  if (first === "") return { page: "today" };
  if (first === "practice" && second === undefined) return { page: "practice" };
  if (first === "practice" && second !== undefined) return { page: "question", question_id: second };
  if (first === "bank") return second === undefined ? { page: "bank" } : { page: "card", question_id: second };
  if (first === "plan" && second === undefined) return { page: "plan" };
  if (first === "stories") return second === undefined ? { page: "stories" } : { page: "story", story_id: second };
  if (first === "live" && second === undefined) return { page: "live" };
  if (first === "library") return second === undefined ? { page: "library" } : documentOf(second, query);
  if (first === "welcome" && second === undefined) return { page: "welcome" };
  if (first === "privacy" && second === undefined) return { page: "privacy" };
  if (first === "settings" && second === undefined) return { page: "settings" };
  if (first === "sessions") {
    return second === undefined ? { page: "sessions" } : { page: "session", session_id: second };
  }
  if (first === "mock") return second === undefined ? { page: "mocks" } : { page: "mock", mock_id: second };
  if (first === "progress" && second === undefined) return { page: "progress" };
  if (first === "compare" && second === undefined) {
    return { page: "compare", session_ids: new URLSearchParams(query).getAll("session") };
  }
  return { page: "unknown" };
}

export function comparePath(session_ids: readonly string[]): string {
  return `/compare?${new URLSearchParams(session_ids.map((id) => ["session", id]))}`;
}

export function questionPath(question_id: string): string {
  return `/practice/${encodeURIComponent(question_id)}`;
}

/** The question that an interviewer would ask next about an answer; the app knows it by this id. */
export function followUpPath(session_id: string, index: number): string {
  return questionPath(`${session_id}-follow-up-${index}`);
}

export function cardPath(question_id: string): string {
  return `/bank/${encodeURIComponent(question_id)}`;
}

export function storyPath(story_id: string): string {
  return `/stories/${encodeURIComponent(story_id)}`;
}

export function mockPath(mock_id: string): string {
  return `/mock/${encodeURIComponent(mock_id)}`;
}

export function sessionPath(session_id: string): string {
  return `/sessions/${encodeURIComponent(session_id)}`;
}

/** A document, open at a span of code points where one is given. */
export function documentPath(document_id: number, span?: { start_char: number; end_char: number }): string {
  return `/library/${document_id}${span ? `?from=${span.start_char}&to=${span.end_char}` : ""}`;
}

function documentOf(id: string, query: string): Route {
  if (!/^\d{1,15}$/.test(id)) return { page: "unknown" };
  const asked = new URLSearchParams(query);
  const [from, to] = [Number(asked.get("from") ?? NaN), Number(asked.get("to") ?? NaN)];
  return { page: "document", document_id: Number(id), span: from < to ? [from, to] : null };
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch (cause) {
    if (cause instanceof URIError) return part;
    throw cause;
  }
}
