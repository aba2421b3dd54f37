// Findings of a language model, beside those of the coach.

import type { Finding } from "../wire";
import type { Advice } from "./advice";

/** `by` is the model that made it; the coach's own have none. */
export interface MarkedFinding extends Finding {
  by?: string;
}

const WEIGHT = 2;

/** Those that quote the answer; each was held to its words before it came here. */
export function findingsOf(advice: Advice): MarkedFinding[] {
  return advice.points.flatMap((point) => {
    const quote = point.cites.find((cite) => cite.ref === "answer");
    if (!quote) return [];
    const kind = point.heading as Finding["kind"];
    return [{ kind, severity: WEIGHT, quote, why: point.text, try_instead: point.instead, by: advice.engine }];
  });
}
