// Where the marks of a chart stand: numbers in, places out.

/** One line of a chart. `values[i]` belongs to answer i; none where that answer has no such number. */
export interface Series {
  name: string;
  values: readonly (number | null)[];
}

export interface Frame {
  width: number;
  height: number;
  left: number;
  right: number;
  top: number;
  bottom: number;
}

export interface Place {
  index: number;
  x: number;
  y: number;
}

/** Round steps from 0 to at least `most`, about `wanted` of them. */
export function ticks(most: number, wanted = 4): number[] {
  const rough = Math.max(most, 1e-9) / wanted;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((n) => n * power).find((n) => n >= rough - 1e-12) ?? 10 * power;
  const count = Math.max(1, Math.ceil(most / step - 1e-9));
  return Array.from({ length: count + 1 }, (_, i) => Number((i * step).toFixed(6)));
}

/** The middle of answer `index` of `count`; a lone answer stands in the middle. */
export function across(index: number, count: number, frame: Frame): number {
  const inner = frame.width - frame.left - frame.right;
  return frame.left + (inner * (index + 0.5)) / Math.max(1, count);
}

export function up(value: number, top: number, frame: Frame): number {
  const inner = frame.height - frame.top - frame.bottom;
  return frame.height - frame.bottom - (inner * Math.min(value, top)) / top;
}

export function places(series: Series, top: number, frame: Frame): Place[] {
  return series.values.flatMap((value, index) =>
    value === null ? [] : [{ index, x: across(index, series.values.length, frame), y: up(value, top, frame) }],
  );
}

/** The path through the places; one place alone has no line. */
export function line(through: readonly Place[]): string {
  if (through.length < 2) return "";
  return through.map(({ x, y }, i) => `${i === 0 ? "M" : "L"}${x.toFixed(1)} ${y.toFixed(1)}`).join("");
}

/** Which answers get a date below them: so many as there is room for, the first and the last among them. */
export function dated(count: number, room: number): number[] {
  const most = Math.max(2, room);
  if (count <= most) return Array.from({ length: count }, (_, i) => i);
  return [...new Set(Array.from({ length: most }, (_, i) => Math.round((i * (count - 1)) / (most - 1))))];
}

/** The mean of each answer and up to `span - 1` before it, over those that have the number: what a trend shows. */
export function trailing(values: readonly (number | null)[], span: number): (number | null)[] {
  return values.map((value, i) => (value === null ? null : mean(values.slice(Math.max(0, i - span + 1), i + 1))));
}

export function mean(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
}

/** A mark for the nth line, so that lines differ without colour: dot, square, diamond, triangle. */
export function mark(shape: number, { x, y }: Place, r = 3.6): string {
  switch (shape % 4) {
    case 1:
      return `M${x - r} ${y - r}h${2 * r}v${2 * r}h${-2 * r}z`;
    case 2:
      return `M${x} ${y - r * 1.35}l${r * 1.35} ${r * 1.35}l${-r * 1.35} ${r * 1.35}l${-r * 1.35} ${-r * 1.35}z`;
    case 3:
      return `M${x} ${y - r * 1.2}l${r * 1.2} ${r * 2.2}h${-r * 2.4}z`;
    default:
      return `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0z`;
  }
}
