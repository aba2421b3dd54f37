// The address of the page, as data.

export type Route =
  | { page: "practice" }
  | { page: "question"; question_id: string }
  | { page: "sessions" }
  | { page: "session"; session_id: string }
  | { page: "bank" }
  | { page: "card"; question_id: string }
  | { page: "settings" }
  | { page: "welcome" }
  | { page: "unknown" };

/** The one question that our recorded samples answer. */
export const SAMPLED = "rlhf-limits";

export function routeOf(path: string): Route {
  const [first = "", second, ...rest] = path.split("/").filter((part) => part !== "").map(decode);
  if (rest.length > 0) return { page: "unknown" };
  if (first === "" || (first === "practice" && second === undefined)) return { page: "practice" };
  if (first === "practice" && second !== undefined) return { page: "question", question_id: second };
  if (first === "bank") return second === undefined ? { page: "bank" } : { page: "card", question_id: second };
  if (first === "welcome" && second === undefined) return { page: "welcome" };
  if (first === "settings" && second === undefined) return { page: "settings" };
  if (first === "sessions") {
    return second === undefined ? { page: "sessions" } : { page: "session", session_id: second };
  }
  return { page: "unknown" };
}

export function questionPath(question_id: string): string {
  return `/practice/${encodeURIComponent(question_id)}`;
}

export function cardPath(question_id: string): string {
  return `/bank/${encodeURIComponent(question_id)}`;
}

export function sessionPath(session_id: string): string {
  return `/sessions/${encodeURIComponent(session_id)}`;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch (cause) {
    if (cause instanceof URIError) return part;
    throw cause;
  }
}
