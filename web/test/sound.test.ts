import { expect, test } from "vitest";
import { FRAME_SAMPLES, Framer, levelOf, numbered, type Frame } from "../src/speak/frames";
import { Resampler } from "../src/speak/resample";

function sine(hz: number, rate: number, seconds: number): Float32Array {
  return Float32Array.from({ length: Math.round(rate * seconds) }, (_, i) => Math.sin((2 * Math.PI * hz * i) / rate));
}

function inBlocks(resampler: Resampler, sound: Float32Array, size: number): Float32Array {
  const out: number[] = [];
  for (let at = 0; at < sound.length; at += size) out.push(...resampler.push(sound.subarray(at, at + size)));
  return Float32Array.from(out);
}

function rms(sound: Float32Array): number {
  return Math.sqrt(sound.reduce((sum, x) => sum + x * x, 0) / sound.length);
}

test("equal rates pass through", () => {
  const block = sine(440, 16_000, 0.01);
  expect(new Resampler(16_000, 16_000).push(block)).toBe(block);
});

test.each([44_100, 48_000])("a tone of 1 kHz at %i Hz is the same tone at 16 kHz", (rate) => {
  const out = inBlocks(new Resampler(rate, 16_000), sine(1000, rate, 1), 128);
  const wanted = sine(1000, 16_000, 1);
  expect(out.length).toBeGreaterThan(15_900);
  let worst = 0;
  for (let i = 200; i < out.length; i += 1) worst = Math.max(worst, Math.abs(out[i]! - wanted[i]!));
  expect(worst).toBeLessThan(0.01);
});

test("what 16 kHz cannot hold is taken out, not folded down", () => {
  const out = inBlocks(new Resampler(48_000, 16_000), sine(11_000, 48_000, 0.5), 128);
  expect(rms(out.subarray(200))).toBeLessThan(0.01);
});

test("the size of the blocks does not matter", () => {
  const sound = sine(700, 48_000, 0.2);
  const a = inBlocks(new Resampler(48_000, 16_000), sound, 128);
  const b = inBlocks(new Resampler(48_000, 16_000), sound, 1000);
  const n = Math.min(a.length, b.length);
  expect(a.subarray(0, n)).toEqual(b.subarray(0, n));
});

function samples(frame: Frame): number[] {
  const view = new DataView(frame.pcm);
  return Array.from({ length: frame.pcm.byteLength / 2 }, (_, i) => view.getInt16(i * 2, true));
}

test("samples become frames of 20 ms, none lost between blocks", () => {
  const framer = new Framer();
  const frames: Frame[] = [];
  for (let block = 0; block < 10; block += 1) frames.push(...framer.push(new Float32Array(128).fill(0.5)));
  expect(frames).toHaveLength(4);
  expect(frames.flatMap(samples)).toEqual(Array<number>(4 * FRAME_SAMPLES).fill(16_384));
  expect(framer.flush()).toEqual([]);
});

test("the last frame is padded with silence", () => {
  const framer = new Framer();
  framer.push(new Float32Array(3).fill(-1));
  const [last] = framer.flush();
  expect(samples(last!).slice(0, 5)).toEqual([-32768, -32768, -32768, 0, 0]);
});

test("loud samples are held at full scale", () => {
  const [frame] = new Framer().push(new Float32Array(FRAME_SAMPLES).fill(3));
  expect(samples(frame!)[0]).toBe(32_767);
  expect(frame!.level).toBe(1);
});

test("levels are on a scale of decibels", () => {
  expect(levelOf(0)).toBe(0);
  expect(levelOf(0.001)).toBeCloseTo(0);
  expect(levelOf(0.0316)).toBeCloseTo(0.5, 2);
  expect(levelOf(1)).toBe(1);
});

test("a frame's number comes first, little-endian", () => {
  const bytes = new Uint8Array(numbered(258, Uint8Array.from([7, 8]).buffer));
  expect([...bytes]).toEqual([2, 1, 0, 0, 7, 8]);
});
