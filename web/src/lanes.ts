// Things side by side on a line, put into as few lanes as keep them from lying over each other.

export interface Extent {
  /** In percent of the line. */
  from: number;
  to: number;
}

/** The lane of each, in the order given; `room` percent stay free between two in a lane. */
export function lanes(extents: readonly Extent[], room = 0): number[] {
  const ends: number[] = [];
  const order = extents.map((_, i) => i).sort((a, b) => extents[a]!.from - extents[b]!.from);
  const out = new Array<number>(extents.length).fill(0);
  for (const i of order) {
    const { from, to } = extents[i]!;
    const free = ends.findIndex((end) => end + room <= from);
    const lane = free < 0 ? ends.length : free;
    ends[lane] = to;
    out[i] = lane;
  }
  return out;
}
