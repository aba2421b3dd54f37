"""Pages of a scan take the place of what was empty."""

from extrabrain.library.reading import Reading
from extrabrain.library.scan import filled


def test_texts_go_to_their_pages() -> None:
    reading = Reading("one\n\nthree\n\n", page_starts=(0, 4, 5, 11), bare_pages=(2, 4))
    made = filled(reading, {2: "two, seen"}, ("Page 4 was not read.",))
    pages = [made.text[a:b] for a, b in zip(made.page_starts, (*made.page_starts[1:], None), strict=True)]
    assert pages == ["one\n", "two, seen\n", "three\n", "\n"]
    assert made.bare_pages == (4,) and made.notices == ("Page 4 was not read.",)
