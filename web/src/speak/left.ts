// An attempt that was being spoken when its page went away, by a reload or a crash of the browser.

import { Refusal, type Api } from "../api";
import type { Open } from "../wire";

/** The app may see the old page for a moment longer. */
const TRIES = 4;
const AGAIN_MS = 300;

/** The one that fits and that no page looks at; none where there is none or the app does not say. */
export async function left(
  api: Pick<Api, "get">,
  fits: (open: Open) => boolean,
  wait: (ms: number) => Promise<void> = (ms) => new Promise((done) => setTimeout(done, ms)),
): Promise<Open | null> {
  for (let i = 0; i < TRIES; i += 1) {
    let found: Open | undefined;
    try {
      found = (await api.get<Open[]>("/api/practice")).find(fits);
    } catch (cause) {
      if (!(cause instanceof Refusal)) throw cause;
    }
    if (!found) return null;
    if (!found.has_page) return found;
    await wait(AGAIN_MS);
  }
  return null;
}
