"""Each family of cues: heard where it is said, and what takes it back heard beside it.

A row is a sentence, the families that must be heard in it (for a denial, for somebody else's words, for a
limit: the one that takes it back too), and those that must not.
"""

import pytest

from extrabrain.coach.cues import cue_book
from extrabrain.coach.tokens import tokens

ROWS = [
    # without exception
    ("This filter always works and nobody gets through.", "absolute", "not_absolute reported"),
    ("I would never claim that it always works.", "absolute not_absolute", ""),
    ("My old lead used to say it always works.", "absolute reported", ""),
    ("It doesn't always work, and it misses slang.", "not_absolute limit", ""),
    ("It stopped 46 of 50 known attacks.", "ratio", "absolute"),
    # one thing is enough
    ("With red teaming in place you can skip the rest.", "all_it_takes", "limit"),
    ("Red teaming isn't enough, and it doesn't replace monitoring.", "reject negation", ""),
    ("They said that red teaming solves everything.", "single reported", ""),
    ("Red teaming solves the known cases, but it misses new ones.", "single limit", ""),
    # press and brand
    ("It would be a headline and our brand would be gone.", "pr", "people reject"),
    ("The headline isn't the point.", "pr reject", ""),
    ("My manager said it would look bad in the press.", "pr reported", ""),
    ("Worse than any headline, patients would be harmed.", "pr people risk", ""),
    # contempt
    ("Legal is a waste of time and pointless.", "contempt groups", "reject reported"),
    ("I thought legal was pointless, and I was wrong.", "contempt groups rejected", ""),
    ("A colleague joked that legal has no idea.", "contempt groups reported", ""),
    ("Legal asked about consent, and we agreed on a sign-up form.", "groups", "contempt scorn"),
    # alone
    ("I decided it on my own, none of them could follow.", "lone left_out", "together"),
    ("I didn't decide it alone, I asked Ines.", "lone negation together", ""),
    ("She told me that I work too much on my own.", "lone reported", ""),
    ("I was alone on shift, so the team and I checked it together.", "lone together", ""),
    # sweeping
    ("Nine in ten labs have given up on it.", "folk_fact", "compare test"),
    ("It is not true that everybody has given up on it.", "sweeping not_absolute", ""),
    ("People say that most companies fake it.", "sweeping reported", ""),
    ("In our audit 41 of 60 samples were worse than the baseline.", "test ratio compare", ""),
    # stops
    ("We pause if more than 2 percent of chats are flagged.", "gate conditional level", ""),
    ("We pause when it feels bad enough.", "gate feeling", "level"),
    ("A single confirmed leak and we roll back.", "gate any_single", ""),
    ("The launch was in May.", "gate", "conditional level"),
]


@pytest.mark.parametrize(("sentence", "wanted", "unwanted"), ROWS, ids=[sentence for sentence, _, _ in ROWS])
def test_a_sentence_is_heard_with_these_cues_and_without_those(
    sentence: str, wanted: str, unwanted: str
) -> None:
    heard = {cue.name for cue in cue_book().find(tokens(sentence), frozenset({0}))}
    assert set(wanted.split()) - heard == set(), "not heard"
    assert set(unwanted.split()) & heard == set(), "heard, and should not be"


def test_every_family_asked_for_is_in_the_book() -> None:
    """A misspelt family would never be heard, and a row with it could not fail."""
    asked = {family for _, wanted, unwanted in ROWS for family in f"{wanted} {unwanted}".split()}
    assert asked - set(cue_book().names) == set()
