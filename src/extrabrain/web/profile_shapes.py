"""Shapes of the profiles' part of the wire."""

from dataclasses import dataclass

from extrabrain.core.profile import Profile, ProfileAction
from extrabrain.web.call import Call


@dataclass(frozen=True, slots=True)
class ProfilesRecord:
    """`chosen` is empty where none is."""

    chosen: str
    profiles: tuple[Profile, ...]


@dataclass(frozen=True, slots=True)
class ProfileWish:
    """Without `profile_id` one is added; with that of the user's own it is changed."""

    name: str
    prompt: str
    profile_id: str = ""
    actions: tuple[ProfileAction, ...] = ()


@dataclass(frozen=True, slots=True)
class ProfileChoice:
    """`none` takes the choice back."""

    profile_id: str


PROFILE_CALLS: tuple[Call, ...] = (
    Call("GET", "/api/profiles", "How advice can be given, and the chosen way.", ProfilesRecord),
    Call("POST", "/api/profiles", "Adds or changes one of the user's own.", ProfilesRecord, body=ProfileWish),
    Call("POST", "/api/profiles/choice", "Chooses one.", ProfilesRecord, body=ProfileChoice),
    Call("DELETE", "/api/profiles/{profile_id}", "Removes one of the user's own.", ProfilesRecord),
)
