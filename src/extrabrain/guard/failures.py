"""What can go wrong at the door, as problems that a person can act on.

Refused       the policy says no; nothing was sent
Unreachable   no connection, a broken one, or none in time; worth another try
Answered      the other side answered with an error; `status` says which
Shown         nothing was sent: the door only showed what would have been
"""

from extrabrain.core.errors import Problem


class Refused(Problem):
    """`reason` is one of `core.egress.Reason`, for programs."""

    def __init__(self, what: str, *, next_step: str = "", reason: str = "") -> None:
        super().__init__(what, next_step=next_step)
        self.reason = reason


class Unreachable(Problem):
    pass


class Answered(Problem):
    """`status` is the HTTP status of the answer, `told` its body where it was read, `wait_s` how long it asks
    to wait, if it does."""

    def __init__(
        self, what: str, *, status: int, next_step: str = "", told: str = "", wait_s: float | None = None
    ) -> None:
        super().__init__(what, next_step=next_step)
        self.status = status
        self.told = told
        self.wait_s = wait_s


class Shown(Problem):
    """`sent` is the whole request, to the byte, with the key left out."""

    def __init__(self, sent: bytes) -> None:
        super().__init__("This only shows what would be sent.")
        self.sent = sent


_REFUSED = {
    "posture-local": (
        "The posture is local, so nothing is sent to {where}.",
        "If you want that, choose hybrid: extrabrain posture hybrid",
    ),
    "not-listed": (
        "{where} is not a place that this app may speak to.",
        "If it is your own package mirror, name it in EXTRABRAIN_PYPI.",
    ),
    "not-allowed": (
        "You have not allowed {where} all that this request carries.",
        "See what it would get, then allow it: extrabrain guard allow CATEGORY PROVIDER",
    ),
    "no-category": (
        "A request to {where} did not say what it carries, so it was not sent.",
        "Please report this: it is a mistake of ours.",
    ),
    "carries-with-models": (
        "Personal data must not go with a request for model files.",
        "Please report this: it is a mistake of ours.",
    ),
    "no-such-purpose": ("There is no rule for what this request to {where} is for.", ""),
    "redirect": (
        "{where} wants to send this request on to another address; it was not followed.",
        "If the address of the provider has changed, correct it in the settings.",
    ),
    "private-address": (
        "The name of {where} leads to an address inside your own network, so it was not called.",
        "Check the network's name service; if it is your own mirror, name it in EXTRABRAIN_PYPI.",
    ),
    "no-ledger": (
        "The ledger could not be written, and what it does not have is not sent.",
        "Make room on the disk and see `extrabrain guard verify`.",
    ),
    "too-large": ("The request to {where} is larger than what is ever sent.", ""),
    "malformed": ("The broker did not understand the request.", "Restart extrabrain."),
}

_AGAIN = "Check the network connection and try again."
_UNREACHABLE = {
    "no-name": ("{where} cannot be reached: its name was not found.", _AGAIN),
    "no-connection": ("{where} cannot be reached.", _AGAIN),
    "timeout": ("{where} did not answer in time.", _AGAIN),
    "no-trust": (
        "The certificate of {where} is not trusted by this machine.",
        "If your network has its own certificate authority, name its file in SSL_CERT_FILE.",
    ),
}


def failure(reason: str, where: str) -> Problem:
    """What the broker's `reason` means for a person; `where` is an origin or a name."""
    shown = where.partition("://")[2] or where
    shown = shown.removesuffix(":443")
    if reason in _REFUSED:
        what, next_step = _REFUSED[reason]
        return Refused(what.format(where=shown), next_step=next_step, reason=reason)
    what, next_step = _UNREACHABLE.get(reason, ("The connection to {where} broke off.", _AGAIN))
    return Unreachable(what.format(where=shown), next_step=next_step)
