"""From the digest of a repository: its notable commits, asked for reason, risk and proof."""

import re

from extrabrain.bank.generate.claim import is_terse, past
from extrabrain.bank.generate.draft import Draft, Material
from extrabrain.bank.generate.resume import drafts as claims
from extrabrain.bank.generate.wording import Wording
from extrabrain.core.question import PATTERN_OF_KIND

MOST_COMMITS = 15
_COMMIT = re.compile(
    r"^(?P<day>\d{4}-\d\d-\d\d): (?P<subject>.+?)"
    r" \(\+(?P<added>[\d,]+) −(?P<removed>[\d,]+) in (?P<files>\d+) files\)"
    r".*$(?:\n(?P<body>(?!\d{4}-\d\d-\d\d: |#).+))?",
    re.MULTILINE,
)
_PREFIX = re.compile(r"^(?:\w+(?:\([\w./ -]+\))?!?|[\w./-]+):\s+")
_DULL = re.compile(
    r"^(?:merge|bump|wip|typo|fix typos?|format|lint|version|release|initial commit|update (?:readme"
    r"|deps))\b",
    re.IGNORECASE,
)


def drafts(material: Material, wording: Wording) -> list[Draft]:
    """A README or page of a project that holds no commits is read for claims, as a résumé is."""
    commits = list(_COMMIT.finditer(material.text))
    if not commits:
        return claims(material, wording)
    told = [commit for commit in commits if not _is_dull(commit)][:MOST_COMMITS]
    found = [_draft(material, commit, wording, "commit") for commit in told]
    return found + [_draft(material, commit, wording, "choice") for commit in told if commit["body"]]


def _is_dull(commit: re.Match[str]) -> bool:
    return bool(_DULL.match(_PREFIX.sub("", commit["subject"]))) or len(commit["subject"].split()) < 3


def _draft(material: Material, commit: re.Match[str], wording: Wording, family: str) -> Draft:
    subject = _PREFIX.sub("", commit["subject"]).rstrip(".")
    told = None if is_terse(subject) else past(subject)
    kind, asks = wording.ask(family)
    name = material.title or "your project"
    said = f"In {name} you {told}." if told else f"In {name} there is a change of yours called “{subject}”."
    points = [f"What changed: {subject[:1].lower()}{subject[1:]}."]
    if body := commit["body"]:
        points.append(f"Your reason then: {body.strip().rstrip('.')}.")
    files = int(commit["files"])
    size = f"{commit['added']} lines added, {commit['removed']} removed"
    points.append(f"Its size: {size}, in {files} file{'s' if files != 1 else ''}.")
    return Draft(
        text=f"{said} {asks}",
        kind=kind,
        pattern=PATTERN_OF_KIND[kind],
        start_char=commit.start(),
        end_char=commit.end("subject"),
        key_points=tuple(points),
        difficulty=2,
        tests="Whether you know why your own code is as it is.",
        angle=family,
    )
