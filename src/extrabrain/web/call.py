"""One HTTP call in the table of the wire."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Query:
    """One parameter after the `?`. `among`: the values it may have."""

    name: str
    says: str
    required: bool = True
    among: tuple[str, ...] = ()
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class Call:
    """`answer` is the type of the envelope's `data`, or, with `media`, the call answers with a file.

    `first` is the type of an answer 428: what the user is to see and answer before it is done.

    `body` is the type of the JSON that is sent, or a media type where it is a file.
    """

    method: str
    path: str
    says: str
    answer: Any = None
    query: tuple[Query, ...] = ()
    body: type | str | None = None
    media: tuple[str, ...] = ()
    first: Any = None
