// Keys of the page: one letter each, never while somebody types.

export interface Shortcut {
  key: string;
  shown: string;
  does: string;
}

const APPLE = typeof navigator !== "undefined" && /mac|iphone|ipad/i.test(navigator.userAgent);
export const PALETTE_KEY = APPLE ? "⌘ K" : "Ctrl K";

export const SHORTCUTS: readonly Shortcut[] = [
  { key: " ", shown: "Space", does: "start or stop speaking" },
  { key: "p", shown: "P", does: "pause or go on" },
  { key: "r", shown: "R", does: "try the question again" },
  { key: "m", shown: "M", does: "mute or unmute a live session" },
  { key: "h", shown: "H", does: "live: look up the last question in your documents" },
  { key: "j", shown: "J", does: "next finding" },
  { key: "k", shown: "K", does: "previous finding" },
  { key: "l", shown: "L", does: "play or pause the recording" },
  { key: "arrowleft", shown: "←", does: "three seconds back in the recording" },
  { key: "arrowright", shown: "→", does: "three seconds on in the recording" },
  { key: "/", shown: "/", does: "filter the questions" },
  { key: "q", shown: "Q", does: "lock, where a passphrase is set" },
  { key: "palette", shown: PALETTE_KEY, does: "go to a page or question, or do something" },
  { key: "?", shown: "?", does: "this list" },
];

/** The shortcut that a key press means here, or none: modifiers, fields and (for space) controls keep theirs. */
export function shortcutOf(press: KeyboardEvent): string | null {
  if (press.ctrlKey || press.metaKey || press.altKey || press.defaultPrevented || press.repeat) return null;
  const target = press.target instanceof Element ? press.target : null;
  const at = target?.closest("dialog:not([open])") ? null : target; // a dialog keeps the focus a moment after it closed
  if (at?.closest("input, textarea, select, [contenteditable]")) return null;
  if (at?.closest("dialog")) return null;
  const key = press.key.toLowerCase();
  if (key === " " && at?.closest("button, a, summary, audio")) return null;
  if (key.startsWith("arrow") && at?.closest("audio, [role=radiogroup], [tabindex='0']")) return null;
  return SHORTCUTS.some((shortcut) => shortcut.key === key) ? key : null;
}

/** Ctrl-K or ⌘-K, which works everywhere, in fields too. */
export function opensPalette(press: KeyboardEvent): boolean {
  return (press.ctrlKey || press.metaKey) && !press.altKey && !press.shiftKey && press.key.toLowerCase() === "k";
}
