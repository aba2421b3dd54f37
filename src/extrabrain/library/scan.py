"""Pages that are pictures: what was read in them is put where they stand."""

from collections.abc import Mapping
from dataclasses import replace

from extrabrain.library.headings import headings_of
from extrabrain.library.reading import Page, Reading


def filled(reading: Reading, texts: Mapping[int, str], notices: tuple[str, ...] = ()) -> Reading:
    """The document with the texts of its bare pages, by number from 1; those not given stay bare."""
    starts, page = reading.page_starts, Page()
    ends = (*starts[1:], len(reading.text))
    for number, (start, end) in enumerate(zip(starts, ends, strict=True), start=1):
        page.turn()
        page.line(texts[number] if number in texts else reading.text[start:end].rstrip("\n"))
    made = page.reading()
    return replace(
        reading,
        text=made.text,
        page_starts=made.page_starts,
        headings=headings_of(made.text),
        notices=reading.notices + notices,
        bare_pages=tuple(number for number in reading.bare_pages if number not in texts),
    )
