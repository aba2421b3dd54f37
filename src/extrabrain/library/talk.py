"""What was said, by whom: the common shape of captions and transcripts."""

from collections.abc import Iterable
from dataclasses import dataclass

from extrabrain.library.reading import Reading


@dataclass(frozen=True, slots=True)
class Said:
    speaker: str
    text: str


def talk(said: Iterable[Said], title: str, *, written_at: str | None = None) -> Reading:
    """A line for each turn, `Speaker: words`; what one speaker says in a row is one turn.

    A caption that repeats the end of the one before, as rolling captions do, is said once.
    """
    turns: list[Said] = []
    before = ""
    for one in said:
        text = " ".join(one.text.split())
        if not text or text == before:
            continue
        fresh = text[len(before) :].strip() if before and text.startswith(before) else text
        before = text
        last = turns[-1] if turns else None
        if last is not None and last.speaker == one.speaker and len(last.text) < 1_200:
            turns[-1] = Said(one.speaker, f"{last.text} {fresh}")
        elif fresh:
            turns.append(Said(one.speaker, fresh))
    lines = [f"{turn.speaker}: {turn.text}" if turn.speaker else turn.text for turn in turns]
    return Reading("\n".join(lines), title, kind="transcript", written_at=written_at)
