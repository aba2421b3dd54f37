"""A transcript is a fold over segments: the highest revision per channel and turn, in order of time."""

from collections.abc import Iterable
from dataclasses import dataclass

from extrabrain.core.speech import Segment, Word


@dataclass(frozen=True, slots=True)
class Transcript:
    """`segments` in order of start time."""

    segments: tuple[Segment, ...] = ()

    @property
    def text(self) -> str:
        return " ".join(s.text for s in self.segments if s.text)

    @property
    def words(self) -> tuple[Word, ...]:
        return tuple(word for s in self.segments for word in s.words)

    def heard(self, segment: Segment) -> "Transcript":
        """This transcript with `segment` in the place of older revisions of its turn."""
        kept: list[Segment] = []
        for old in self.segments:
            if (old.channel, old.turn) != (segment.channel, segment.turn):
                kept.append(old)
            elif old.revision > segment.revision:
                return self
        kept.append(segment)
        kept.sort(key=lambda s: (s.start_ms, s.channel, s.turn))
        return Transcript(tuple(kept))


def fold(segments: Iterable[Segment]) -> Transcript:
    transcript = Transcript()
    for segment in segments:
        transcript = transcript.heard(segment)
    return transcript
