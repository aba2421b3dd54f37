"""What a server of models means when it will not answer, as problems that a person can act on.

WrongKey       the key is none, or no longer one
NoCredit       the account is empty
RateLimited    too many requests; `wait_s` says for how long
TooLong        more than the model can read
Declined       the model, or its owner, will not answer this
"""

import re
from collections.abc import Mapping

from extrabrain.core.errors import NotAuthenticated, NotFound, Problem, UsageProblem


class WrongKey(NotAuthenticated):
    pass


class NoCredit(Problem):
    pass


class RateLimited(Problem):
    """`wait_s` is none where the server did not say."""

    def __init__(self, what: str, *, wait_s: float | None, next_step: str = "") -> None:
        super().__init__(what, next_step=next_step)
        self.wait_s = wait_s


class TooLong(UsageProblem):
    pass


class Declined(Problem):
    pass


_CREDIT = re.compile(r"credit|quota|billing|insufficient|balance|payment", re.I)
_LENGTH = re.compile(r"context|too (?:long|large|many tokens)|maximum.*tokens|prompt is too", re.I)
_DECLINED = re.compile(r"content.?(?:policy|filter|management)|safety|flagged|moderation", re.I)


def refusal(engine: str, status: int, told: str, headers: Mapping[str, str]) -> Problem:
    """`told` is the body of the answer, or what is known of it; `headers` have lower-case names."""
    if status in (401, 403):
        if _CREDIT.search(told):
            return _no_credit(engine)
        return WrongKey(
            f"{engine} refused the key.",
            next_step="Give it again: extrabrain providers add, or in the settings.",
        )
    if status == 402 or (status in (400, 429) and _CREDIT.search(told) and "per minute" not in told.lower()):
        return _no_credit(engine)
    if status == 429:
        wait_s = _wait_s(headers)
        when = f"in {wait_s:.0f} seconds" if wait_s else "in a minute"
        return RateLimited(
            f"{engine} has had too many requests.", wait_s=wait_s, next_step=f"Try again {when}."
        )
    if status == 413 or (status == 400 and _LENGTH.search(told)):
        return TooLong(
            f"That is more than {engine} can read at once.", next_step="Choose fewer or shorter materials."
        )
    if status == 400 and _DECLINED.search(told):
        return declined(engine)
    if status == 404:
        return NotFound(
            f"{engine} does not know this model.",
            next_step="See which there are: extrabrain providers models",
        )
    if status >= 500:
        return Problem(f"{engine} has a fault of its own ({status}).", next_step="Try again in a while.")
    return Problem(
        f"{engine} refused the request ({status}): {_short(told)}", next_step="Try another model or engine."
    )


def declined(engine: str) -> Declined:
    return Declined(
        f"{engine} declined to answer.", next_step="Word it differently, or choose another engine."
    )


def broke_off(engine: str) -> Problem:
    return Problem(
        f"{engine} broke off in the middle of its answer.", next_step="Try again, or choose another engine."
    )


def gone(engine: str, why: str) -> Problem:
    """For a server of this machine that does not answer."""
    return Problem(
        f"{engine} does not answer on this machine: {why}",
        next_step="Start it and try again, or choose another engine: extrabrain providers detect",
    )


def garbled(engine: str) -> Problem:
    return Problem(
        f"{engine} sent something that is no answer.",
        next_step="Check that the address is that of a model server, or choose another engine.",
    )


def _no_credit(engine: str) -> NoCredit:
    return NoCredit(
        f"The account at {engine} has no credit left.",
        next_step="Add credit there, or choose another engine.",
    )


def _wait_s(headers: Mapping[str, str]) -> float | None:
    given = headers.get("retry-after", "")
    return float(given) if re.fullmatch(r"\d+(?:\.\d+)?", given) else None


def _short(told: str) -> str:
    return " ".join(told.split())[:200]
