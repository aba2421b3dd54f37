"""Pictures and scans as documents: read where something can see, refused by name where nothing can."""

import io
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import fpdf
import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "screen"))

from drawn import drawn

from extrabrain.core.errors import Problem, Unsupported
from extrabrain.flows.read_file import FileReader
from extrabrain.library.reading import NoDocument
from extrabrain.screen.apart import PictureReader

FIRST, SECOND = "The pilot ran for six weeks", "and stopped at two percent"


@pytest.fixture(scope="module")
def seeing() -> Iterator[FileReader]:
    found = find_spec("rapidocr")
    assert found is not None and found.submodule_search_locations is not None
    models = Path(next(iter(found.submodule_search_locations))) / "models"
    pictures = PictureReader(lambda: models)
    reader = FileReader(see=pictures.read)
    yield reader
    reader.close()
    pictures.close()


def scan(*pages: str | bytes) -> bytes:
    """A PDF with a page of text for each string, and a picture for each other."""
    made = fpdf.FPDF(format=(200, 120))
    made.set_font("helvetica", size=12)
    for page in pages:
        made.add_page()
        if isinstance(page, bytes):
            made.image(io.BytesIO(page), x=0, y=0, w=200)
        else:
            made.text(20, 20, page)
    return bytes(made.output())


def test_a_picture_is_a_screenshot_with_its_text(seeing: FileReader, tmp_path: Path) -> None:
    path = tmp_path / "shot 3.png"
    path.write_bytes(drawn((40, 60, FIRST)))
    for reading in (*seeing(path), *seeing.read(path.read_bytes(), path.name)):
        assert (reading.text, reading.title, reading.kind) == (FIRST, "shot 3", "screenshot")
    with pytest.raises(Problem, match="shows no text"):
        seeing.read(drawn(), "empty.png")


def test_scanned_pages_stand_between_the_others(seeing: FileReader) -> None:
    data = scan("A page of letters", drawn((40, 60, FIRST)), drawn((40, 60, SECOND)))
    reading = seeing.read(data, "mixed.pdf")[0]
    pages = [
        reading.text[a:b].strip()
        for a, b in zip(reading.page_starts, (*reading.page_starts[1:], None), strict=True)
    ]
    assert pages == ["A page of letters", FIRST, SECOND]
    assert reading.notices == () and reading.bare_pages == ()


def test_without_eyes_a_scan_is_refused_by_name() -> None:
    blind = FileReader()
    with pytest.raises(Unsupported, match=r"s\.pdf is a scan"):
        blind.read(scan(drawn((40, 60, FIRST))), "s.pdf")
    mixed = blind.read(scan("A page of letters", drawn((40, 60, FIRST))), "m.pdf")[0]
    assert "Pages 2 are pictures" in mixed.notices[0]
    with pytest.raises(NoDocument, match=r"a\.png is a picture"):
        blind.read(drawn(), "a.png")
    blind.close()


def test_missing_networks_pass_a_folders_pictures_over() -> None:
    def see(_data: bytes, _name: str) -> object:
        raise Unsupported("It needs a part.", next_step="Pull it.")

    reader = FileReader(see=see)  # pyright: ignore[reportArgumentType]
    with pytest.raises(NoDocument, match="needs a part"):
        reader.read(drawn(), "a.png")
    with pytest.raises(Unsupported, match=r"is a scan\. It needs a part"):
        reader.read(scan(drawn((40, 60, FIRST))), "s.pdf")
    reader.close()
