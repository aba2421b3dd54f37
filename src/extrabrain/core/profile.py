"""A profile: how the user wants advice to be given, as an assistant, for coding, for a meeting."""

from dataclasses import dataclass

from extrabrain.core.errors import UsageProblem

MOST_NAME, MOST_PROMPT = 64, 2_000
MOST_ACTION_NAME, MOST_ACTION_PROMPT = 40, 1_000
MOST_ACTIONS = 20


@dataclass(frozen=True, slots=True)
class ProfileAction:
    """A wish with a name of its own, a button away."""

    name: str
    prompt: str


@dataclass(frozen=True, slots=True)
class Profile:
    """`prompt` goes before the task. `own`: the user wrote it: personal data (category `profile`)."""

    profile_id: str
    name: str
    prompt: str
    actions: tuple[ProfileAction, ...] = ()
    own: bool = False


def checked(profile: Profile) -> Profile:
    """Names and prompts without blanks around them; `UsageProblem` says which is missing or too long."""
    actions = tuple(
        ProfileAction(_fit("An action's name", a.name, MOST_ACTION_NAME), a.prompt) for a in profile.actions
    )
    if len(actions) > MOST_ACTIONS:
        raise UsageProblem(f"There are more than {MOST_ACTIONS} actions.", next_step="Remove some.")
    if len({action.name for action in actions}) < len(actions):
        raise UsageProblem("Two actions have the same name.", next_step="Name them apart.")
    return Profile(
        profile.profile_id,
        _fit("The name", profile.name, MOST_NAME),
        _fit("The prompt", profile.prompt, MOST_PROMPT),
        tuple(
            ProfileAction(a.name, _fit(f"The prompt of {a.name!r}", a.prompt, MOST_ACTION_PROMPT))
            for a in actions
        ),
        profile.own,
    )


def _fit(what: str, text: str, most: int) -> str:
    found = text.strip()
    if not found:
        raise UsageProblem(f"{what} is empty.", next_step="Write one.")
    if len(found) > most:
        raise UsageProblem(f"{what} has {len(found):,} characters.", next_step=f"Use {most:,} at most.")
    return found
