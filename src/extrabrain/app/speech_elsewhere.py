"""A speech engine at a provider: whether it may hear, what it would be sent, and the way to it."""

from hashlib import sha256
from typing import TYPE_CHECKING

from extrabrain.app.first_send import Agreed, NotShown, Preview
from extrabrain.core.egress import Category
from extrabrain.core.errors import NotAuthenticated, Problem
from extrabrain.guard.failures import Refused, Shown, failure
from extrabrain.guard.policy import Allowed
from extrabrain.guard.provider_keys import ProviderKeys
from extrabrain.guard.providers import HOSTED, Provider
from extrabrain.words.deepgram import QUERY, Dial

if TYPE_CHECKING:
    from extrabrain.app.build import Workbench
    from extrabrain.guard.talk import Talk

AUDIO: tuple[Category, ...] = ("audio",)
WAIT_S = 15.0
"""How long a conversation may be silent: longer than any pause within a turn."""

AND_THEN = """\
(and then, while you speak, the sound of each of your turns: 32 kB a second,
from shortly before its first word to shortly after its last; nothing between)
"""


def hindrance(bench: "Workbench") -> Problem | None:
    """Why the provider may not hear: `Refused` where the policy says no, `NotAuthenticated` without a key."""
    policy, place = bench.consent.policy(), _place(bench)
    if policy.posture == "local":
        return failure("posture-local", place.origin)
    if Allowed("audio", place.name) not in policy.rows:
        return Refused(
            f"You have not allowed {place.title} to hear you.",
            next_step=f"Allow audio in Privacy, or: extrabrain guard allow audio {place.name}",
            reason="not-allowed",
        )
    if place in HOSTED and not _has_key(place):
        return NotAuthenticated(
            f"There is no key for {place.title}.",
            next_step=f"Give it in Settings, or: extrabrain providers add {place.name} --key",
        )
    return None


def need_consent(bench: "Workbench", agreed: Agreed | None = None) -> None:
    """Raises the `hindrance`, and `NotShown` until the user has seen what would be sent and `agreed`. That
    holds until it is taken back: nobody is asked at every turn."""
    problem, place = hindrance(bench), _place(bench)
    if problem is not None:
        raise problem
    if "audio" in bench.consent.agreed(place.name):
        return
    preview = _preview(bench, place)
    if agreed is None or agreed.shown not in (None, preview.shown):
        raise NotShown(preview)
    bench.consent.agree(AUDIO, place.name, "as-is", remember=True)


def dial_of(bench: "Workbench") -> Dial:
    """The way to the provider of speech, through the door; each conversation is judged anew."""
    door, place = bench.door, _place(bench)

    def dial(target: str) -> "Talk":
        return door.talk(f"{place.origin}{target}", "provider", AUDIO, wait_s=WAIT_S)

    return dial


def _has_key(place: Provider) -> bool:
    try:
        return ProviderKeys().read(place.name) is not None
    except Problem:
        return False


def _place(bench: "Workbench") -> Provider:
    return bench.consent.policy().provider(bench.settings.speech_provider)


def _preview(bench: "Workbench", place: Provider) -> Preview:
    """The request that begins a turn, to the byte, and what follows it; sound cannot be blanked."""
    try:
        url = f"{place.origin}/v1/listen?{QUERY}"
        bench.door.looking().talk(url, "provider", AUDIO, wait_s=WAIT_S).close()
        raise AssertionError("a door that only looks opens nothing")
    except Shown as shown:
        head = shown.sent.decode("latin-1")
    shown_once = "\0".join((place.name, place.origin, QUERY))
    return Preview(
        provider=place.name,
        title=place.title,
        destination=place.origin.partition("://")[2],
        kinds=AUDIO,
        bytes=head + AND_THEN,
        size=len(head),
        redacted=head + AND_THEN,
        redacted_size=len(head),
        found=(),
        shown=sha256(shown_once.encode()).hexdigest(),
    )
