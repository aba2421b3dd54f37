// What a live session is, as the app tells it.

import type { Point } from "../advice/advice";
import type { Permission, Setting } from "../privacy/SessionRules.svelte";
import type { Told } from "../wire";

export interface Running {
  session_id: string;
  setting: Setting;
  permissions: Permission[];
  confirmed_by: string | null;
  title: string;
  elapsed_ms: number;
  fed_by: "browser" | "computer" | "sample" | null;
  notes: string;
}

/** Questions that were heard, newest first, and what the user's own documents say to the one looked up. */
export interface Help {
  questions: string[];
  told: Told | null;
}

export interface Review {
  title: string;
  summary: Point[];
  decisions: Point[];
  actions: Point[];
  unresolved: Point[];
}

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
