"""Hosted speech through a real door and a real broker, against a fake of the live API."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from fake_deepgram import SAYS, FakeDeepgram

from extrabrain.core.errors import NotHeard
from extrabrain.guard.charter import Charter
from extrabrain.guard.door import Door
from extrabrain.guard.keeper import Keeper
from extrabrain.guard.ledger_read import entries
from extrabrain.guard.policy import Policy
from extrabrain.guard.policy_file import PolicyFile
from extrabrain.guard.providers import Provider
from extrabrain.words import deepgram
from extrabrain.words.deepgram import Deepgram
from extrabrain.words.engines import load

SOUND = np.random.default_rng(3).standard_normal(16_000 * 3).astype(np.float32) * 0.1
THREE_SECONDS = " ".join(SAYS[:6])


@pytest.fixture
def fake() -> Iterator[FakeDeepgram]:
    made = FakeDeepgram()
    yield made
    made.close()


@pytest.fixture
def charter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Charter:
    monkeypatch.setenv("EXTRABRAIN_KEYCHAIN", "off")
    return Charter(tmp_path / "home", tmp_path / "key")


@pytest.fixture
def engine(fake: FakeDeepgram, charter: Charter) -> Iterator[Deepgram]:
    keeper = Keeper(charter)
    PolicyFile(charter.policy).write(Policy(own=(Provider("fake", "Fake", fake.url),)))
    door = Door(keeper)
    made = load(
        "deepgram",
        Path,
        lambda target: door.talk(f"{fake.url}{target}", "local-model", ("audio",), wait_s=5),
    )
    assert isinstance(made, Deepgram)
    yield made
    door.close()
    keeper.close()


def test_a_whole_slice_with_word_times_and_fillers(engine: Deepgram, fake: FakeDeepgram) -> None:
    heard = engine.hear(SOUND)
    assert heard.text == THREE_SECONDS and "um," in heard.text
    assert [w.text for w in heard.words] == heard.text.split()
    assert (heard.words[1].start_ms, heard.words[1].end_ms) == (500, 900)
    assert bytes(fake.heard[0]) == deepgram.pcm_of(SOUND)


def test_what_is_asked_for(engine: Deepgram, fake: FakeDeepgram) -> None:
    engine.hear(SOUND)
    path, headers = fake.asked[0]
    assert path == f"/v1/listen?{deepgram.QUERY}"
    assert "filler_words=true" in path and "mip_opt_out=true" in path
    assert set(map(str.lower, headers)) == {
        "host",
        "upgrade",
        "connection",
        "sec-websocket-key",
        "sec-websocket-version",
        "user-agent",
    }


def test_piece_by_piece_each_sound_goes_once(engine: Deepgram, fake: FakeDeepgram) -> None:
    ear = engine.listen()
    texts = [ear.push(SOUND[at : at + 8_000]).text for at in range(0, len(SOUND), 8_000)]
    assert ear.finish().text == THREE_SECONDS
    assert all(THREE_SECONDS.startswith(text) for text in texts)
    assert len(fake.asked) == 1
    assert bytes(fake.heard[0]) == deepgram.pcm_of(SOUND)


def test_all_that_passes_is_in_the_ledger(engine: Deepgram, fake: FakeDeepgram, charter: Charter) -> None:
    engine.hear(SOUND)
    for _ in range(200):
        told = [line.entry for line in entries(charter.ledger)]
        if len(told) == 2:
            break
    asked, answered = told
    assert (asked.step, asked.carries) == ("asked", ("audio",))
    assert (answered.step, answered.status) == ("answered", 101)
    assert answered.bytes_out > len(deepgram.pcm_of(SOUND)) and answered.bytes_in > len(THREE_SECONDS)


@pytest.mark.parametrize(
    ("fault", "what", "next_step", "lasts"),
    [
        ("wrong-key", "refused the key", "Give it again", True),
        ("no-credit", "no credit", "Add credit", True),
        ("limited", "too many requests", "in 7 seconds", False),
        ("broken", "fault of its own", "recording is kept", False),
        ("unknown", "refused the sound", "recording is kept", True),
        ("cut", "broke off", "recording is kept", False),
        ("malformed", "no transcript", "another speech engine", False),
    ],
)
def test_faults_say_what_to_do_and_it_works_again_after(
    engine: Deepgram, fake: FakeDeepgram, fault: str, what: str, next_step: str, lasts: bool
) -> None:
    fake.fault = fault
    with pytest.raises(NotHeard, match=what) as caught:
        engine.hear(SOUND)
    assert next_step in caught.value.next_step
    assert caught.value.lasts == lasts
    assert caught.value.wait_s == (7 if fault == "limited" else None)
    fake.fault = ""
    assert engine.hear(SOUND).text == THREE_SECONDS


def test_a_slow_one_is_waited_for(engine: Deepgram, fake: FakeDeepgram) -> None:
    fake.fault = "slow"
    assert engine.hear(SOUND).text == THREE_SECONDS


def test_one_that_never_ends_is_given_up(
    engine: Deepgram, fake: FakeDeepgram, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deepgram, "LAST_WORDS_S", 0.2)
    fake.fault = "never"
    with pytest.raises(NotHeard, match="did not finish in time"):
        engine.hear(SOUND)
    fake.hung_up.set()


def test_nobody_is_there(engine: Deepgram, fake: FakeDeepgram) -> None:
    fake.close()
    with pytest.raises(NotHeard, match="cannot be reached") as caught:
        engine.hear(SOUND)
    assert "network" in caught.value.next_step and not caught.value.lasts


def test_an_ear_that_heard_nothing_has_asked_nobody(engine: Deepgram, fake: FakeDeepgram) -> None:
    ear = engine.listen()
    assert ear.finish().text == ""
    ear.close()
    assert fake.asked == []
