// How the page looks, for every part of it that shows or changes that.

import { savedTheme, wear, type Theme } from "./theme";

export const THEME_NAMES: Record<Theme, string> = { system: "Auto", light: "Light", dark: "Dark" };

export class Look {
  theme: Theme = $state("system");
  #dark = $state(false);

  constructor() {
    this.theme = savedTheme(localStorage);
  }

  /** Call in an effect: follows the system and wears the theme. */
  follow(): () => void {
    const system = matchMedia("(prefers-color-scheme: dark)");
    const changed = (): void => void (this.#dark = system.matches);
    changed();
    system.addEventListener("change", changed);
    return () => system.removeEventListener("change", changed);
  }

  wear(): void {
    wear(this.theme, document.documentElement, this.#dark, localStorage);
  }
}
