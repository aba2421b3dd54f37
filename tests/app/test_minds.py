"""Engines for text: named, chosen, added; one is never put in the place of another."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from extrabrain.app.build import Workbench, workbench
from extrabrain.app.minds import Minds
from extrabrain.app.places import Places
from extrabrain.core.errors import Conflict, NotFound, UsageProblem
from extrabrain.guard.provider_keys import ProviderKeys


class Chain:
    """A keychain in memory."""

    def __init__(self) -> None:
        self.kept: dict[str, str] = {}

    def read(self, name: str) -> str | None:
        return self.kept.get(name)

    def write(self, name: str, secret: str) -> None:
        self.kept[name] = secret

    def forget(self, name: str) -> None:
        del self.kept[name]


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Workbench]:
    with workbench(Places(tmp_path / "home", tmp_path / "models", tmp_path / "key")) as made:
        yield made


@pytest.fixture
def minds(bench: Workbench) -> Minds:
    chain = Chain()
    return Minds(bench, ProviderKeys(lambda: chain))


def test_none_is_chosen_to_begin_with(minds: Minds) -> None:
    assert minds.chosen == ""
    assert minds.engine() is None
    assert minds.engine("none") is None


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("ollama", UsageProblem),
        ("ollama/", UsageProblem),
        ("nobody/x", NotFound),
        ("in-program/nothing", NotFound),
        ("in-program/silero-vad", UsageProblem),
        ("in-program/smollm2-135m", NotFound),
    ],
)
def test_a_name_that_leads_nowhere(minds: Minds, name: str, kind: type[Exception]) -> None:
    with pytest.raises(kind):
        minds.choose(name)
    assert minds.chosen == "", "what cannot be made is not chosen"


def test_a_choice_is_kept(minds: Minds, bench: Workbench) -> None:
    assert minds.choose("ollama/gemma4:e4b") == "ollama/gemma4:e4b"
    engine = Minds(bench).engine()
    assert engine is not None
    assert engine.name == "gemma4:e4b, Ollama"
    assert minds.choose("none") == ""


def test_one_of_the_users_own(minds: Minds) -> None:
    made = minds.add("groq", key="k")
    assert (made.base_url, made.hosted, made.own, made.key) == (
        "https://api.groq.com/openai/v1",
        True,
        True,
        True,
    )
    minds.choose("groq/x")
    minds.remove("groq")
    assert "groq" not in {mind.name for mind in minds.places()}
    assert minds.chosen == ""


def test_one_on_this_machine_needs_no_key(minds: Minds) -> None:
    made = minds.add("mine", url="http://127.0.0.1:5001/v1")
    assert (made.hosted, made.key) == (False, None)


@pytest.mark.parametrize(
    ("name", "url", "kind"),
    [
        ("nobody", "", UsageProblem),
        ("openai", "https://elsewhere.example/v1", Conflict),
        ("mine", "http://elsewhere.example/v1", UsageProblem),
        ("mine", "ftp://elsewhere.example", UsageProblem),
        ("a b", "https://elsewhere.example", UsageProblem),
        ("mine", "https://api.openai.com/v1", Conflict),
    ],
)
def test_what_cannot_be_added(minds: Minds, name: str, url: str, kind: type[Exception]) -> None:
    with pytest.raises(kind):
        minds.add(name, url=url)


def test_a_key_is_only_in_the_keychain(minds: Minds, tmp_path: Path) -> None:
    assert minds.add("openai", key="sk-canary").key
    assert not any(b"sk-canary" in p.read_bytes() for p in tmp_path.rglob("*") if p.is_file())
    minds.remove("openai")
    assert not next(m for m in minds.places() if m.name == "openai").key
    with pytest.raises(NotFound):
        minds.remove("openai")
