"""Profiles: those that come with the program and the user's own."""

import re
import secrets
from collections.abc import Callable
from dataclasses import replace

from extrabrain.advice.profiles import PROFILES
from extrabrain.core.errors import Conflict, NotFound
from extrabrain.core.profile import Profile, checked
from extrabrain.record import profiles
from extrabrain.record.db import Store

BUILT_IN = {profile.profile_id: profile for profile in PROFILES}


class Profiles:
    """`store` is opened only where a profile of the user's own is asked for."""

    def __init__(self, store: Callable[[], Store]) -> None:
        self._store = store

    def all(self) -> list[Profile]:
        return [*PROFILES, *profiles.own(self._store())]

    def get(self, profile_id: str) -> Profile:
        """`NotFound` names those there are."""
        if profile_id in BUILT_IN:
            return BUILT_IN[profile_id]
        found = {profile.profile_id: profile for profile in self.all()}
        if profile_id not in found:
            raise NotFound(
                f"There is no profile {profile_id!r}.", next_step=f"There are: {', '.join(sorted(found))}."
            )
        return found[profile_id]

    def keep(self, profile: Profile) -> Profile:
        """Adds it, or changes the one with its id; an empty id gets one from the name.

        `UsageProblem` for what is too long, `Conflict` for one that comes with the program.
        """
        if profile.profile_id in BUILT_IN:
            raise Conflict(f"{profile.profile_id} is built in.", next_step="Add one of your own instead.")
        made = checked(profile)
        kept = replace(made, profile_id=profile.profile_id or self._fresh_id(made.name), own=True)
        profiles.keep(self._store(), kept)
        return kept

    def remove(self, profile_id: str) -> None:
        if profile_id in BUILT_IN:
            raise Conflict(f"{profile_id} is built in.", next_step="Only your own can be removed.")
        profiles.remove(self._store(), profile_id)

    def _fresh_id(self, name: str) -> str:
        stem = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:40] or "own"
        taken = {profile.profile_id for profile in self.all()}
        return stem if stem not in taken else f"{stem}-{secrets.token_hex(2)}"
