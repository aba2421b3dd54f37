"""Four habits of good preparation, as tasks with a length: read at the source, compare, go abroad, say
it aloud.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Habit:
    """`tasks` are taken in turn."""

    habit_id: str
    title: str
    minutes: int
    tasks: tuple[str, ...]


HABITS: tuple[Habit, ...] = (
    Habit(
        "primary-reading",
        "Read a primary source of the lab",
        30,
        (
            "Take one research post or safety paper by the people who will interview you. Note which"
            " decision it"
            " would change in a system you have built.",
            "Take the lab's latest system card or evaluation report. Note one test you would add,"
            " and the result"
            " that would stop a launch.",
            "Take its policy on scaling or deployment. Put its thresholds into your own words, with"
            " an example.",
        ),
    ),
    Habit(
        "compare-labs",
        "Compare how two labs handle one problem",
        25,
        (
            "Preference training against written principles: where does each fail, and how would"
            " they be combined?",
            "Two labs' rules for dangerous capabilities: what triggers them, who decides, what can"
            " be checked?",
            "Two labs' published red teaming: who tested, for how long, what was found, what was changed?",
        ),
    ),
    Habit(
        "regional-examples",
        "Prepare one example from another region",
        20,
        (
            "A law on data or AI outside your own country: what would it change in a deployment you know?",
            "A language with little data: which safety test breaks there, and who would have to"
            " judge its answers?",
            "A local norm or an accessibility need: what stays fixed everywhere, and what may differ?",
        ),
    ),
    Habit(
        "out-loud",
        "Say one concept out loud, made concrete",
        15,
        (
            "Take a phrase you lean on. Say who would do it, what they would test, which number"
            " counts, and which"
            " result would block the launch.",
            "Tell a trade-off from your own work in two minutes: the risk, both options, the"
            " figures, the decision.",
            "Explain one method to a colleague from policy or product, without a single abbreviation.",
        ),
    ),
)
