"""What is read in a picture: lines of text in reading order, each with the place where it stands."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Box:
    """Pixels of the picture as it was given: `[left, right)` and `[top, bottom)`."""

    left: int
    top: int
    right: int
    bottom: int


@dataclass(frozen=True, slots=True)
class PictureLine:
    """A line of one column. `score` 0–1 is how sure the reader is of its letters."""

    text: str
    box: Box
    score: float


@dataclass(frozen=True, slots=True)
class PictureText:
    """`blocks` lists, for each stretch of lines that belong together, how many lines it has."""

    width: int
    height: int
    lines: tuple[PictureLine, ...]
    blocks: tuple[int, ...]

    @property
    def text(self) -> str:
        """Lines under each other, an empty line between blocks."""
        made: list[str] = []
        at = 0
        for size in self.blocks:
            made.append("\n".join(line.text for line in self.lines[at : at + size]))
            at += size
        return "\n\n".join(made)
