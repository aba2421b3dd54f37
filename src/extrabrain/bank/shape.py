"""The shape of a question pack file, as pydantic models: the source of the JSON schema for authors."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=600)]
Prose = Annotated[str, StringConstraints(strip_whitespace=True, max_length=6000)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class StudyEntry(_Strict):
    """A primary source: exact title, first authors, year."""

    title: Line
    authors: Line
    year: int = Field(ge=1900, le=2100)
    why: str = ""


class QuestionEntry(_Strict):
    """One question. `pattern` follows from `kind` where it is left out."""

    id: Id
    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=10, max_length=1000)]
    kind: Literal["technical", "behavioural", "scenario"]
    pattern: Literal["star", "scaling", "explain"] | None = None
    topics: list[Id] = Field(default_factory=list, max_length=8)
    difficulty: int = Field(default=2, ge=1, le=3)
    tests: str = Field(default="", description="One sentence: what an interviewer learns from it.")
    key_points: list[Line] = Field(
        default_factory=list,
        max_length=12,
        description="Statements that a full answer makes, each checkable alone; 4 to 8 read best.",
    )
    follow_ups: list[Line] = Field(default_factory=list, max_length=12)
    strong: Prose = ""
    weak: Prose = ""
    weak_because: str = ""
    study: list[StudyEntry] = Field(default=[], max_length=12)


class PackFile(_Strict):
    """A pack: a YAML file with a head and a list of questions."""

    pack: Id
    title: Line
    version: int = Field(ge=1)
    language: str = Field(default="en", pattern=r"^[a-z]{2}(-[A-Z]{2})?$")
    license: str = ""
    authors: list[str] = Field(default_factory=list)
    questions: list[QuestionEntry] = Field(min_length=1, max_length=2000)
