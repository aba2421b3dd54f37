"""The built-in bank is complete, and a bad pack says where and why."""

import json
from collections import Counter
from pathlib import Path

import jsonschema
import pytest
import yaml

from extrabrain.bank.pack import BUILTIN, builtin, parse_pack, read_pack, schema
from extrabrain.core.errors import NotFound, UsageProblem
from extrabrain.core.question import PATTERN_PARTS

HEAD = "pack: mine\ntitle: My pack\nversion: 1\nquestions:\n"
GOOD = HEAD + "  - id: one\n    text: What would you do about it?\n    kind: scenario\n"


def test_the_bank_has_eighty_questions_and_all_of_the_guide() -> None:
    bank = builtin()
    assert len(bank) >= 80
    guide = [
        q
        for q in ("guide_technical", "guide_behavioural")
        for q in read_pack(BUILTIN / f"{q}.yaml").questions
    ]
    assert Counter(q.kind for q in guide) == {"technical": 8, "behavioural": 6}
    assert "rlhf-limits" in bank


@pytest.mark.parametrize("path", sorted(BUILTIN.glob("*.yaml")), ids=lambda p: p.stem)
def test_each_built_in_question_is_whole(path: Path) -> None:
    jsonschema.validate(yaml.safe_load(path.read_text()), schema())
    for question in read_pack(path).questions:
        assert 4 <= len(question.key_points) <= 8, question.question_id
        assert question.pattern in PATTERN_PARTS
        assert question.topics
        assert question.tests
        assert len(question.follow_ups) >= 3
        assert 140 <= len(question.strong.split()) <= 260, question.question_id
        assert 60 <= len(question.weak.split()) <= 150, question.question_id
        assert question.weak_because
        assert question.study, question.question_id
        assert all(1940 <= s.year <= 2026 and s.title and s.authors for s in question.study)


def test_questions_do_not_repeat_each_other() -> None:
    texts = [q.text.lower() for q in builtin().values()]
    assert len(set(texts)) == len(texts)


def test_every_topic_of_the_plan_is_there() -> None:
    topics = " ".join(topic for q in builtin().values() for topic in q.topics)
    for wanted in (
        "rlhf",
        "constitutional",
        "interpretability",
        "oversight",
        "evaluation",
        "red-team",
        "jailbreak",
        "privacy",
        "agents",
        "control",
        "scaling",
        "monitoring",
        "incident",
        "governance",
        "multilingual",
    ):
        assert wanted in topics, wanted


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        (GOOD.replace("scenario", "essay"), 7, "technical"),
        (GOOD + "    pattern: loop\n", 8, "star"),
        (GOOD + "  - id: one\n    text: The same id once more?\n    kind: technical\n", 8, "stands twice"),
        (GOOD + "    colour: blue\n", 8, "not permitted"),
        (HEAD + "  - id: Bad Id\n    text: What would you do?\n    kind: scenario\n", 5, "pattern"),
        ("pack: mine\ntitle: [\n", 3, "did not find"),
        ("just words", 1, "dictionary"),
    ],
)
def test_a_bad_pack_gets_file_line_and_reason(text: str, line: int, reason: str) -> None:
    with pytest.raises(UsageProblem) as caught:
        parse_pack(text, "mine.yaml")
    assert caught.value.what.startswith(f"mine.yaml:{line}:")
    assert reason in caught.value.what
    assert caught.value.next_step


def test_a_good_pack_is_read(tmp_path: Path) -> None:
    (tmp_path / "p.yaml").write_text(GOOD)
    pack = read_pack(tmp_path / "p.yaml")
    assert pack.questions[0].pattern == "scaling"
    assert pack.questions[0].source.document == "pack:mine"


def test_files_that_are_no_pack(tmp_path: Path) -> None:
    (tmp_path / "binary.yaml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UsageProblem, match="UTF-8"):
        read_pack(tmp_path / "binary.yaml")
    with pytest.raises(NotFound):
        read_pack(tmp_path / "none.yaml")
    with pytest.raises(UsageProblem):
        read_pack(tmp_path)
    json.dumps(schema())
