"""All finders together: spans that do not overlap, and the text with blanks in their place."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from extrabrain.guard.redact import numbers, people, places, strings

Kind = Literal["key", "email", "url", "iban", "card", "ip", "id", "phone", "name", "address", "date of birth"]

Finder = Callable[[str], Iterable[tuple[int, int]]]

FINDERS: tuple[tuple[Kind, Finder], ...] = (
    ("key", strings.keys),
    ("email", strings.emails),
    ("url", strings.urls),
    ("iban", numbers.ibans),
    ("card", numbers.cards),
    ("ip", numbers.ips),
    ("date of birth", numbers.birthdays),
    ("id", numbers.ids),
    ("address", places.addresses),
    ("phone", numbers.phones),
    ("name", people.names),
)
"""The surest first: where two finders claim the same words, the earlier one has them."""


@dataclass(frozen=True, slots=True)
class Found:
    """`text` is exactly the slice of the original from `start_char` to `end_char`."""

    kind: Kind
    text: str
    start_char: int
    end_char: int


def find(text: str) -> tuple[Found, ...]:
    """In order of place; never overlapping."""
    taken: list[Found] = []
    for kind, finder in FINDERS:
        for start, end in finder(text):
            start, end = _trimmed(text, start, end)
            if start < end and all(end <= f.start_char or f.end_char <= start for f in taken):
                taken.append(Found(kind, text[start:end], start, end))
    return tuple(sorted(taken, key=lambda f: f.start_char))


def redact(text: str, found: Iterable[Found] | None = None) -> str:
    """The text with `[email]`, `[name]` and so on in place of what was found."""
    return "".join(_pieces(text, sorted(found or find(text), key=lambda f: f.start_char)))


def _pieces(text: str, found: Iterable[Found]) -> Iterator[str]:
    at = 0
    for each in found:
        yield text[at : each.start_char]
        yield f"[{each.kind}]"
        at = each.end_char
    yield text[at:]


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Without the punctuation and blanks around it."""
    inner = text[start:end]
    return start + len(inner) - len(inner.lstrip(" \t\r\n,;:.")), start + len(inner.rstrip(" \t\r\n,;:"))
