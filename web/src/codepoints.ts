// Places in a text come from Python and count code points; JavaScript strings count UTF-16 units.

/** A text that is sliced by code points. */
export class CodePoints {
  readonly length: number;
  readonly #points: string[] | null;

  constructor(readonly text: string) {
    this.#points = /[\ud800-\udfff]/.test(text) ? Array.from(text) : null;
    this.length = this.#points?.length ?? text.length;
  }

  slice(start: number, end: number): string {
    return this.#points ? this.#points.slice(start, end).join("") : this.text.slice(start, end);
  }
}

export function countCodePoints(text: string): number {
  return new CodePoints(text).length;
}
