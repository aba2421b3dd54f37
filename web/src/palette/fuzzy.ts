// How well a text answers what was typed. Words anywhere beat letters in order; starts of words beat middles.

/** Higher is better; none where it does not match. An empty query matches everything alike. */
export function match(query: string, text: string): number | null {
  const words = plain(query).split(/\s+/).filter((word) => word !== "");
  const whole = plain(text);
  let total = 0;
  for (const word of words) {
    const score = inWords(word, whole) ?? inOrder(word, whole);
    if (score === null) return null;
    total += score;
  }
  return words.length === 0 ? 0 : total / words.length;
}

/** Those that match, best first; among equals in the order given. */
export function ranked<T>(query: string, items: readonly T[], textOf: (item: T) => string): T[] {
  return items
    .map((item, i) => ({ item, i, score: match(query, textOf(item)) }))
    .filter((hit): hit is { item: T; i: number; score: number } => hit.score !== null)
    .sort((a, b) => b.score - a.score || a.i - b.i)
    .map((hit) => hit.item);
}

function plain(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

const LETTER = /[\p{L}\p{N}]/u;

function starts(text: string, at: number): boolean {
  return at === 0 || !LETTER.test(text[at - 1]!);
}

/** The word as it stands: 100 and less, the later the less; in the middle of another word at most 60. */
function inWords(word: string, text: string): number | null {
  let best: number | null = null;
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1)) {
    const late = Math.min(20, at / 10);
    best = Math.max(best ?? 0, (starts(text, at) ? 100 : 60) - late);
    if (starts(text, at)) break;
  }
  return best;
}

/** Its letters in order, the first at the start of a word, close together: below 40. */
function inOrder(word: string, text: string): number | null {
  if (word.length < 2) return null;
  let best: number | null = null;
  for (let first = text.indexOf(word[0]!); first !== -1; first = text.indexOf(word[0]!, first + 1)) {
    if (!starts(text, first)) continue;
    const end = lastOf(word, text, first);
    if (end === null) break;
    const spread = end - first + 1 - word.length;
    if (spread <= word.length * 4) best = Math.max(best ?? 0, 40 - Math.min(39, spread));
  }
  return best;
}

function lastOf(word: string, text: string, first: number): number | null {
  let at = first;
  for (const letter of word.slice(1)) {
    at = text.indexOf(letter, at + 1);
    if (at === -1) return null;
  }
  return at;
}
