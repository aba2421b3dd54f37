"""Takes a model's hidden reasoning out of its text as it comes: `push(piece) -> str`, `flush() -> str`."""

MARKS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("<think>", ("</think>",)),
    ("<thinking>", ("</thinking>",)),
    ("<|channel>thought", ("<channel|>",)),
    ("<|channel|>analysis", ("<|channel|>final<|message|>", "<|end|>")),
)
"""How reasoning opens and closes in the templates of today's models; the third is that of Gemma."""

SILENT = (
    "<|channel|>final<|message|>",
    "<|start|>assistant",
    "<|message|>",
    "<|end|>",
    "<|return|>",
    "<channel|>",
)
"""Marks around an answer that are none of it."""


class Thinking:
    """`hid` once there was any. Reasoning that never closes is never shown."""

    def __init__(self) -> None:
        self._held = ""
        self._until: tuple[str, ...] = ()
        self._skips_space = False
        self.hid = False

    def push(self, piece: str) -> str:
        self._held += piece
        shown = ""
        while self._held:
            step = self._inside() if self._until else self._outside()
            if step is None:
                break
            shown += step
        return shown

    def flush(self) -> str:
        rest, self._held = ("" if self._until else self._held), ""
        return rest

    def _inside(self) -> str | None:
        found = [(self._held.find(end), end) for end in self._until if end in self._held]
        if not found:
            longest = max(map(len, self._until))
            self._held = self._held[-(longest - 1) :]
            return None
        at, end = min(found)
        self._held, self._until, self._skips_space = self._held[at + len(end) :], (), True
        return ""

    def _outside(self) -> str | None:
        if self._skips_space:
            self._held = self._held.lstrip()
            self._skips_space = not self._held
        at = self._held.find("<")
        if at < 0:
            shown, self._held = self._held, ""
            return shown
        if at > 0:
            shown, self._held = self._held[:at], self._held[at:]
            return shown
        for start, ends in MARKS:
            if self._held.startswith(start):
                self._held, self._until, self.hid = self._held[len(start) :], ends, True
                return ""
        for mark in SILENT:
            if self._held.startswith(mark):
                self._held = self._held[len(mark) :]
                return ""
        if any(mark.startswith(self._held) for mark in (*SILENT, *(start for start, _ in MARKS))):
            return None
        shown, self._held = self._held[0], self._held[1:]
        return shown
