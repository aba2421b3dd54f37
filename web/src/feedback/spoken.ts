// The word that is being said, lit up in the text without touching the text.

const NAME = "spoken";
/** A word this near to the edge counts as out of sight. */
const EDGE_PX = 24;

/** A text on the page in pieces: elements with `data-at`, the place of their first character. */
export class SpokenText {
  readonly #pieces: { at: number; node: Text }[];

  constructor(root: HTMLElement) {
    this.#pieces = [...root.querySelectorAll<HTMLElement>("[data-at]")].flatMap((piece) =>
      piece.firstChild instanceof Text ? [{ at: Number(piece.dataset["at"]), node: piece.firstChild }] : [],
    );
  }

  /** Lights up these characters, and scrolls to them where they are out of sight. */
  light(start: number, end: number): void {
    const range = this.#range(start, end);
    if (!range) return dark();
    if ("highlights" in CSS) CSS.highlights.set(NAME, new Highlight(range));
    keepInSight(range);
  }

  /** The place in the text under a point of the screen; none beside it. */
  placeAt(x: number, y: number): number | null {
    const caret = caretAt(x, y);
    const piece = caret && this.#pieces.find(({ node }) => node === caret.node);
    return piece && caret ? piece.at + caret.offset : null;
  }

  #range(start: number, end: number): Range | null {
    const [first, last] = [this.#pieceOf(start), this.#pieceOf(Math.max(start, end - 1))];
    if (!first || !last) return null;
    const range = document.createRange();
    range.setStart(first.node, Math.min(start - first.at, first.node.length));
    range.setEnd(last.node, Math.min(end - last.at, last.node.length));
    return range;
  }

  #pieceOf(char: number): { at: number; node: Text } | undefined {
    return this.#pieces.filter(({ at }) => at <= char).at(-1);
  }
}

export function dark(): void {
  if ("highlights" in CSS) CSS.highlights.delete(NAME);
}

function caretAt(x: number, y: number): { node: Node; offset: number } | null {
  if ("caretPositionFromPoint" in document) {
    const caret = document.caretPositionFromPoint(x, y);
    return caret && { node: caret.offsetNode, offset: caret.offset };
  }
  const range = (document as Document).caretRangeFromPoint(x, y);
  return range && { node: range.startContainer, offset: range.startOffset };
}

/** Scrolls the nearest thing that scrolls, and only where the words are out of sight. */
function keepInSight(range: Range): void {
  const word = range.getBoundingClientRect();
  let frame = range.startContainer.parentElement;
  while (frame && !(frame.scrollHeight > frame.clientHeight && /auto|scroll/.test(getComputedStyle(frame).overflowY))) {
    frame = frame.parentElement;
  }
  const view = frame?.getBoundingClientRect() ?? { top: 0, bottom: innerHeight };
  const [top, bottom] = [Math.max(0, view.top) + EDGE_PX, Math.min(innerHeight, view.bottom) - EDGE_PX];
  if (word.top >= top && word.bottom <= bottom) return;
  (frame ?? document.scrollingElement)?.scrollBy(0, word.top - (top + bottom) / 2);
}
