"""The points of a model's output, read as they come: `push(piece) -> list`."""

import json
from typing import Any, cast

LONGEST_CHARS = 200_000
"""Of one output; what is longer is no advice."""


class Entries:
    """Gives each object of the list `points` once it is whole; text around it is passed over."""

    def __init__(self) -> None:
        self._text = ""
        self._at = -1
        self._start = -1
        self._depth = 0
        self._in_string = self._escaped = False
        self.opened = self.closed = False

    def push(self, piece: str) -> list[dict[str, Any]]:
        if self.closed or len(self._text) > LONGEST_CHARS:
            return []
        self._text += piece
        if not self.opened and not self._find_list():
            return []
        found: list[dict[str, Any]] = []
        while self._at < len(self._text) and not self.closed:
            entry = self._step(self._text[self._at])
            if entry is not None:
                found.append(entry)
            self._at += 1
        return found

    def _find_list(self) -> bool:
        key = self._text.find('"points"')
        self._at = self._text.find("[", key) if key >= 0 else -1
        if self._at < 0:
            return False
        self.opened = True
        self._at += 1
        return True

    def _step(self, char: str) -> dict[str, Any] | None:
        if self._in_string:
            if self._escaped:
                self._escaped = False
            elif char == "\\":
                self._escaped = True
            elif char == '"':
                self._in_string = False
        elif char == '"':
            self._in_string = True
        elif char in "{[":
            if not self._depth:
                self._start = self._at
            self._depth += 1
        elif char in "}]":
            if not self._depth:
                self.closed = True
                return None
            self._depth -= 1
            if not self._depth:
                return _object(self._text[self._start : self._at + 1])
        return None


def _object(text: str) -> dict[str, Any] | None:
    try:
        plain: Any = json.loads(text, strict=False)
    except ValueError:
        return None
    return cast("dict[str, Any]", plain) if isinstance(plain, dict) else None
