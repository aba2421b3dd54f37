"""From the list of publications in a résumé: each work asked for its claim and its limits."""

import re

from extrabrain.bank.generate.draft import Draft, Material
from extrabrain.bank.generate.lines import Line, lines
from extrabrain.bank.generate.wording import Wording
from extrabrain.core.question import PATTERN_OF_KIND

MOST = 4
_HEAD = re.compile(r"^\W*(?:\w+ )?(?:publications?|papers|preprints)\W*$", re.IGNORECASE)
_OTHER_HEAD = re.compile(
    r"^\W*(?:\w+ )?(?:experience|employment|education|skills|projects|awards|talks|service|teaching|languages"
    r"|interests|summary|references|certifications)\W*$",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[“\"](?P<title>[^”\"]{12,200}?)[.,]?[”\"]")
_VENUE = re.compile(
    r"\b(?:19|20)\d\d\b|\b(?:workshop|proceedings|conference|journal|arxiv|preprint|transactions|in press"
    r"|under review|et al)\b",
    re.IGNORECASE,
)
_THESIS = re.compile(
    r"\W*(?:[\w.’']+ ){0,2}(?:thesis|dissertation)(?: title)?:\s*[“\"']?(?P<title>\S.{12,200}?)[.”\"']*$",
    re.IGNORECASE,
)
FEWEST_WORDS = 4


def listed(material: Material, wording: Wording) -> list[Draft]:
    """Empty where the résumé has no such list, or no entry has a title that can be told from the rest."""
    titled = [(line, title_of(line.text)) for line in publications(material.text)]
    found = [_draft(line, title, wording) for line, title in titled if title][:MOST]
    theses = [(line, thesis) for line in lines(material.text) if (thesis := _THESIS.match(line.text))]
    return found + [_draft(line, thesis["title"], wording, "thesis") for line, thesis in theses[:1]]


def publications(document: str) -> list[Line]:
    """The lines between a heading such as `Selected publications` and the next one."""
    found: list[Line] = []
    inside = False
    for line in lines(document):
        if _HEAD.match(line.text) or _OTHER_HEAD.match(line.text):
            inside = bool(_HEAD.match(line.text))
        elif inside:
            found.append(line)
    return found


def title_of(entry: str) -> str:
    """The quoted words, else the longest stretch between full stops that is neither names nor a venue."""
    quoted = _QUOTED.search(entry)
    if quoted:
        return quoted["title"]
    parts = [part.strip() for part in re.split(r"[.?](?:\s+|$)", entry)]
    titles = [p for p in parts if len(p.split()) >= FEWEST_WORDS and not _VENUE.search(p) and _named(p) < 0.5]
    return max(titles, key=len, default="")


def _named(part: str) -> float:
    """The share of words that are initials or stand before one: names."""
    words = part.split()
    return 2 * sum(bool(re.fullmatch(r"(?:[A-Z]\.?)+,?", word)) for word in words) / len(words)


def _draft(line: Line, title: str, wording: Wording, what: str = "work") -> Draft:
    kind, asks = wording.ask("paper")
    at = line.text.find(title)
    return Draft(
        text=f"Your {what} “{title}”: {asks[0].lower()}{asks[1:]}",
        kind=kind,
        pattern=PATTERN_OF_KIND[kind],
        start_char=line.start_char,
        end_char=line.end_char,
        key_points=(f"It appeared as: {line.text[at:].rstrip('.')}.",),
        tests="Whether you can explain your own work and where it ends.",
        angle="paper",
    )
