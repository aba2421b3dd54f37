"""From a publication: its title, and the sentences in which it says what was found."""

import re

from extrabrain.bank.generate.claim import to_you
from extrabrain.bank.generate.draft import Draft, Material
from extrabrain.bank.generate.lines import sentences
from extrabrain.bank.generate.wording import Wording
from extrabrain.core.question import PATTERN_OF_KIND

MOST = 5
_FOUND = re.compile(
    r"^(?:(?:here|in this (?:paper|work|study)|specifically|moreover|further(?:more)?|finally"
    r"|our results|to this end)"
    r",?\s+)?we\s+(?:also\s+)?(?P<verb>show|find|found|propose|introduce|present|demonstrate|argue|prove|observe"
    r"|report|identify|develop|evaluate|measure|study|conclude|provide|describe|release)\b",
    re.IGNORECASE,
)
_REFERENCES = re.compile(r"^\W*(?:\d\.?\s*)?references\W*$", re.IGNORECASE | re.MULTILINE)
_TITLE = re.compile(r"\S[^\n]{8,200}")


def drafts(material: Material, wording: Wording) -> list[Draft]:
    end = _REFERENCES.search(material.text)
    body = material.text[: end.start()] if end else material.text
    found: list[Draft] = []
    head = _TITLE.search(body)
    title = " ".join((material.title or (head[0] if head else "")).split()).rstrip(".")
    claims = [s for s in sentences(body) if _FOUND.match(s[0]) and 6 <= len(s[0].split()) <= 50]
    points = tuple(_told(text) for text, _, _ in claims[:4])
    if head is not None and title:
        kind, asks = wording.ask("paper")
        at = body.find(title)
        span = (at, at + len(title)) if at >= 0 else head.span()
        text = f"Your work “{title}”: {asks[0].lower()}{asks[1:]}"
        why = "Whether you can explain your own work and where it ends."
        found.append(Draft(text, kind, PATTERN_OF_KIND[kind], *span, points, 2, why))
    for text, start, stop in claims[:MOST]:
        kind, asks = wording.ask("finding")
        told = _told(text)
        said = f"In “{title}” {told}" if title else told[:1].upper() + told[1:]
        found.append(Draft(f"{said} {asks}", kind, PATTERN_OF_KIND[kind], start, stop, (told,), 3,
                           "Whether you know what your result rests on."))  # fmt: skip
    return found


def _told(text: str) -> str:
    plain = " ".join(text.split())
    found = _FOUND.match(plain)
    cut = plain[found.start("verb") :] if found else plain
    return f"you {to_you(cut.rstrip('.'))}."
