"""Readers keep the words, their pages and headings, and say clearly what they cannot read."""

import io
import json
import random

import docx
import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from papers import pdf, slides, zipped

from extrabrain.core.errors import Problem, Unsupported
from extrabrain.library.readers.table import READERS, read
from extrabrain.library.reading import NoDocument, Reading


def only(data: bytes | str, name: str) -> Reading:
    (reading,) = read(data.encode() if isinstance(data, str) else data, name)
    return reading


def under(reading: Reading, words: str) -> str:
    """The heading that stands over the words."""
    at = reading.text.index(words)
    return [heading for start, heading in reading.headings if start <= at][-1]


def test_pdf_keeps_pages_and_joins_cut_words() -> None:
    reading = only(
        pdf([["EXPERIENCE", "Led an evalua-", "tion of 12 models"], ["Second page here"]]), "cv.pdf"
    )
    assert "an evaluation of 12 models" in reading.text
    assert reading.text[reading.page_starts[1] :].startswith("Second page")
    assert under(reading, "Led an") == "EXPERIENCE"


def test_pdf_scans_pages_are_bare_and_a_lock_is_named() -> None:
    assert only(pdf([[], []], picture=True), "scan.pdf").bare_pages == (1, 2)
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf([["secret"]])))
    writer.encrypt("pass", algorithm="AES-256")
    held = io.BytesIO()
    writer.write(held)
    with pytest.raises(Unsupported, match="password"):
        read(held.getvalue(), "locked.pdf")


def test_pdf_with_one_scanned_page_says_which() -> None:
    mixed = pypdf.PdfWriter(
        clone_from=io.BytesIO(pdf([["First words of a page"], ["Second words of a page"]]))
    )
    mixed.append(io.BytesIO(pdf([[]], picture=True)))
    held = io.BytesIO()
    mixed.write(held)
    assert only(held.getvalue(), "mixed.pdf").bare_pages == (3,)


def test_docx_keeps_headings_and_rows() -> None:
    made = docx.Document()
    made.add_heading("Experience", 1)
    made.add_paragraph("Cut the false alarms by 40 %.")
    table = made.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "2023", "Red team"
    held = io.BytesIO()
    made.save(held)
    reading = only(held.getvalue(), "cv.docx")
    assert under(reading, "Cut the false") == "Experience"
    assert "2023 | Red team" in reading.text


def test_pptx_follows_the_order_shown_with_notes() -> None:
    reading = only(slides([("First", "alpha", "say hello"), ("Second", "beta", "say goodbye")]), "talk.pptx")
    assert [w for w in reading.text.split("\n") if w] == [
        "First", "alpha", "say hello", "Second", "beta", "say goodbye",
    ]  # fmt: skip
    assert len(reading.page_starts) == 2
    assert under(reading, "beta") == "Second"


def test_markdown_is_kept_as_it_is() -> None:
    front = "---\ntitle: My note\ndate: 2025-03-01\n---\n"
    text = front + "# [[Evals|Evaluations]]\n\n```\n# no heading\n```\nBody\n"
    reading = only(text, "x.md")
    assert reading.text == text
    assert (reading.title, reading.written_at) == ("My note", "2025-03-01")
    assert [heading for _, heading in reading.headings] == ["Evaluations"]


def test_html_says_what_a_reader_sees() -> None:
    page = (
        "<title>Job</title><script>var a = 1</script><h2>What you do</h2><p>Write <b>evals</b> &amp; run them"
        "<ul><li>one<li>two</ul><table><tr><td>a<td>b</table>"
    )
    reading = only(page, "job.html")
    assert reading.title == "Job"
    assert reading.text.split("\n")[:5] == [
        "What you do",
        "Write evals & run them",
        "- one",
        "- two",
        "a | b",
    ]
    assert under(reading, "evals") == "What you do"


def test_text_of_other_encodings() -> None:
    for encoding in ("utf-8-sig", "utf-16", "utf-16-le", "cp1252"):
        assert "café naïve" in only("A café naïve enough".encode(encoding), "a.txt").text
    with pytest.raises(Unsupported, match="no text"):
        read(bytes(range(256)) * 20, "a.txt")


def test_bibtex_composes_accents_and_reads_every_entry() -> None:
    text = r"""@string{neurips = "NeurIPS"}
    @inproceedings{a1, title={On {Reward} Hacking}, author={M{\"u}ller, J. and Doe, A.},
      booktitle=neurips # " 2024", year=2024, abstract={We measure gaps, "quoted".}}
    @article{b2, title="A \emph{second} one", year = 2020}"""
    first, second = read(text.encode(), "mine.bib")
    assert first.text.startswith("On Reward Hacking\nMüller, J.; Doe, A.\nNeurIPS 2024, 2024")
    assert under(first, "We measure") == "Abstract"
    assert (second.title, second.part, second.kind) == ("A second one", "b2", "publication")


def test_ris() -> None:
    text = "TY  - JOUR\nTI  - Some title\nAU  - Doe, A.\nAU  - Roe, B.\nPY  - 2021/03\nAB  - Words.\nER  - \n"
    reading = only(text, "x.ris")
    assert reading.text.startswith("Some title\nDoe, A.; Roe, B.\n2021\n")


def test_captions_name_speakers_and_say_rolling_lines_once() -> None:
    vtt = (
        "WEBVTT\n\n00:00.000 --> 00:02.000\n<v Ann>What went wrong?\n\n"
        "00:02.000 --> 00:03.000\n<v Bo>The eval\n\n"
        "00:03.000 --> 00:04.000\n<v Bo>The eval leaked\n"
    )
    assert only(vtt, "a.vtt").text == "Ann: What went wrong?\nBo: The eval leaked"
    srt = "1\n00:00:00,000 --> 00:00:01,000\nAnn: Hello\n\n2\n00:00:01,000 --> 00:00:02,000\nAnn: there\n"
    assert only(srt, "a.srt").text == "Ann: Hello there"


@pytest.mark.parametrize(
    "plain",
    [
        {"segments": [{"start": 0, "text": " We stopped it."}, {"start": 1, "text": "Then we measured."}]},
        {"results": {"utterances": [{"speaker": 0, "transcript": "We stopped it. Then we measured."}]}},
        [{"speaker": "A", "text": "We stopped it."}, {"speaker": "A", "text": "Then we measured."}],
        {"data": {"files": [{"path": "x", "text": "We stopped it. Then we measured.", "segments": []}]}},
    ],
)
def test_transcripts_of_any_recorder(plain: object) -> None:
    reading = only(json.dumps(plain), "talk.json")
    assert "We stopped it. Then we measured." in reading.text
    assert reading.kind == "transcript"


def test_json_that_is_no_transcript() -> None:
    with pytest.raises(NoDocument):
        read(b'{"a": [1, 2], "text": "alone"}', "settings.json")
    with pytest.raises(Problem):
        read(b"[" * 100_000, "deep.json")


def test_calendar() -> None:
    text = (
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:Interview\\, round 2\nDTSTART;TZID=X:20260301T140000\n"
        "ATTENDEE;CN=Ann Lee:mailto:a@b.c\nDESCRIPTION:Bring\n  papers\nEND:VEVENT\nEND:VCALENDAR\n"
    )
    reading = only(text, "c.ics")
    assert under(reading, "With: Ann Lee") == "Interview, round 2 · 2026-03-01 14:00"
    assert "Bring papers" in reading.text


def test_linkedin_opens_no_messages() -> None:
    entries = {
        "Profile.csv": "First Name,Last Name,Headline\nAnn,Lee,Safety engineer\n",
        "Positions.csv": "Company Name,Title,Description,Started On\nAcme,Lead,Built evals,2021\n",
        "messages.csv": "CONTENT\nprivate words\n",
    }
    reading = only(zipped(entries), "export.zip")
    assert reading.kind == "resume"
    assert under(reading, "Lead · Acme · 2021\nBuilt evals") == "Experience"
    assert "private" not in reading.text
    with pytest.raises(NoDocument):
        read(zipped({"a.txt": "x"}), "other.zip")


def test_bombs_are_refused() -> None:
    with pytest.raises(Problem, match="unpacks"):
        read(zipped({"word/document.xml": b"\0" * 50_000_000}), "bomb.docx")
    laughs = '<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]><a>&c;</a>'
    with pytest.raises(Problem, match="DTDForbidden"):
        read(zipped({"word/document.xml": laughs}), "laughs.docx")
    with pytest.raises(Problem, match="unpacks"):
        read(zipped({"word/document.xml": "<a>" * 5_000 + "</a>" * 5_000}), "deep.docx")


ENDINGS = sorted(READERS)
SEEDS: dict[str, bytes] = {
    ".pdf": pdf([["Some words", "and more"]]),
    ".pptx": slides([("Title", "body", "notes")]),
    ".zip": zipped({"Profile.csv": "First Name\nAnn\n"}),
    ".bib": b'@article{a, title={T {x}}, author = "A and B" # c, year=2020}',
    ".json": b'{"segments": [{"text": "a b", "speaker": {"name": "c"}}]}',
    ".ics": b'BEGIN:VEVENT\nSUMMARY;X="a":b\nDTSTART:20260101\nEND:VEVENT',
    ".html": b"<h1>a<p>b<table><tr><td>c&#x110000;</script>",
    ".md": b"---\ndate: 2020-01-01\n---\n# a\nb\n===\n~~~\n",
    ".srt": b"1\n00:00:00,000 --> 00:00:01,000\nAnn: hello\n",
}


@settings(max_examples=150, deadline=None)
@given(ending=st.sampled_from(ENDINGS), data=st.binary(max_size=400) | st.text(max_size=300).map(str.encode))
def test_any_bytes_give_readings_or_a_problem(ending: str, data: bytes) -> None:
    try:
        found = read(data, f"x{ending}")
    except Problem as problem:
        assert problem.what
        assert problem.next_step
    else:
        assert all(reading.text for reading in found)


@settings(max_examples=250, deadline=None)
@given(ending=st.sampled_from(sorted(SEEDS)), seed=st.integers(0, 2**32), harms=st.integers(1, 12))
def test_a_damaged_file_gives_readings_or_a_problem(ending: str, seed: int, harms: int) -> None:
    data, chance = bytearray(SEEDS[ending]), random.Random(seed)
    for _ in range(harms):
        at = chance.randrange(len(data))
        match chance.randrange(3):
            case 0:
                data[at] = chance.randrange(256)
            case 1:
                del data[at : at + chance.randrange(1, 20)]
            case _:
                data[at:at] = data[chance.randrange(len(data)) :][:20]
        if not data:
            break
    try:
        found = read(bytes(data), f"x{ending}")
    except Problem as problem:
        assert problem.next_step
    else:
        for reading in found:
            assert all(0 <= at <= len(reading.text) for at in reading.page_starts)
            assert [at for at, _ in reading.headings] == sorted(at for at, _ in reading.headings)
            reading.text.encode("utf-8")
