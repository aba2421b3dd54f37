"""A publication as text, from the fields of a reference list."""

from collections.abc import Mapping, Sequence

from extrabrain.library.reading import Page, Reading

_PLACES = ("journal", "booktitle", "publisher", "school", "institution", "howpublished")
_MORE = (("keywords", "Keywords"), ("doi", "DOI"), ("eprint", "arXiv"), ("url", "Link"), ("note", "Note"))


def publication(key: str, fields: Mapping[str, str], authors: Sequence[str]) -> Reading:
    """`fields` by the names of BibTeX. Abstract last, under a heading of its own."""
    page = Page()
    title = fields.get("title", "")
    page.line(title or key)
    if authors:
        page.line("; ".join(authors))
    place = next((fields[name] for name in _PLACES if fields.get(name)), "")
    about = ", ".join(part for part in (place, fields.get("year", "")) if part)
    if about:
        page.line(about)
    for name, label in _MORE:
        if fields.get(name):
            page.line(f"{label}: {fields[name]}")
    if fields.get("abstract"):
        page.heading("Abstract")
        page.line(fields["abstract"])
    year = fields.get("year", "")
    day = f"{year}-01-01" if len(year) == 4 and year.isdigit() else None
    return page.reading(title or key, part=key, kind="publication", written_at=day)
