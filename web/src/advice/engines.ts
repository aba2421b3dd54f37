// Engines for text: what `/api/engines` tells of them.

import type { EnginesRecord } from "../wire";

export type { EnginesRecord as Engines, Mind as Place, ServerFound as Server } from "../wire";

/** Those that can be chosen at once: what is in this program, and the one that was chosen. */
export function engineNames(engines: EnginesRecord): string[] {
  const ready = engines.in_program.filter((e) => e.state === "ready").map((e) => e.engine);
  return engines.chosen && !ready.includes(engines.chosen) ? [engines.chosen, ...ready] : ready;
}

/** What an address is called: its host in letters, digits and hyphens, with its port on this machine. */
export function nameOf(url: string): string {
  const { hostname, port } = URL.canParse(url) ? new URL(url) : { hostname: url, port: "" };
  const here = /^(127\.0\.0\.1|localhost|\[::1\])$/.test(hostname);
  const name = here ? `here-${port || "80"}` : hostname.replace(/^(api|www)\./, "");
  return name.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "").slice(0, 40);
}
