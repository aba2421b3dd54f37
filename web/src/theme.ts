// Light, dark, or as the system says; remembered on this machine.

export type Theme = "system" | "light" | "dark";

const KEY = "extrabrain-theme";
const ORDER: readonly Theme[] = ["system", "light", "dark"];

export function savedTheme(store: Storage): Theme {
  const saved = store.getItem(KEY);
  return ORDER.find((theme) => theme === saved) ?? "system";
}

export function nextTheme(theme: Theme): Theme {
  return ORDER[(ORDER.indexOf(theme) + 1) % ORDER.length]!;
}

/** Puts `data-theme` on the page and remembers the choice. */
export function wear(theme: Theme, root: HTMLElement, systemIsDark: boolean, store: Storage): void {
  root.dataset["theme"] = theme === "system" ? (systemIsDark ? "dark" : "light") : theme;
  if (theme === "system") store.removeItem(KEY);
  else store.setItem(KEY, theme);
}
