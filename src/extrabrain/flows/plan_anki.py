"""The questions of the plan as Anki cards: the question in front, key points and follow-ups behind."""

import tempfile
import zlib
from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import Any, cast

from extrabrain.core.plan import Plan
from extrabrain.core.question import Question

DECK_ID = 1_964_207_311
MODEL_ID = 1_607_392_319
"""Fixed, so that importing again updates the same deck."""

BACK = "{{FrontSide}}<hr id=answer>{{Points}}{{#Missed}}<p><b>Missed last time</b></p>{{Missed}}{{/Missed}}"


def deck(plan: Plan, questions: Mapping[str, Question]) -> bytes:
    """An .apkg with a card for each question that the plan has, in the order of the plan."""
    import genanki

    anki = cast(Any, genanki)
    model = anki.Model(
        MODEL_ID,
        "extrabrain question",
        fields=[{"name": "Question"}, {"name": "Points"}, {"name": "Missed"}],
        templates=[
            {
                "name": "Answer aloud",
                "qfmt": "{{Question}}<p><small>Answer aloud before you turn the card.</small></p>",
                "afmt": BACK,
            }
        ],
    )
    made = anki.Deck(DECK_ID, "extrabrain")
    missed: dict[str, tuple[str, ...]] = {}
    for day in plan.days:
        for item in day.items:
            if item.question_id and item.question_id in questions and item.kind == "practise":
                missed.setdefault(item.question_id, item.points)
    for question_id, points in missed.items():
        question = questions[question_id]
        made.add_note(
            anki.Note(
                model=model,
                fields=[escape(question.text), _list(question.key_points), _list(points)],
                guid=f"extrabrain-{zlib.crc32(question_id.encode()):08x}",
                tags=[topic.replace(" ", "-") for topic in question.topics],
            )
        )
    with tempfile.TemporaryDirectory(prefix="extrabrain-") as folder:
        path = Path(folder) / "plan.apkg"
        anki.Package(made).write_to_file(str(path))
        return path.read_bytes()


def _list(points: tuple[str, ...]) -> str:
    return f"<ul>{''.join(f'<li>{escape(p)}</li>' for p in points)}</ul>" if points else ""
