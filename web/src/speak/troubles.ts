// What can go wrong with an attempt, in words, each with its next step.

import { span } from "../say";
import type { Trouble } from "../wire";
import { FRAME_MS } from "./frames";

export const LOCKED_OUT: Trouble = {
  what: "The app was started anew and does not know this page yet.",
  next_step: "Open the link that the terminal printed; this page then goes on. What you said is kept.",
};

export const SILENT: Trouble = {
  what: "No speech was heard.",
  next_step: "Check that the level moves while you speak, then try again.",
};

/** Up to this many frames may wait for an acknowledgement when all is well. */
const USUAL_WAIT = 25;

/** Sound that did not reach the app before the session ended; none where that is usual. */
export function tooLate(unsent: number): Trouble | null {
  if (unsent <= USUAL_WAIT) return null;
  return {
    what: `The last ${span(unsent * FRAME_MS)} of sound did not reach the app in time.`,
    next_step: "The feedback is on what did. Try the question again.",
  };
}
