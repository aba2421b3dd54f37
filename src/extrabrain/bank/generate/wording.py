"""How the questions are put: for each kind of claim several ways, taken in turn so that a list reads well."""

from collections import Counter
from collections.abc import Mapping

from extrabrain.core.question import QuestionKind

ASKS: Mapping[str, tuple[QuestionKind, tuple[str, ...]]] = {
    "changed-how": (
        "technical",
        (
            "How did you know that was the cause, and what did it cost?",
            "What else could explain the change, and how did you rule it out?",
            "Which measurement convinced you, and where would the same step not have helped?",
            "What got worse in exchange, and how did you decide that it was worth it?",
        ),
    ),
    "changed": (
        "technical",
        (
            "How was that measured, and what else could explain it?",
            "Walk me through how you got there. Which step mattered most, and how do you know?",
            "What was the baseline, and how sure were you of the figure?",
        ),
    ),
    "safety": (
        "behavioural",
        (
            "Which risk worried you most, and which trade-off did you accept?",
            "Who could have been hurt if you had got it wrong, and how would you have noticed?",
            "What result would have made you stop, and who had the last word?",
            "What was the worst that could have slipped through, and how did you guard against it?",
        ),
    ),
    "lead": (
        "behavioural",
        (
            "Tell me about a disagreement on the way. What was at stake, and how did it end?",
            "Which decision was hardest, and what would you do differently today?",
            "How did you know that it was going well, and what did you change when it was not?",
        ),
    ),
    "people": (
        "behavioural",
        (
            "How did you know that it worked, and what did you change when it did not?",
            "What did you get wrong at first, and what did you learn about working with others?",
        ),
    ),
    "build": (
        "technical",
        (
            "Which alternative did you turn down, and what evidence decided it?",
            "How does it work, and where does it break first?",
            "How did you test it, and which failure did the tests not show?",
            "If you had to build it again with half the time, what would you keep?",
        ),
    ),
    "study": (
        "technical",
        (
            "What did you find, and what would have proved you wrong?",
            "How was it set up, and how far do the results carry?",
            "Which result surprised you, and what did you do about it?",
        ),
    ),
    "any": (
        "behavioural",
        (
            "What made it difficult, and what came of it?",
            "What was your own part in it, and what did you learn?",
            "Why did it matter, and to whom?",
            "What would have happened without you?",
        ),
    ),
    "commit": (
        "technical",
        (
            "Why was it needed, and how did you check that it works?",
            "What could it have broken, and how would you have noticed?",
            "How would you explain the change to somebody who has to maintain it?",
        ),
    ),
    "choice": (
        "technical",
        (
            "Which other way did you consider, and why did you not take it?",
            "What did it make worse, and how did you decide that it was worth it?",
            "Who relied on the old way, and what happened to them?",
        ),
    ),
    "duty": (
        "scenario",
        (
            "How would you start, and which result would make you stop?",
            "What could go wrong, how would you measure it, and who would decide?",
            "Which evidence would you want after the first month, and what would you do if it were bad?",
        ),
    ),
    "wanted": (
        "behavioural",
        (
            "Tell me about a time you showed it. What was at risk, and what came of it?",
            "Where have you done this, and what did you find hard?",
            "What is your best example, and what did it teach you?",
        ),
    ),
    "finding": (
        "technical",
        (
            "What is the strongest argument against it, and what would settle it?",
            "What evidence carries it, and how far does it reach?",
            "Which assumption does it rest on, and when does that fail?",
        ),
    ),
    "paper": (
        "technical",
        (
            "Explain its main claim to a colleague outside your field. Where does it stop holding?",
            "What would a sceptical reviewer attack first, and how would you answer?",
        ),
    ),
}

FAMILY_OF_VERB: Mapping[str, str] = {
    **dict.fromkeys(
        "lead manage organise organize coordinate direct oversee hold found co-lead co-found own"
        " persuade convince"
        " negotiate drive facilitate".split(),
        "lead",
    ),
    **dict.fromkeys("mentor coach supervise teach recruit guide advise tutor onboard".split(), "people"),
    **dict.fromkeys(
        "build design implement develop create write engineer architect ship launch deploy introduce rewrite"
        " rebuild migrate refactor automate prototype integrate train fine-tune port replace add"
        " construct".split(),
        "build",
    ),
    **dict.fromkeys(
        "evaluate analyse analyze study investigate research measure benchmark test assess audit"
        " examine explore"
        " compare show find discover diagnose replicate reproduce survey red-team quantify".split(),
        "study",
    ),
}


class Wording:
    """Takes the ways of each family in turn."""

    def __init__(self) -> None:
        self._used: Counter[str] = Counter()

    def ask(self, family: str) -> tuple[QuestionKind, str]:
        kind, ways = ASKS[family]
        way = ways[self._used[family] % len(ways)]
        self._used[family] += 1
        return kind, way
