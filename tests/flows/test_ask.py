"""Answers are words of the documents, cited where they stand; what is not there is not answered."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from extrabrain.advice.scripted import Scripted
from extrabrain.core.document import Brought
from extrabrain.flows.ask import Asker, names, sentences
from extrabrain.flows.ask_model import AnswerModel
from extrabrain.flows.find import Finder
from extrabrain.flows.shelve import learn_meaning, shelve
from extrabrain.flows.told import Told
from extrabrain.library.embed import MiniLM
from extrabrain.record import documents
from extrabrain.record.db import Store

CV = (
    "Ann Lee\nRed team lead at Acme from 2021 to 2024.\n"
    "In 2023 I found that the refusal classifier missed 14 % of Hindi prompts. We then retrained it.\n"
)
NOTES = (
    "The launch criteria were written down before training. We would stop above five points of regression.\n"
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "store.db", bytes(32)) as opened:
        shelve(
            opened,
            [Brought("cv.txt", "cv", CV, kind="resume"), Brought("n.md", "notes", NOTES, kind="notes")],
        )
        yield opened


@pytest.fixture
def asker(store: Store, models_dir: Path) -> Asker:
    embedder = MiniLM(models_dir / "minilm-l6-v2")
    learn_meaning(store, embedder)
    return Asker(store, Finder(store, embedder))


@pytest.mark.weights
def test_an_answer_is_cited_word_for_word(store: Store, asker: Asker) -> None:
    told = asker.ask("How many Hindi prompts did the refusal classifier miss?")
    assert told.found
    first = told.citations[0]
    assert "14 %" in first.text
    _, text = documents.get(store, first.document_id)
    assert text[first.span.start_char : first.span.end_char] == first.text
    assert first.span.line == 3
    assert told.text.endswith("[1]") or "[1]\n" in told.text


@pytest.mark.weights
@pytest.mark.parametrize(
    "question",
    ["What is the boiling point of mercury?", "Who won the world cup in 1998?", "What did my dentist say?"],
)
def test_what_is_not_there_is_not_answered(asker: Asker, question: str) -> None:
    told = asker.ask(question)
    assert (told.found, told.citations) == (False, ())
    assert "not in your workspace" in told.text


def test_without_embeddings_words_must_do(store: Store) -> None:
    asker = Asker(store, Finder(store, None))
    assert "five points" in asker.ask("Would we stop above five points of regression?").text
    assert not asker.ask("What is the boiling point of mercury?").found
    assert not asker.ask("").found


def test_who_speaks_is_no_answer_to_what_was_said(store: Store) -> None:
    said = ["Industrial Designer: Okay, right, yes.", "Ann: The casing will be made of rubber and wood."]
    shelve(store, [Brought("m.txt", "m", "\n".join(said * 3), kind="transcript")])
    asker = Asker(store, Finder(store, None))
    assert not asker.ask("What did the industrial designer say?").found
    told = asker.ask("What will the casing be made of?")
    assert told.citations[0].text == said[1]


def test_lines_that_end_early_stand_for_themselves() -> None:
    text = (
        "Ann Lee\nEngineer, Acme 2021\n"
        "Found that the classifier missed 14 % of all the Hindi prompts we had\nand retrained it.\nSkills"
    )
    assert [text[a:b] for a, b in sentences(text)] == [
        "Ann Lee",
        "Engineer, Acme 2021",
        "Found that the classifier missed 14 % of all the Hindi prompts we had\nand retrained it.",
        "Skills",
    ]


QUESTION = "When would we stop above points of regression?"
SAID = {"text": "It stopped above five points.", "material": 1, "quote": "above five points of regression"}


def worded(store: Store, *points: dict[str, object]) -> tuple[Told, Scripted]:
    engine = Scripted(lambda _: json.dumps({"points": points}))
    return Asker(store, Finder(store, None), AnswerModel(engine)).ask(QUESTION), engine


def test_a_model_words_the_answer_and_each_sentence_has_its_place(store: Store) -> None:
    told, engine = worded(store, SAID, {**SAID, "text": "And nothing else.", "material": 9})
    assert (told.text, told.engine, told.found) == ("It stopped above five points. [1]", "scripted", True)
    (cited,) = told.citations
    _, text = documents.get(store, cited.document_id)
    assert (
        text[cited.span.start_char : cited.span.end_char] == cited.text == "above five points of regression"
    )
    assert "five points of regression" in engine.given[0].user
    assert engine.given[0].carries == ("documents", "prompt")


def test_what_a_model_cannot_show_is_not_answered(store: Store) -> None:
    told, _ = worded(store, {"text": "not in your workspace", "material": 0, "quote": ""})
    assert (told.found, told.citations, told.engine) == (False, (), "scripted")
    assert "not in your workspace" in told.text


def test_a_model_is_not_asked_about_what_is_not_there(store: Store) -> None:
    engine = Scripted(lambda _: "")
    told = Asker(store, Finder(store, None), AnswerModel(engine)).ask("What is the boiling point of mercury?")
    assert not told.found
    assert engine.given == []


def test_sentences_are_slices() -> None:
    text = "One here. Two\nstill two!\n\n- a point\nAnn: said so"
    assert [text[a:b] for a, b in sentences(text)] == [
        "One here.",
        "Two\nstill two!",
        "- a point",
        "Ann: said so",
    ]


def test_a_name_of_which_nothing_speaks_has_no_answer(store: Store) -> None:
    asker = Asker(store, Finder(store, None))
    told = asker.ask("When was I red team lead at Initech?")
    assert not told.found
    assert told.text == "That is not in your workspace, which does not speak of Initech."
    assert asker.ask("When was I red team lead at Acme?").found


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("What did Ann say? Bo agreed at Acme.", ["Ann", "Acme"]),
        ("Which of Ann's evals ran?", ["Ann"]),
        ("How Many Prompts Did It Miss?", []),
        ("berlin and I", []),
    ],
)
def test_names(question: str, found: list[str]) -> None:
    assert names(question) == found
