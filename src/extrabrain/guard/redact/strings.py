"""Keys, mail addresses and links: things that are what they look like."""

import re
from collections.abc import Iterator

_KEYS = re.compile(
    r"\b(?:sk-[\w-]{16,}|(?:gh[pousr]|github_pat)_\w{20,}|xox[abprs]-[\w-]{10,}|AIza[\w-]{30,}"
    r"|(?:AKIA|ASIA)[A-Z0-9]{16}|hf_\w{20,}|glpat-[\w-]{16,}|eyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]{5,})"
    r"|-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|\Z)"
)
_NAMED = re.compile(
    r"(?i)\b(?:api[_ -]?key|access[_ -]?token|secret|token|password|passwort|passphrase|pwd)\b"
    r"(?:\s+is)?\s*[:=]?\s*[\"']?(?P<value>[^\s\"',;]{8,})"
)
_EMAIL = re.compile(r"(?i)(?<![\w.+-])[\w.+%-]+@(?:[\w-]+\.)+[a-z]{2,24}\b")
_URL = re.compile(r"(?i)\b(?:https?://|www\.)[^\s<>\"'|]+[^\s<>\"'|.,;:!?)\]]/?")


def keys(text: str) -> Iterator[tuple[int, int]]:
    yield from (m.span() for m in _KEYS.finditer(text))
    for match in _NAMED.finditer(text):
        value = match["value"]
        if any(c.isdigit() for c in value) and any(c.isalpha() for c in value):
            yield match.span("value")


def emails(text: str) -> Iterator[tuple[int, int]]:
    return (m.span() for m in _EMAIL.finditer(text))


def urls(text: str) -> Iterator[tuple[int, int]]:
    return (m.span() for m in _URL.finditer(text))
