"""The plan as files, each opened by a reader that is not ours."""

import io
import json
import re
import sqlite3
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import docx
import icalendar
import pypdf
import pytest
import yaml

from extrabrain.bank.pack import builtin
from extrabrain.core.codec import from_plain
from extrabrain.core.plan import Plan, PlanItem
from extrabrain.flows.plan_file import FORMATS, plan_file
from extrabrain.flows.study import Study
from extrabrain.record.db import Store

ON, THEN = date(2026, 3, 2), date(2026, 3, 12)


@pytest.fixture
def plan(tmp_path: Path) -> Plan:
    with Store.open(tmp_path / "store.db", bytes(32)) as store:
        made = Study(store, builtin()).plan(interview=THEN, on=ON)
    odd = PlanItem("read:x", "read", "Ünïcode; commas, [links]| and \\ 日本語 " * 6, "Why:\nlines", 25)
    return replace(made, days=(replace(made.days[0], items=(*made.days[0].items, odd)), *made.days[1:]))


def test_a_calendar(plan: Plan) -> None:
    raw = plan_file(plan, builtin(), "ics")
    assert max(len(line) for line in raw.split(b"\r\n")) <= 75
    read = icalendar.Calendar.from_ical(raw)
    events = list(read.walk("VEVENT"))
    assert len({str(e["UID"]) for e in events}) == len(events) == len(plan.days) + 1
    first = events[0]
    assert first.decoded("DTSTART") == ON
    said = str(first["DESCRIPTION"])
    for item in plan.days[0].items:
        assert item.title in said
    assert events[-1].decoded("DTSTART") == THEN and str(events[-1]["SUMMARY"]) == "Interview"


def test_anki_cards(plan: Plan, tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(plan_file(plan, builtin(), "anki"))) as box:
        box.extract("collection.anki2", tmp_path)
    notes = (
        sqlite3.connect(tmp_path / "collection.anki2")
        .execute("SELECT flds, tags, guid FROM notes")
        .fetchall()
    )
    planned = {i.question_id for d in plan.days for i in d.items if i.kind == "practise"}
    assert len(notes) == len(planned) == len({guid for _, _, guid in notes})
    fronts = {fields.split("\x1f")[0] for fields, _, _ in notes}
    assert any("human feedback" in front or "model" in front for front in fronts)
    assert all("<ul>" in fields.split("\x1f")[1] for fields, _, _ in notes)


def test_an_obsidian_folder_whose_links_all_lead_somewhere(plan: Plan) -> None:
    with zipfile.ZipFile(io.BytesIO(plan_file(plan, builtin(), "obsidian"))) as box:
        pages = {Path(name).stem: box.read(name).decode() for name in box.namelist()}
    assert {d.on for d in plan.days} < set(pages) and "Plan" in pages
    for text in pages.values():
        front = yaml.safe_load(text.split("---\n")[1])
        assert front["tags"]
        for target in re.findall(r"\[\[([^\]|]+)", text):
            assert target in pages
    assert "links" in pages[ON.isoformat()]


def test_paper(plan: Plan) -> None:
    text = "".join(
        page.extract_text() for page in pypdf.PdfReader(io.BytesIO(plan_file(plan, builtin(), "pdf"))).pages
    )
    assert "Study plan" in text and "Monday, 2 March 2026" in text
    page = docx.Document(io.BytesIO(plan_file(plan, builtin(), "docx")))
    said = "\n".join(paragraph.text for paragraph in page.paragraphs)
    assert "Monday, 2 March 2026" in said and plan.days[0].items[0].title in said


def test_json_and_markdown(plan: Plan) -> None:
    assert from_plain(Plan, json.loads(plan_file(plan, builtin(), "json"))) == plan
    text = plan_file(plan, builtin(), "md").decode()
    assert text.count("- [ ] ") == sum(len(d.items) for d in plan.days)


def test_every_kind_is_made(plan: Plan) -> None:
    assert all(plan_file(plan, builtin(), kind) for kind in FORMATS)
