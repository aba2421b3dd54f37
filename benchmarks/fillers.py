"""Fillers: which words fill, what recognisers leave of a spoken `uh` or `um`, and what is heard in the sound.

    uv run python benchmarks/fillers.py [--data ../shared/data] [--recordings FOLDER] [--dry]

- text: telephone calls with marked fillers (`<data>/disfluency`), by word, as written and bare.
  Filled pauses are the words marked `{F …}`, discourse fillers those marked `{D …}` and `{E …}`. Baselines:
  the words uh and um; every `well`, `like`, `you know`, `i mean`, `so`, `actually`, `basically`.
- sound: recordings of tools/make_fillers.py. How many fillers come out as words of `transcribe`, how many are
  heard in the sound, and how many by either. The shipped net was fitted on these voices and on
  `<data>/speech`; for voices left out see tools/fit_filled_pauses.py. `<data>/speech`
  is real and fluent: whatever is found there is a false alarm.

Intervals are 95 % bootstraps over calls and over recordings.
"""

import json
import os
import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ledger
import models
from advice import DATA, Figure, f1, interval, show
from extrabrain.coach.fillers import spoken
from extrabrain.coach.place import is_sound
from extrabrain.coach.reading import read
from extrabrain.flows.transcribe import Transcriber
from extrabrain.sound.file import read_audio
from extrabrain.sound.filled_pauses import FilledPauses
from extrabrain.sound.vad import SileroVad
from extrabrain.words.engines import DEFAULT, VOICE_MODEL, load

PHRASES = re.compile(r"\b(?:well|like|you know|i mean|so|actually|basically)\b", re.IGNORECASE)
TIMED_ROUNDS = 50

Counts = tuple[int, int, int]
"""Hits, false alarms, misses."""


@dataclass(frozen=True)
class Said:
    """One word of a call: its span in the text and the mark over it (`F`, `D`, `E`, `C` or nothing)."""

    start: int
    end: int
    mark: str


@dataclass(frozen=True)
class Turn:
    text: str
    words: tuple[Said, ...]


def calls_of(path: Path) -> list[list[Turn]]:
    calls: list[list[Turn]] = [[]]
    for line in path.read_text().splitlines():
        if line.startswith("===="):
            calls.append([])
        elif (turn := turn_of(line)).words:
            calls[-1].append(turn)
    return [call for call in calls if call]


def turn_of(line: str) -> Turn:
    """Without speaker, noises, restarts and marks; the marks stay with their words."""
    line = re.sub(r"^[AB]\.\d+:", "", line)
    line = re.sub(r"<+[^<>]*>+", "", line)
    line = re.sub(r"\(\(|\)\)|[\[\]+#*]|-?/|--(?=\s|$)", " ", line)
    text, words, marks = "", list[Said](), list[str]()
    for piece in re.finditer(r"\{([A-Z])\s|\}|[^\s{}]+", line):
        found = re.match(r"\W*([\w'-]*\w)", piece.group())
        if piece.group().startswith("{"):
            marks.append(piece.group(1))
        elif piece.group() == "}":
            marks = marks[:-1]
        elif found is None:
            text = text.rstrip() + piece.group() + " " if piece.group() in ",.?!" and text else text
        else:
            at = len(text)
            text += piece.group() + " "
            words.append(Said(at + found.start(1), at + found.end(1), marks[-1] if marks else ""))
    return Turn(text.rstrip(), tuple(words))


def bare(turn: Turn) -> Turn:
    """As a recogniser without punctuation would write it."""
    text, words = "", list[Said]()
    for word in turn.words:
        at = len(text)
        text += turn.text[word.start : word.end].lower() + " "
        words.append(Said(at, len(text) - 1, word.mark))
    return Turn(text.rstrip(), tuple(words))


def ours(text: str) -> list[tuple[int, int]]:
    reading = read(text)
    spans = spoken(text, reading.row, frozenset(reading.first)).fillers
    return [(reading.row[s.first].start, reading.row[s.last].end) for s in spans]


def by_pattern(text: str) -> list[tuple[int, int]]:
    sounds = re.finditer(r"(?<!-)\b(?:uh|um)\b(?!-)", text, re.IGNORECASE)
    return [found.span() for found in (*sounds, *PHRASES.finditer(text))]


def count(
    call: Sequence[Turn], way: Callable[[str], list[tuple[int, int]]], marks: str, of_sounds: bool
) -> Counts:
    """By word: sounds are judged against `{F}`, other words against the rest of `marks`."""
    hits = wrong = missed = 0
    for turn in call:
        spans = way(turn.text)
        for word in turn.words:
            is_gold = word.mark in marks and word.mark != ""
            sounds = is_sound(turn.text[word.start : word.end]) or word.mark == "F"
            if sounds is not of_sounds:
                continue
            is_found = any(a < word.end and b > word.start for a, b in spans)
            hits += is_gold and is_found
            wrong += is_found and not is_gold
            missed += is_gold and not is_found
    return hits, wrong, missed


def on_text(calls: list[list[Turn]]) -> list[Figure]:
    def figure(some: Sequence[Counts]) -> float:
        return f1(*(sum(c[i] for c in some) for i in range(3)))

    figures: list[Figure] = []
    for name, marks, of_sounds in (("filled pauses", "F", True), ("discourse fillers", "DE", False)):
        for how, shape in (("as written", list[Turn]), ("bare", lambda call: [bare(t) for t in call])):
            shaped = [shape(call) for call in calls]
            mine = [count(call, ours, marks, of_sounds) for call in shaped]
            plain = [count(call, by_pattern, marks, of_sounds) for call in shaped]
            figures.append((f"{name}, {how}, F1", figure(mine), interval(mine, figure), figure(plain)))
    return figures


def on_sound(folder: Path, transcriber: Transcriber) -> list[Figure]:
    """Shares of the fillers said; the baseline of each is what transcription alone keeps."""
    rows: list[tuple[int, int, int, int, int]] = []
    for entry in json.loads((folder / "references.json").read_text()):
        heard = transcriber.transcribe(folder / entry["file"])
        times = [(f["start_ms"], f["end_ms"]) for f in entry["fillers"]]
        words = [word.text.strip(" ,.?!") for segment in heard.segments for word in segment.words]
        written = min(len(times), sum(map(is_sound, words)))
        inside = [[t for t in times if overlaps(span, t)] for span in heard.filled_pauses]
        found = {t for hits in inside for t in hits}
        either = min(len(times), max(written, len(found)))
        rows.append((len(times), written, len(found), sum(not hits for hits in inside), either))

    def share(part: int) -> Callable[[Sequence[tuple[int, ...]]], float]:
        return lambda some: sum(r[part] for r in some) / max(1, sum(r[0] for r in some))

    def precision(some: Sequence[tuple[int, ...]]) -> float:
        return sum(r[2] for r in some) / max(1, sum(r[2] + r[3] for r in some))

    kept = share(1)(rows)
    return [
        ("come out as words", kept, interval(rows, share(1)), None),
        ("heard in the sound", share(2)(rows), interval(rows, share(2)), kept),
        ("heard in the sound, precision", precision(rows), interval(rows, precision), None),
        ("counted in the end, at least", share(4)(rows), interval(rows, share(4)), kept),
    ]


def overlaps(span: tuple[int, int], filler: tuple[int, int]) -> bool:
    """At least half of what was found lies in the filler."""
    return min(span[1], filler[1]) - max(span[0], filler[0]) >= (span[1] - span[0]) / 2


def alarms_per_minute(folder: Path) -> tuple[float, float]:
    """False alarms in fluent real speech, and the detector's share of real time on one core."""
    found, length_ms, cost_s = 0, 0, 0.0
    for entry in json.loads((folder / "references.json").read_text()):
        chunks = list(read_audio(folder / entry["file"], lambda _: None))
        machine, began = FilledPauses(), time.process_time()
        found += len([p for chunk in chunks for p in machine.push(chunk.pcm)] + machine.flush())
        cost_s += time.process_time() - began
        length_ms += chunks[-1].end_ms
    return found * 60_000 / length_ms, cost_s * 1000 / length_ms


def text_cost_ms(calls: list[list[Turn]]) -> float:
    """Of finding the fillers in 200 words that were read already."""
    text = " ".join(" ".join(turn.text for turn in calls[0]).split()[:200])
    reading = read(text)
    starts = frozenset(reading.first)
    began = time.process_time()
    for _ in range(TIMED_ROUNDS):
        spoken(text, reading.row, starts)
    return (time.process_time() - began) * 1000 / TIMED_ROUNDS


def main() -> None:
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    parser = models.arguments("fillers in text and in sound", data=False)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--recordings", type=Path, help="what tools/make_fillers.py made")
    given = parser.parse_args()
    numbers: dict[str, Any] = {}
    path = given.data / "disfluency" / "switchboard_dev12.txt"
    if path.exists():
        calls = calls_of(path)
        numbers["text"] = show(f"Text: {len(calls)} telephone calls", on_text(calls))
        numbers["text, ms for 200 words"] = text_cost_ms(calls)
        print(f"  {numbers['text, ms for 200 words']:.2f} ms for 200 words (target 2)")
    if (given.data / "speech").exists():
        alarms, cost = alarms_per_minute(given.data / "speech")
        numbers |= {"fluent speech, false alarms a minute": alarms, "share of real time": cost}
        print(f"\nFluent real speech: {alarms:.1f} false alarms a minute; {cost:.2%} of real time")
    if given.recordings is not None:
        held = models.weights(given.models)
        vad = SileroVad(held.path(VOICE_MODEL) / "silero_vad.onnx")
        transcriber = Transcriber(vad, load(DEFAULT, held.path))
        title = "Sound: synthetic voices, seen in fitting"
        numbers["sound"] = show(title, on_sound(given.recordings, transcriber))
    if not given.dry:
        ledger.append("fillers", numbers)


if __name__ == "__main__":
    main()
