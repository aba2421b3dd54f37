// Days of the plan in weeks, as a calendar has them.

import type { PlanDay } from "../wire";

/** Monday first; the first and the last week may be short. */
export function weeksOf(days: readonly PlanDay[]): PlanDay[][] {
  const weeks: PlanDay[][] = [];
  for (const day of days) {
    const monday = new Date(`${day.on}T12:00:00`).getDay() === 1;
    const last = weeks.at(-1);
    if (!last || monday) weeks.push([day]);
    else last.push(day);
  }
  return weeks;
}

/** `Tue 1 Dec`, in the reader's language. */
export function shortDay(on: string): string {
  return new Date(`${on}T12:00:00`).toLocaleDateString(undefined, { weekday: "short", day: "numeric", month: "short" });
}
