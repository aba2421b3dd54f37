// Which microphone: the ones there are, the one that was chosen, and what to ask the browser for.

const KEY = "extrabrain-microphone";

export interface Device {
  id: string;
  name: string;
}

/** Id of the chosen microphone; empty for the one that the system prefers. */
export function savedMicrophone(store: Storage): string {
  return store.getItem(KEY) ?? "";
}

export function keepMicrophone(id: string, store: Storage): void {
  if (id === "") store.removeItem(KEY);
  else store.setItem(KEY, id);
}

/** The microphones among what the browser lists. Before it is allowed to, it tells neither ids nor names. */
export function microphones(found: readonly Pick<MediaDeviceInfo, "kind" | "deviceId" | "label">[]): Device[] {
  return found
    .filter((device) => device.kind === "audioinput" && !["", "default", "communications"].includes(device.deviceId))
    .map((device, i) => ({ id: device.deviceId, name: device.label || `Microphone ${i + 1}` }));
}

/** Plain mono sound, as it comes: processing meant for calls would harm the words. */
export function wishes(id: string): MediaStreamConstraints {
  const plain = { channelCount: 1, echoCancellation: false, noiseSuppression: false, autoGainControl: false };
  return { audio: id === "" ? plain : { ...plain, deviceId: { exact: id } } };
}
