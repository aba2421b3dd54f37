"""Search finds by words and by meaning, within what is asked for, and follows every change."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from extrabrain.core.document import Brought
from extrabrain.core.errors import UsageProblem
from extrabrain.flows.find import Finder
from extrabrain.flows.shelve import learn_meaning, shelve, shelve_lines
from extrabrain.flows.within import within
from extrabrain.library.embed import MiniLM
from extrabrain.record import documents
from extrabrain.record.db import Store

TEXTS = {
    "cat": "My cat sleeps on the sofa all day.",
    "revert": "The release was reverted when users were harmed.",
    "gap": "We measured a gap of 12 points between the proxy and held-out prompts.",
}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "store.db", bytes(32)) as opened:
        shelve(opened, [Brought(name, "", text) for name, text in TEXTS.items()])
        yield opened


def ids(finder: Finder, query: str, **asked: object) -> list[str]:
    return [hit.external_id for hit in finder.search(query, **asked)]  # pyright: ignore[reportArgumentType]


def test_words_work_before_there_are_vectors(store: Store) -> None:
    (hit,) = Finder(store, None).search("measuring gaps")
    assert hit.external_id == "gap"
    assert [hit.text[a:b] for a, b in hit.marks] == ["measured", "gap"]
    assert hit.text == TEXTS["gap"][hit.span.start_char : hit.span.end_char]
    assert ids(Finder(store, None), "") == []


@pytest.mark.weights
def test_meaning_finds_what_words_do_not(store: Store, models_dir: Path) -> None:
    embedder = MiniLM(models_dir / "minilm-l6-v2")
    finder = Finder(store, embedder)
    assert ids(finder, "rolled back the model after an incident") == []
    assert learn_meaning(store, embedder) == 3
    assert ids(finder, "rolled back the model after an incident")[0] == "revert"
    assert learn_meaning(store, embedder) == 0


def test_it_follows_changes(store: Store) -> None:
    finder = Finder(store, None)
    (hit,) = finder.search("sofa")
    documents.set_enabled(store, hit.document_id, False)
    assert ids(finder, "sofa") == []
    documents.set_enabled(store, hit.document_id, True)
    assert ids(finder, "sofa") == ["cat"]
    shelve(store, [Brought("cat", "", "The dog has the sofa now.")])
    assert ids(finder, "cat") == []
    documents.remove(store, hit.document_id)
    assert ids(finder, "sofa") == []


def test_filters(store: Store) -> None:
    shelve(store, [Brought("job", "", "A gap in hiring.", kind="job", group="acme", written_at="2020-01-01")])
    finder = Finder(store, None)
    assert set(ids(finder, "gap")) == {"gap", "job"}
    assert ids(finder, "gap", within=within(["job"], None, None)) == ["job"]
    assert ids(finder, "gap", within=within([], "acme", None)) == ["job"]
    assert ids(finder, "gap", within=within([], None, "2021-01-01")) == ["gap"]
    with pytest.raises(UsageProblem):
        within(["poem"], None, None)
    with pytest.raises(UsageProblem):
        within([], None, "yesterday")


def test_every_passage_or_the_best_of_each_document(store: Store) -> None:
    shelve(store, [Brought("long", "", "\n\n".join(["A zebra runs. " * 100] * 3))])
    finder = Finder(store, None)
    assert ids(finder, "zebra") == ["long"]
    assert len(ids(finder, "zebra", by_document=False)) > 1


def test_turns_of_one_talk_lift_each_other(store: Store) -> None:
    said = ["Shall we start?", "The budget is the topic.", "Forty thousand.", "Good.", "Lunch then."]
    lines = [
        json.dumps({"external_id": f"talk:{n}", "title": "Monday", "text": t}) for n, t in enumerate(said)
    ]
    list(shelve_lines(store, lines))
    found = ids(Finder(store, None), "budget thousand")
    assert set(found[:2]) == {"talk:1", "talk:2"}


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("nonsense", "JSON"),
        ("[1]", "object"),
        ('{"text": "x"}', "external_id"),
        ('{"external_id": 1}', "text"),
        ('{"external_id": 1, "text": "x", "kind": "poem"}', "poem"),
    ],
)
def test_a_bad_line_says_why_and_stops_nothing(store: Store, line: str, word: str) -> None:
    outcomes = list(
        shelve_lines(store, [line, "", '{"external_id": "ok", "text": "half \\ud800 \\u0000 here"}'])
    )
    assert [outcome.code for outcome in outcomes] == [2, 0]
    assert word in outcomes[0].message
    assert ids(Finder(store, None), "half") == ["ok"]


def test_common_words_are_left_out_of_a_large_workspace(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    from extrabrain.flows import find
    from extrabrain.record import terms

    monkeypatch.setattr(terms, "LARGE", 100)
    monkeypatch.setattr(terms, "MANY", 50)
    monkeypatch.setattr(find, "MOST_LOOKED_UP", 60)
    shelve(
        store,
        [Brought(f"n{n}", "", f"Model number {n} was evaluated{' twice' * (n == 7)}.") for n in range(200)],
    )
    finder = Finder(store, None)
    assert ids(finder, "model evaluated twice") == ["n7"]
    assert len(finder.search("evaluated models", most=50)) == 50, "a question of common words is answered too"
