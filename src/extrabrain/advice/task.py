"""What a task is: which parts of a brief it needs, how it asks, how the output is read, and what stands in for a model.

Every schema is one object with a list of `points`, so that small models can fill it; each task says what a point is.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, cast

from extrabrain.advice.fence import fenced
from extrabrain.advice.ground import Ground, cited, literal
from extrabrain.advice.plain import plain
from extrabrain.core.advice import Advice, Brief, Cited, Grounding, Point, Prompt, TaskName, Usage
from extrabrain.core.errors import Problem, UsageProblem

Need = Literal["question", "answer", "materials"]

VOICE = (
    "You help somebody prepare for an interview. Use only what stands in their own words below; never invent a job, a name, a"
    " number, a date or a result. Where a fact is missing, write a blank such as [how many users?]. Short, plain sentences."
)


@dataclass(frozen=True, slots=True)
class Task:
    """One kind of advice. `asks` is the instruction; `headings` are those a point may stand under, none for free ones.

    `quotes`: each point must quote its source literally, or it is dropped. `cites`: it names a material by number.
    """

    name: TaskName
    title: str
    needs: tuple[Need, ...]
    asks: str
    fallback: Callable[[Brief], tuple[Point, ...]]
    headings: tuple[str, ...] = ()
    quotes: bool = False
    cites: bool = False
    most_points: int = 8
    max_tokens: int = 700

    def check(self, brief: Brief) -> None:
        """`UsageProblem` where the brief lacks what the task needs."""
        for need in self.needs:
            if not getattr(brief, need):
                raise UsageProblem(f"{self.title} needs {_WORDS[need]}.", next_step=_STEPS[need])

    def prompt(self, brief: Brief) -> Prompt:
        rule, materials = fenced(brief.materials)
        asked = [f"Question: {brief.question}"] if brief.question else []
        if brief.answer:
            answer_rule, answer = fenced_answer(brief.answer)
            asked.append(f"{answer_rule}\n{answer}")
        wish = f" {brief.wish}" if brief.wish else ""
        user = "\n\n".join([*asked, materials, f"Task: {self.asks}{wish}"]).strip()
        return Prompt(
            system=f"{VOICE} {rule}" if brief.materials else VOICE,
            user=user,
            schema=self.schema(),
            max_tokens=self.max_tokens,
            carries=brief.carries,
        )

    def schema(self) -> dict[str, Any]:
        point: dict[str, Any] = {"text": {"type": "string", "maxLength": 600}}
        if self.headings:
            point = {"heading": {"type": "string", "enum": list(self.headings)}, **point}
        if self.cites:
            point["material"] = {"type": "integer", "minimum": 0, "maximum": 99}
        if self.cites or self.quotes:
            point["quote"] = {"type": "string", "maxLength": 400}
        return {
            "type": "object",
            "properties": {
                "points": {
                    "type": "array",
                    "minItems": 1,
                    "maxItems": self.most_points,
                    "items": {
                        "type": "object",
                        "properties": point,
                        "required": list(point),
                        "additionalProperties": False,
                    },
                }
            },
            "required": ["points"],
            "additionalProperties": False,
        }

    def read(self, output: str, brief: Brief, engine: str, usage: Usage | None) -> Advice:
        """The output, held to the user's words. `Problem` where it is no JSON of the asked shape."""
        ground = Ground(
            [
                brief.question,
                brief.answer,
                *(m.text for m in brief.materials),
                *(m.title for m in brief.materials),
            ]
        )
        points: list[Point] = []
        total = Grounding()
        for entry in _entries(output)[: self.most_points]:
            point, cost = self._point(entry, brief, ground)
            total = total.plus(cost)
            if point is not None:
                points.append(point)
        notices = (
            ()
            if usage is None or usage.finish != "length"
            else ("The model ran out of room; the end is missing.",)
        )
        return Advice(
            self.name, tuple(points), engine, fallback=False, grounding=total, usage=usage, notices=notices
        )

    def _point(self, entry: dict[str, Any], brief: Brief, ground: Ground) -> tuple[Point | None, Grounding]:
        text = plain(str(entry.get("text", "")))
        heading = str(entry.get("heading", ""))
        if not text or (self.headings and heading not in self.headings):
            return None, Grounding()
        held = ground.hold(text)
        cost = held.grounding
        quote = str(entry.get("quote", ""))
        if self.quotes:
            span = literal(quote, brief.answer)
            cost = cost.plus(Grounding(quotes=1, quotes_dropped=int(span is None)))
            if span is None:
                return None, cost
            here = Cited("answer", span[0], span[1], brief.answer[span[0] : span[1]])
            return Point(heading, held.text, (here,)), cost
        if self.cites:
            number = entry.get("material")
            found = cited(number, quote, brief.materials) if isinstance(number, int) else None
            wanted = int(bool(number))
            cost = cost.plus(Grounding(cites=wanted, cites_dropped=wanted - int(found is not None)))
            return Point(heading, held.text, (found,) if found else ()), cost
        return Point(heading, held.text), cost


def fenced_answer(answer: str) -> tuple[str, str]:
    """The user's own spoken words: data as well, since they may hold what somebody else said."""
    from extrabrain.core.advice import Material

    return fenced([Material("answer", "the answer", answer, "transcript")])


def _entries(output: str) -> list[dict[str, Any]]:
    """The points of the output; text around one JSON object is passed over."""
    start, end = output.find("{"), output.rfind("}")
    try:
        found = json.loads(output[start : end + 1])
        points = found["points"]
    except (ValueError, KeyError, TypeError) as error:
        raise Problem(
            "The model's output cannot be read.", next_step="Try again, or choose another model."
        ) from error
    if not isinstance(points, list):
        raise Problem("The model's output cannot be read.", next_step="Try again, or choose another model.")
    return [cast("dict[str, Any]", p) for p in cast("Sequence[Any]", points) if isinstance(p, dict)]


_WORDS: dict[Need, str] = {
    "question": "a question",
    "answer": "an answer of yours",
    "materials": "something from your workspace",
}
_STEPS: dict[Need, str] = {
    "question": "Choose one from the bank or write it.",
    "answer": "Give the answer first.",
    "materials": "Bring your résumé, projects or notes with `extrabrain import`.",
}
