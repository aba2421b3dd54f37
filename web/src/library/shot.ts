// A picture of a window or the screen: one frame through the browser's own chooser, cut to what the user wants.

import type { Trouble } from "../wire";

/** Edges as shares of the picture, 0 to 1. */
export interface Cut {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

export const WHOLE: Cut = { left: 0, top: 0, right: 1, bottom: 1 };
export const LEAST = 0.02;

/** Between two corners, in any order; the whole picture where they are too close to be meant. */
export function between(a: { x: number; y: number }, b: { x: number; y: number }): Cut {
  const held = (value: number): number => Math.min(1, Math.max(0, value));
  const cut = {
    left: held(Math.min(a.x, b.x)),
    top: held(Math.min(a.y, b.y)),
    right: held(Math.max(a.x, b.x)),
    bottom: held(Math.max(a.y, b.y)),
  };
  return cut.right - cut.left < LEAST || cut.bottom - cut.top < LEAST ? WHOLE : cut;
}

/** With one edge moved; it stops before the edge across. */
export function moved(cut: Cut, edge: keyof Cut, value: number): Cut {
  const most = { left: cut.right - LEAST, top: cut.bottom - LEAST, right: 1, bottom: 1 }[edge];
  const least = { left: 0, top: 0, right: cut.left + LEAST, bottom: cut.top + LEAST }[edge];
  return { ...cut, [edge]: Math.min(most, Math.max(least, value)) };
}

export function pixels(cut: Cut, width: number, height: number): { x: number; y: number; width: number; height: number } {
  const x = Math.round(cut.left * width);
  const y = Math.round(cut.top * height);
  return {
    x,
    y,
    width: Math.max(1, Math.round(cut.right * width) - x),
    height: Math.max(1, Math.round(cut.bottom * height) - y),
  };
}

export function named(now: Date): string {
  const two = (n: number): string => String(n).padStart(2, "0");
  const day = `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
  return `Screenshot ${day} ${two(now.getHours())}.${two(now.getMinutes())}.${two(now.getSeconds())}.png`;
}

/** One frame of what the user chooses; sharing ends with it. None where the user chose nothing. */
export async function taken(media: MediaDevices | undefined): Promise<HTMLCanvasElement | Trouble | null> {
  if (typeof media?.getDisplayMedia !== "function") {
    return {
      what: "This window cannot take pictures of the screen.",
      next_step: "Open the app in a browser, or take the picture with your system and bring the file.",
    };
  }
  let stream: MediaStream;
  try {
    stream = await media.getDisplayMedia({ video: { frameRate: 1 }, audio: false });
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === "NotAllowedError") return null;
    return { what: "The browser gave no picture of the screen.", next_step: "Allow it in your system's settings and try again." };
  }
  try {
    const video = document.createElement("video");
    video.muted = true;
    video.srcObject = stream;
    await video.play();
    const canvas = document.createElement("canvas");
    canvas.width = video.videoWidth;
    canvas.height = video.videoHeight;
    canvas.getContext("2d")?.drawImage(video, 0, 0);
    return canvas;
  } finally {
    for (const track of stream.getTracks()) track.stop();
  }
}

export async function cutOut(picture: HTMLCanvasElement, cut: Cut, name: string): Promise<File> {
  const { x, y, width, height } = pixels(cut, picture.width, picture.height);
  const part = document.createElement("canvas");
  part.width = width;
  part.height = height;
  part.getContext("2d")?.drawImage(picture, x, y, width, height, 0, 0, width, height);
  const blob = await new Promise<Blob | null>((done) => part.toBlob(done, "image/png"));
  return new File([blob ?? new Blob()], name, { type: "image/png" });
}
