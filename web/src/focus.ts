// Where the focus goes when what had it goes away.

/** Attach to a list: where the control that has the focus is taken away, what stands in its place gets the focus. */
export function keepsFocus(list: HTMLElement): () => void {
  let last: Element | null = null;
  let at = -1;

  const came = ({ target }: FocusEvent): void => {
    last = target as Element;
    at = [...list.children].findIndex((line) => line.contains(last));
  };
  /** Somebody goes elsewhere: then the control is still there. */
  const went = ({ target }: FocusEvent): void => {
    queueMicrotask(() => {
      if (target === last && last?.isConnected) last = null;
    });
  };
  const lost = (): boolean => last !== null && !last.isConnected && document.activeElement === document.body;
  const watch = new MutationObserver(() => {
    if (!lost()) return;
    last = null;
    const line = list.children[Math.min(at, list.children.length - 1)];
    (line?.querySelector<HTMLElement>("button:enabled, a[href], input:enabled") ?? page())?.focus();
  });

  list.addEventListener("focusin", came);
  list.addEventListener("focusout", went);
  watch.observe(list, { childList: true, subtree: true });
  return () => {
    watch.disconnect();
    list.removeEventListener("focusin", came);
    list.removeEventListener("focusout", went);
    queueMicrotask(() => lost() && page()?.focus({ preventScroll: true }));
  };
}

const page = (): HTMLElement | null => document.getElementById("main");
