"""Deepgram, live: sound goes to it as it is spoken, words come back. Not on this machine.

One conversation a turn, opened with its first sound and closed with its last, so that nothing is sent while
nobody speaks. Filler words are asked for, since a coach wants them; that Deepgram learn from it is declined.
"""

import json
from collections.abc import Callable
from typing import Any, cast

import numpy as np

from extrabrain.core.errors import NotHeard
from extrabrain.core.speech import Word
from extrabrain.guard.failures import Answered, Unreachable
from extrabrain.guard.talk import Ended, Talk
from extrabrain.words.engine import Heard, Samples

TITLE = "Deepgram"
QUERY = (
    "model=nova-3&language=en&encoding=linear16&sample_rate=16000&channels=1"
    "&interim_results=true&punctuate=true&filler_words=true&mip_opt_out=true"
)
PIECE_SAMPLES = 8_000
"""Half a second: a turn that is given whole goes in pieces of this size."""

LAST_WORDS_S = 10.0
"""How long the last words of a turn may take after its last sound."""

MOST_SAID = 100_000
"""Characters of one turn; more is no speech."""

Dial = Callable[[str], Talk]
"""Opens a conversation for a path with its query."""


class Deepgram:
    """`dial` leads through the door. Any number of turns at once."""

    def __init__(self, name: str, dial: Dial) -> None:
        self.name = name
        self._dial = dial

    def listen(self) -> "DeepgramEar":
        return DeepgramEar(self._dial)

    def hear(self, samples: Samples) -> Heard:
        ear = self.listen()
        try:
            ear.push(samples)
            return ear.finish()
        finally:
            ear.close()


class DeepgramEar:
    """An `Ear` on one conversation. `NotHeard` says what went wrong; the ear is then of no more use."""

    def __init__(self, dial: Dial) -> None:
        self._dial = dial
        self._talk: Talk | None = None
        self._sure: list[Word] = []
        self._likely: list[Word] = []

    def push(self, samples: Samples) -> Heard:
        try:
            for at in range(0, len(samples), PIECE_SAMPLES):
                self._open().say(pcm_of(samples[at : at + PIECE_SAMPLES]))
            while self._talk is not None and (message := self._talk.hear(0)) is not None:
                self._take(message)
        except Ended:
            raise _broke_off() from None
        except (Answered, Unreachable) as problem:
            raise not_heard(problem) from problem
        return _heard([*self._sure, *self._likely])

    def finish(self) -> Heard:
        if self._talk is None:
            return Heard("")
        try:
            self._talk.say('{"type": "CloseStream"}')
            while (message := self._talk.hear(LAST_WORDS_S)) is not None:
                if self._take(message):
                    return _heard(self._sure)
        except Ended:
            return _heard(self._sure)
        except (Answered, Unreachable) as problem:
            raise not_heard(problem) from problem
        finally:
            self.close()
        raise NotHeard(f"{TITLE} did not finish in time.", next_step=_AGAIN)

    def close(self) -> None:
        talk, self._talk = self._talk, None
        if talk is not None:
            talk.close()

    def _open(self) -> Talk:
        if self._talk is None:
            self._talk = self._dial(f"/v1/listen?{QUERY}")
        return self._talk

    def _take(self, message: str) -> bool:
        """Whether it was the last one: `Metadata` comes after all words."""
        try:
            told = _object(json.loads(message))
            if told.get("type") == "Results":
                words = _words(told)
                if told.get("is_final"):
                    self._sure += words
                    words = []
                self._likely = words
            if sum(len(word.text) for word in self._sure) > MOST_SAID:
                raise ValueError("too much")
        except (ValueError, TypeError, KeyError, IndexError) as error:
            raise NotHeard(
                f"{TITLE} sent something that is no transcript.",
                next_step="Try again, or choose another speech engine in Settings.",
            ) from error
        return told.get("type") == "Metadata"


def pcm_of(samples: Samples) -> bytes:
    """As it goes over the wire: mono s16le."""
    return (np.clip(samples, -1, 1) * np.float32(32767)).astype("<i2").tobytes()


_AGAIN = "The recording is kept. Try again, or choose another speech engine in Settings."


def not_heard(problem: Answered | Unreachable) -> NotHeard:
    """What an answer other than words means for a person."""
    if isinstance(problem, Unreachable):
        return NotHeard(problem.what, next_step=f"{problem.next_step} The recording is kept.")
    status, told = problem.status, problem.told
    if status == 402 or "PAYMENT" in told.upper() or "credit" in told.lower():
        return NotHeard(
            f"The account at {TITLE} has no credit left.",
            next_step="Add credit there, or choose another speech engine in Settings.",
            lasts=True,
        )
    if status in (401, 403):
        return NotHeard(
            f"{TITLE} refused the key.",
            next_step="Give it again in Settings, or: extrabrain providers add deepgram --key",
            lasts=True,
        )
    if status == 429:
        wait_s = problem.wait_s
        when = f"in {wait_s:.0f} seconds" if wait_s else "in a minute"
        return NotHeard(f"{TITLE} has had too many requests.", next_step=f"Try again {when}.", wait_s=wait_s)
    if status >= 500:
        return NotHeard(f"{TITLE} has a fault of its own ({status}).", next_step=_AGAIN)
    return NotHeard(f"{TITLE} refused the sound ({status}).", next_step=_AGAIN, lasts=True)


def _broke_off() -> NotHeard:
    return NotHeard(f"{TITLE} broke off in the middle of a turn.", next_step=_AGAIN)


def _words(told: dict[str, Any]) -> list[Word]:
    found: list[Word] = []
    for each in _object(told["channel"])["alternatives"][0].get("words") or ():
        word = _object(each)
        text = "".join(str(word.get("punctuated_word") or word["word"]).split())
        start_ms = round(float(word["start"]) * 1000)
        if text:
            found.append(Word(text, start_ms, max(start_ms, round(float(word["end"]) * 1000)), False))
    return found


def _heard(words: list[Word]) -> Heard:
    return Heard(" ".join(word.text for word in words), tuple(words))


def _object(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ValueError("not an object")
    return cast("dict[str, Any]", value)
