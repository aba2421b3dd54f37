"""The user's answer to what was shown before the first send of a kind."""

from extrabrain.app.first_send import Agreed
from extrabrain.core.codec import from_plain
from extrabrain.core.errors import UsageProblem
from extrabrain.web.shapes import AgreedWish

ASKED_FIRST = 428
"""The user is to see what would be sent, and say how."""


def agreed_of(given: object) -> Agreed | None:
    """None where no answer was given; `UsageProblem` where it is none."""
    if given is None:
        return None
    try:
        wish = from_plain(AgreedWish, given)
    except ValueError as error:
        raise UsageProblem(
            "That is no answer to what was shown.",
            next_step="Send how (as-is or redacted), remember, and shown as it was given.",
        ) from error
    return Agreed(wish.how, wish.remember, wish.shown)
