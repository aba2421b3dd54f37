"""What a task is: which parts of a brief it needs, how it asks, how output is read, what stands in for a
model.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from extrabrain.advice.backing import backed
from extrabrain.advice.fence import fenced
from extrabrain.advice.ground import Ground, cited, literal
from extrabrain.advice.plain import plain
from extrabrain.advice.shape import example_of, shape_of
from extrabrain.core.advice import Brief, Cited, Grounding, Material, Point, Prompt, TaskName
from extrabrain.core.errors import UsageProblem

Need = Literal["question", "answer", "materials"]

VOICE = (
    "You help somebody prepare for an interview or look back on a meeting. Use only what stands in their"
    " own words"
    " below; never invent a job, a name, a number, a date or a result. Where a fact is missing, write a"
    " blank such as"
    " [how many users?]. Short, plain sentences."
)
UNOWNED = "[who?]"


@dataclass(frozen=True, slots=True)
class Task:
    """One kind of advice. `asks` is the instruction; `headings` those that a point may stand under.

    `quotes`: each point must quote `answer` literally, or it is dropped. `cites`: it names a material.
    `owned`: it says who is to do it. `instead`: it says what to say in place of the quote. `apart`: no two
    points quote the same words. `rests`: a point without a citation is dropped.
    """

    name: TaskName
    title: str
    needs: tuple[Need, ...]
    asks: str
    fallback: Callable[[Brief], tuple[Point, ...]]
    headings: tuple[str, ...] = ()
    quotes: bool = False
    cites: bool = False
    owned: bool = False
    instead: bool = False
    apart: bool = False
    rests: bool = False
    most_points: int = 8
    max_tokens: int = 700

    @property
    def draws(self) -> bool:
        """Whether it can use what the user has brought; the others are about what was said alone."""
        return self.cites or self.instead or "materials" in self.needs

    def check(self, brief: Brief) -> None:
        """`UsageProblem` where the brief lacks what the task needs."""
        for need in self.needs:
            if not getattr(brief, need):
                raise UsageProblem(f"{self.title} needs {_WORDS[need]}.", next_step=_STEPS[need])

    def prompt(self, brief: Brief) -> Prompt:
        """The answer is fenced like any material: it may hold what somebody else said."""
        spoken = [Material("answer", "what was said", brief.answer, "transcript")] if brief.answer else []
        rule, texts = fenced([*brief.materials, *spoken])
        asked = f"Question: {brief.question}" if brief.question else ""
        wish = f" {brief.wish}" if brief.wish else ""
        manner = f"How the user wants it: {brief.profile.prompt}" if brief.profile else ""
        form = f"Answer with one JSON object and nothing else: {example_of(self.schema())}"
        parts = (manner, asked, texts, f"Task: {self.asks}{wish}", form)
        return Prompt(
            system=f"{VOICE} {rule}".strip(),
            user="\n\n".join(part for part in parts if part),
            schema=self.schema(),
            max_tokens=self.max_tokens,
            carries=brief.carries,
        )

    def schema(self) -> dict[str, Any]:
        return shape_of(
            headings=self.headings,
            quotes=self.quotes,
            cites=self.cites,
            instead=self.instead,
            owned=self.owned,
            most_points=self.most_points,
        )

    def ground(self, brief: Brief) -> Ground:
        """All that the user said, asked or brought."""
        brought = [part for m in brief.materials for part in (m.title, m.text)]
        return Ground([brief.question, brief.answer, brief.wish, *brought])

    def point(self, entry: dict[str, Any], brief: Brief, ground: Ground) -> tuple[Point | None, Grounding]:
        """One entry of the output, held to the user's words; none where nothing of it holds."""
        text, heading = plain(_text(entry, "text")), _text(entry, "heading")
        if not text or (self.headings and heading not in self.headings):
            return None, Grounding()
        held = ground.hold(text)
        cost = held.grounding
        shown = heading if self.headings else ""
        if self.owned:
            owner = ground.hold(plain(_text(entry, "owner"))[:60])
            cost = cost.plus(owner.grounding)
            shown = UNOWNED if owner.grounding.facts_blanked or not owner.text else owner.text
        instead = ground.hold(plain(_text(entry, "try_instead"))) if self.instead else None
        if instead:
            cost = cost.plus(instead.grounding)
        cites, quoting = self._cites(entry, brief)
        if self.rests and (cites or _text(entry, "quote").strip()):
            place = backed(held.text, cites[0] if cites else None, brief.materials)
            cites = (place,) if place else ()
        cost = cost.plus(quoting)
        if (self.quotes or self.rests) and not cites:
            return None, cost
        return Point(shown, held.text, cites, instead.text if instead else ""), cost

    def repeats(self, point: Point, earlier: Sequence[Point], known: Sequence[Point] = ()) -> bool:
        """Whether it says nothing besides what is said already; small models go round in circles.

        `known` may be of another kind in the same place.
        """
        if any(point.heading == one.heading and _overlap(one, point) for one in known):
            return True
        if any((point.heading, point.text) == (one.heading, one.text) for one in earlier):
            return True
        return self.apart and any(_overlap(one, point) for one in earlier)

    def _cites(self, entry: dict[str, Any], brief: Brief) -> tuple[tuple[Cited, ...], Grounding]:
        quote = _text(entry, "quote")
        if self.quotes:
            span = literal(quote, brief.answer)
            if span is None:
                return (), Grounding(quotes=1, quotes_dropped=1)
            return (Cited("answer", *span, brief.answer[span[0] : span[1]]),), Grounding(quotes=1)
        if self.cites:
            number = entry.get("material")
            if not isinstance(number, int) or isinstance(number, bool) or number == 0:
                return (), Grounding()
            found = cited(number, quote, brief.materials)
            return (found,) if found else (), Grounding(cites=1, cites_dropped=int(found is None))
        return (), Grounding()


def _overlap(one: Point, other: Point) -> bool:
    return any(_same_place(a, b) for a in one.cites for b in other.cites)


def _same_place(one: Cited, other: Cited) -> bool:
    """Whether most of either quote is the other's."""
    shared = min(one.end_char, other.end_char) - max(one.start_char, other.start_char)
    shorter = min(one.end_char - one.start_char, other.end_char - other.start_char)
    return one.ref == other.ref and shared > 0.6 * shorter


def _text(entry: dict[str, Any], name: str) -> str:
    value = entry.get(name, "")
    return value if isinstance(value, str) else ""


_WORDS: dict[Need, str] = {
    "question": "a question",
    "answer": "what was said: an answer or a transcript",
    "materials": "something from your workspace",
}
_STEPS: dict[Need, str] = {
    "question": "Choose one from the bank or write it.",
    "answer": "Give the answer first, or name a session.",
    "materials": "Bring your résumé, projects or notes into the library, or run `extrabrain import`.",
}
