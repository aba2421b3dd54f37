"""Slides: a page each, title as heading, the speaker's notes after it. Order as they are shown."""

import posixpath
from pathlib import PurePath

from extrabrain.core.errors import Problem
from extrabrain.library.packed import Packed, attribute, local
from extrabrain.library.readers.docx import core_of
from extrabrain.library.reading import Page, Reading

_SHOW = "ppt/presentation.xml"
_TITLES = ("title", "ctrTitle")


def read(data: bytes, name: str) -> list[Reading]:
    packed, page = Packed(data, name), Page()
    slides = _slides(packed)
    if not slides:
        raise Problem(f"{name} has no slides.", next_step="Check that it is the right file.")
    for slide in slides:
        page.turn()
        _write(packed, slide, page)
        for kind, target in _links(packed, slide).values():
            if kind == "notesSlide" and target in packed:
                _write(packed, target, page, notes=True)
        page.line()
    title, written = core_of(packed)
    dull = title.lower() in ("powerpoint presentation", "presentation", "")
    return [page.reading(PurePath(name).stem if dull else title, written_at=written)]


def _slides(packed: Packed) -> list[str]:
    links = _links(packed, _SHOW)
    ids = [
        attribute(element, "id") if attribute(element, "id") in links else _relation(element.attrib)
        for event, element, _ in packed.elements(_SHOW)
        if event == "end" and local(element) == "sldId"
    ]
    found = [links[one][1] for one in ids if one in links]
    return [slide for slide in found if slide in packed]


def _relation(attributes: dict[str, str]) -> str | None:
    """`r:id`, where a plain `id` stands beside it."""
    return next((v for k, v in attributes.items() if k.endswith("relationships}id")), None)


def _links(packed: Packed, entry: str) -> dict[str, tuple[str, str]]:
    """What an entry refers to by id: `(kind, entry)`."""
    folder, name = posixpath.split(entry)
    rels = f"{folder}/_rels/{name}.rels"
    if rels not in packed:
        return {}
    return {
        element.attrib.get("Id", ""): (
            element.attrib.get("Type", "").rpartition("/")[2],
            posixpath.normpath(posixpath.join(folder, element.attrib.get("Target", ""))).lstrip("/"),
        )
        for event, element, _ in packed.elements(rels)
        if event == "end" and local(element) == "Relationship"
    }


def _write(packed: Packed, entry: str, page: Page, *, notes: bool = False) -> None:
    """The paragraphs of a slide; of notes only what the speaker wrote."""
    text: list[str] = []
    kind, wanted = "", not notes
    for event, element, _ in packed.elements(entry):
        tag = local(element)
        if event == "start":
            if tag == "sp":
                kind, wanted = "", not notes
            continue
        if tag == "ph":
            kind = attribute(element, "type") or "body"
            wanted = kind == "body" if notes else kind not in ("sldNum", "dt", "ftr")
        elif tag == "t":
            text.append(element.text or "")
        elif tag == "br":
            text.append(" ")
        elif tag == "p":
            line, text = " ".join("".join(text).split()), []
            if line and wanted:
                page.heading(line) if kind in _TITLES else page.line(line)
