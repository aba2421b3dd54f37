// What a live session is, as the app tells it.

import type { Permission, Setting } from "../privacy/SessionRules.svelte";

export type { LiveHelp as Help, LiveState as Running, MeetingReview as Review } from "../wire";

export const SETTING_NAMES: Record<Setting, string> = {
  practice: "Practice",
  mock: "Mock interview with a partner",
  meeting: "Meeting",
  interview: "Interview",
};

export const PERMISSION_NAMES: readonly (readonly [Permission, string])[] = [
  ["assistance", "AI assistance"],
  ["transcription", "Transcription"],
  ["screenshots", "Screenshots"],
  ["notes", "Notes"],
];
