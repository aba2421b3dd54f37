"""BibTeX: a publication for each entry."""

import re
from collections.abc import Iterator

from extrabrain.library.decode import decoded
from extrabrain.library.readers.publication import publication
from extrabrain.library.reading import Reading

_ENTRY = re.compile(r"@\s*(\w+)\s*([{(])")
_NAME = re.compile(r"\s*([A-Za-z][\w-]*)\s*=\s*")
_BARE = re.compile(r"[^\s,#{}\"]+")
_SKIPPED = ("comment", "preamble")
_ACCENT = re.compile(r"\\[`'^\"~=.uvHtcdbk]\s*\{?\\?([A-Za-z])\}?")
_COMMAND = re.compile(r"\\(?:[A-Za-z]+\s*|(?P<kept>[&%$#_{}]))")
_SPECIAL = {r"\ss": "ß", r"\o": "ø", r"\O": "Ø", r"\aa": "å", r"\AA": "Å", r"\ae": "æ", r"\l": "ł"}
_COMBINING = {"`": "̀", "'": "́", "^": "̂", '"': "̈", "~": "̃", "c": "̧", "v": "̌", "u": "̆", "=": "̄", ".": "̇"}


def read(data: bytes, name: str) -> list[Reading]:
    text = decoded(data, name)
    strings: dict[str, str] = {}
    found: list[Reading] = []
    for kind, key, fields in _entries(text, strings):
        if kind == "string":
            strings.update(fields)
        elif kind not in _SKIPPED:
            plain = {name: _plain(value) for name, value in fields.items()}
            people = re.split(r"\s+and\s+", plain.get("author") or plain.get("editor", ""))
            found.append(publication(key or f"entry {len(found) + 1}", plain, [p for p in people if p]))
    return found


def _entries(text: str, strings: dict[str, str]) -> Iterator[tuple[str, str, dict[str, str]]]:
    """`(type, key, fields)`; what cannot be understood ends its entry, not the file."""
    at = 0
    while entry := _ENTRY.search(text, at):
        kind = entry[1].lower()
        at = entry.end()
        key = ""
        if kind in _SKIPPED:
            continue
        if kind != "string":
            comma = re.compile(r"\s*([^,\s{}()=]*)\s*,?").match(text, at)
            key, at = (comma[1], comma.end()) if comma else ("", at)
        fields: dict[str, str] = {}
        while name := _NAME.match(text, at):
            value, at = _value(text, name.end(), strings)
            fields[name[1].lower()] = value
            while at < len(text) and text[at] in " \t\n,":
                at += 1
        yield kind, key, fields


def _value(text: str, at: int, strings: dict[str, str]) -> tuple[str, int]:
    """A value, its pieces joined by `#`, and where it ends."""
    pieces: list[str] = []
    while at < len(text):
        if text[at] in '{"':
            piece, at = _delimited(text, at)
            pieces.append(piece)
        elif bare := _BARE.match(text, at):
            pieces.append(strings.get(bare[0].lower(), bare[0]))
            at = bare.end()
        joined = re.compile(r"\s*#\s*").match(text, at)
        if not joined:
            break
        at = joined.end()
    return "".join(pieces), at


def _delimited(text: str, at: int) -> tuple[str, int]:
    """What stands in braces or quotes; to the end of the text where they are not closed."""
    quoted, depth, start = text[at] == '"', 0, at + 1
    position = at if not quoted else at + 1
    while position < len(text):
        c = text[position]
        if c == "\\":
            position += 1
        elif c == "{":
            depth += 1
        elif c == "}":
            depth -= 1
            if not quoted and depth == 0:
                return text[start:position], position + 1
        elif c == '"' and quoted and depth <= 0:
            return text[start:position], position + 1
        position += 1
    return text[start:], len(text)


def _plain(value: str) -> str:
    """LaTeX to text: accents composed, commands and braces left out."""
    import unicodedata

    for command, letter in _SPECIAL.items():
        value = re.sub(re.escape(command) + r"(?![A-Za-z])\s*", letter, value)
    value = _ACCENT.sub(lambda m: m[1] + _COMBINING.get(m[0][1], ""), value)
    value = _COMMAND.sub(lambda m: m["kept"] or "", value).replace("~", " ").replace("--", "–")
    return " ".join(unicodedata.normalize("NFC", value.replace("{", "").replace("}", "")).split())
