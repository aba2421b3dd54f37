// A control shows what holds, also where the app refused what was chosen in it.

import { Newest } from "./turns";

type Control = HTMLInputElement | HTMLSelectElement;

/** Handles `onchange`: asks for the change, then sets the control to what `holds`: a tick, or a value, also of radios. */
export function held<C extends Control>(
  change: (control: C) => Promise<unknown>,
  holds: () => boolean | string,
): (event: { currentTarget: C }) => void {
  const newest = new Newest();
  return ({ currentTarget: control }) => {
    const wanted = newest.next();
    void change(control).finally(() => {
      if (wanted()) set(control, holds());
    });
  };
}

function set(control: Control, now: boolean | string): void {
  if (control.type === "radio") {
    const group = control.closest("fieldset")?.querySelectorAll<HTMLInputElement>(`input[name="${control.name}"]`);
    for (const radio of group ?? []) radio.checked = radio.value === now;
  } else if (typeof now === "string") control.value = now;
  else if (control instanceof HTMLInputElement) control.checked = now;
}
