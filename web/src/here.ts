// Whether a part of the page is still there when an answer comes.

import { onDestroy } from "svelte";

/** Call while the part is made; later it tells. Who has gone elsewhere meanwhile is not taken back. */
export function here(): () => boolean {
  let there = true;
  onDestroy(() => (there = false));
  return () => there;
}
