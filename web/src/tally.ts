// The same words said again and again, counted.

import type { Quote } from "./wire";

export interface Tally {
  text: string;
  quotes: Quote[];
}

/** Quotes by their words (case does not matter), the most frequent first, then as they came. */
export function tally(quotes: readonly Quote[]): Tally[] {
  const found = new Map<string, Tally>();
  for (const quote of quotes) {
    const text = quote.text.toLowerCase();
    const known = found.get(text);
    if (known) known.quotes.push(quote);
    else found.set(text, { text, quotes: [quote] });
  }
  return [...found.values()].sort((a, b) => b.quotes.length - a.quotes.length);
}
