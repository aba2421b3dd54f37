"""Nothing of a kind goes to a provider before the user has seen, to the byte, what that would be.

A kind is a category of data and a provider. The user lets it go as it is or with what looks personal blanked,
once or from then on; each is noted in the ledger. What the policy refuses anyway is not asked about.
"""

import re
from collections import OrderedDict
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass, replace
from hashlib import sha256

from anyio import to_thread

from extrabrain.advice.provider import Provider
from extrabrain.app.consent import Consent
from extrabrain.core.advice import Prompt, Usage
from extrabrain.core.egress import Category
from extrabrain.core.errors import Conflict
from extrabrain.guard.agreed_file import How
from extrabrain.guard.failures import Shown
from extrabrain.guard.policy import Allowed
from extrabrain.guard.providers import Provider as Place
from extrabrain.guard.redact.find import Found, find, redact

MOST_HELD = 8
_MARK = re.compile(r"==[0-9a-f]{12}==")
"""The mark of a fence, drawn anew for every prompt: the one thing in which two of the same wish differ."""


@dataclass(frozen=True, slots=True)
class Agreed:
    """The user's answer. `shown` names the preview that it answers; none where the user said so unseen, as
    with `--yes`."""

    how: How
    remember: bool = False
    shown: str | None = None


@dataclass(frozen=True, slots=True)
class Preview:
    """What a first send would be: `kinds` are those that were not agreed to yet, `bytes` the whole request as
    it would leave, the key left out, `redacted` the same with blanks in place of what was `found`."""

    provider: str
    title: str
    destination: str
    kinds: tuple[Category, ...]
    bytes: str
    size: int
    redacted: str
    redacted_size: int
    found: tuple[Found, ...]
    shown: str


class NotShown(Conflict):
    """Asked first; nothing was sent."""

    def __init__(self, preview: Preview) -> None:
        kinds = " and ".join(preview.kinds)
        super().__init__(
            f"This would be the first time that {kinds} goes to {preview.title}, so it was not sent yet.",
            next_step="Look at what would be sent, then say how: as it is, redacted, or not at all.",
        )
        self.preview = preview


class Held:
    """The prompts that were shown last, so that what is sent is what was seen."""

    def __init__(self) -> None:
        self._prompts: OrderedDict[str, Prompt] = OrderedDict()

    def keep(self, shown: str, prompt: Prompt) -> None:
        self._prompts[shown] = prompt
        while len(self._prompts) > MOST_HELD:
            self._prompts.popitem(last=False)

    def take(self, shown: str, prompt: Prompt) -> Prompt:
        return self._prompts.pop(shown, prompt)


class FirstSend:
    """An engine elsewhere, as any other; `looking` is the same engine behind a door that only shows."""

    def __init__(
        self,
        engine: Provider,
        looking: Provider,
        place: Place,
        consent: Consent,
        held: Held,
        agreed: Agreed | None = None,
    ) -> None:
        self.name = engine.name
        self.context_tokens = engine.context_tokens
        self._engine = engine
        self._looking = looking
        self._place = place
        self._consent = consent
        self._held = held
        self._agreed = agreed

    @property
    def plain(self) -> Provider:
        """The engine itself, for a request that carries nothing of the user's."""
        return self._engine

    async def check(self, prompt: Prompt) -> None:
        """`NotShown` where the user is to be asked first."""
        kinds = await to_thread.run_sync(self._unseen, prompt)
        if kinds and not self._answers(prompt):
            preview = await self._preview(prompt, kinds)
            self._held.keep(preview.shown, prompt)
            raise NotShown(preview)

    async def stream(self, prompt: Prompt) -> AsyncGenerator[str | Usage]:
        await self.check(prompt)
        sent = await to_thread.run_sync(self._settled, prompt)
        async with aclosing(self._engine.stream(sent)) as pieces:
            async for piece in pieces:
                yield piece

    def _unseen(self, prompt: Prompt) -> tuple[Category, ...]:
        """The kinds in it that were never agreed to; none where the policy refuses it anyway."""
        policy, name = self._consent.policy(), self._place.name
        rows = {Allowed(category, name) for category in prompt.carries}
        if policy.posture == "local" or not rows <= policy.rows:
            return ()
        agreed = self._consent.agreed(name)
        return tuple(category for category in prompt.carries if category not in agreed)

    def _answers(self, prompt: Prompt) -> bool:
        given = self._agreed
        return given is not None and given.shown in (None, self._digest(prompt))

    def _settled(self, prompt: Prompt) -> Prompt:
        """What goes: what was shown, with blanks where the user wants them. Noted before it goes."""
        kinds, given = self._unseen(prompt), self._agreed
        known = [
            how for kind, how in self._consent.agreed(self._place.name).items() if kind in prompt.carries
        ]
        if given is not None and kinds:
            if given.shown is not None:
                prompt = self._held.take(given.shown, prompt)
            self._consent.agree(kinds, self._place.name, given.how, remember=given.remember)
        blank = "redacted" in known or (given is not None and given.how == "redacted")
        return _redacted(prompt) if blank else prompt

    async def _preview(self, prompt: Prompt, kinds: tuple[Category, ...]) -> Preview:
        plain, blanked = await self._bytes(prompt), await self._bytes(_redacted(prompt))
        return Preview(
            provider=self._place.name,
            title=self._place.title,
            destination=self._place.origin.partition("://")[2],
            kinds=kinds,
            bytes=plain.decode("utf-8", "replace"),
            size=len(plain),
            redacted=blanked.decode("utf-8", "replace"),
            redacted_size=len(blanked),
            found=find(prompt.user),
            shown=self._digest(prompt),
        )

    async def _bytes(self, prompt: Prompt) -> bytes:
        try:
            async with aclosing(self._looking.stream(prompt)) as pieces:
                async for _ in pieces:
                    pass
        except Shown as shown:
            return shown.sent
        raise AssertionError("a door that only looks gives no answer")

    def _digest(self, prompt: Prompt) -> str:
        words = "\0".join((self.name, self._place.origin, *prompt.carries, prompt.system, prompt.user))
        return sha256(_MARK.sub("==", words).encode("utf-8", "surrogatepass")).hexdigest()


def _redacted(prompt: Prompt) -> Prompt:
    return replace(prompt, user=redact(prompt.user))
