"""RIS: a publication for each record."""

import re

from extrabrain.core.errors import Problem
from extrabrain.library.decode import decoded
from extrabrain.library.readers.publication import publication
from extrabrain.library.reading import Reading

_TAG = re.compile(r"([A-Z][A-Z0-9])  - ?(.*)$")
_FIELDS = {
    "TI": "title", "T1": "title", "CT": "title", "AB": "abstract", "N2": "abstract", "DO": "doi", "UR": "url",
    "JO": "journal", "JF": "journal", "T2": "journal", "PB": "publisher", "N1": "note",
}  # fmt: skip


def read(data: bytes, name: str) -> list[Reading]:
    found: list[Reading] = []
    fields: dict[str, str] = {}
    authors: list[str] = []
    keywords: list[str] = []
    for line in decoded(data, name).splitlines():
        tag = _TAG.match(line.strip())
        if tag is None:
            continue
        code, value = tag[1], " ".join(tag[2].split())
        if code in ("AU", "A1"):
            authors.append(value)
        elif code == "KW":
            keywords.append(value)
        elif code in ("PY", "Y1") and re.match(r"\d{4}", value):
            fields["year"] = value[:4]
        elif code in _FIELDS and value:
            fields.setdefault(_FIELDS[code], value)
        elif code == "ER":
            if keywords:
                fields["keywords"] = ", ".join(keywords)
            key = fields.get("doi") or fields.get("title") or f"record {len(found) + 1}"
            found.append(publication(key[:120], fields, authors))
            fields, authors, keywords = {}, [], []
    if not found:
        raise Problem(f"{name} holds no record.", next_step="Export it again as RIS.")
    return found
