"""What the user decided: the posture, and which kind of data may go to whom. Each act is in the ledger."""

import time
from typing import TYPE_CHECKING

from extrabrain.core.egress import CATEGORIES, Category, Egress, Posture, Step
from extrabrain.core.errors import UsageProblem
from extrabrain.guard.agreed_file import AgreedFile, How
from extrabrain.guard.charter import Charter
from extrabrain.guard.policy import Allowed, Policy, categories_of
from extrabrain.guard.policy_file import PolicyFile

if TYPE_CHECKING:
    from collections.abc import Callable

    from extrabrain.guard.ledger import Head, Ledger
    from extrabrain.guard.ledger_read import Verified


class Consent:
    """Reads and changes the policy; it holds at once, in every process."""

    def __init__(self, charter: Charter) -> None:
        self._charter = charter
        self._file = PolicyFile(charter.policy)
        self._agreed = AgreedFile(charter.agreed)

    def policy(self) -> Policy:
        return self._file.read()

    def mark(self) -> object:
        """Another one after every change, by whichever process."""
        return self._file.mark()

    def set_posture(self, posture: Posture) -> Policy:
        from dataclasses import replace

        return self._change(lambda policy: replace(policy, posture=posture), "posture", "", ())

    def allow(self, category: str, provider: str) -> Policy:
        """`UsageProblem` for an unknown category, `NotFound` for an unknown provider."""
        kind = _one(category)
        return self._change(lambda policy: policy.allow(kind, provider), "allow", provider, (kind,))

    def revoke(self, category: str, provider: str) -> Policy:
        kind = _one(category)
        changed = self._change(lambda policy: policy.revoke(kind, provider), "revoke", provider, (kind,))
        self._agreed.forget(lambda row: row == Allowed(kind, provider))
        return changed

    def agreed(self, provider: str) -> dict[Category, How]:
        """How each kind may go to the provider without being shown first; the rest is shown."""
        return {row.category: how for row, how in self._agreed.read().items() if row.provider == provider}

    def agree(self, kinds: tuple[Category, ...], provider: str, how: How, *, remember: bool) -> None:
        """The user has seen what would go there and lets it go: this once, or from now on."""
        step: Step = "agreed" if how == "as-is" else "agreed-redacted"
        self._note(self.policy(), step, provider, kinds)
        if remember:
            self._agreed.keep({Allowed(kind, provider): how for kind in kinds})

    def verify(self, also: "Head | None" = None) -> "Verified":
        """Checks the whole ledger against its head, and the keychain's copy of that."""
        from extrabrain.guard.keychain import system_keychain
        from extrabrain.guard.ledger_key import head_file, signing_key
        from extrabrain.guard.ledger_read import verify

        charter = self._charter
        key = signing_key(charter).public_key()
        return verify(charter.ledger, head_file(charter), key, system_keychain(), also=also)

    def _change(
        self,
        change: "Callable[[Policy], Policy]",
        step: Step,
        provider: str,
        carries: tuple[Category, ...],
    ) -> Policy:
        """Ledger first: what it does not have does not hold."""
        return self._file.change(change, lambda changed: self._note(changed, step, provider, carries))

    def _note(self, policy: Policy, step: Step, provider: str, carries: tuple[Category, ...]) -> None:
        entry = Egress(
            at_ms=time.time_ns() // 1_000_000,
            step=step,
            destination=policy.provider(provider).origin.partition("://")[2] if provider else "",
            purpose="provider" if provider else "",
            carries=carries,
            posture=policy.posture,
        )
        self._ledger().append(entry)

    def _ledger(self) -> "Ledger":
        from extrabrain.guard.ledger_key import ledger

        return ledger(self._charter)


def _one(category: str) -> Category:
    found = categories_of(category)
    if len(found) != 1:
        raise UsageProblem(f"{category!r} is no category.", next_step=f"Choose of: {', '.join(CATEGORIES)}.")
    return found[0]
