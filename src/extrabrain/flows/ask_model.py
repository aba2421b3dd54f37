"""A question over the workspace, answered in a model's words; each sentence cites its place or goes."""

import asyncio
from collections.abc import Sequence

from extrabrain.advice.provider import Provider
from extrabrain.core.advice import Brief, Material, Point
from extrabrain.core.document import Hit
from extrabrain.core.egress import Category
from extrabrain.flows.advise import advise
from extrabrain.flows.ask import Place, Worded


def material(hit: Hit) -> Material:
    """A passage that was found, for a model to draw on."""
    title = hit.title or hit.external_id
    category: Category = "screenshot" if hit.kind == "screenshot" else "documents"
    return Material(hit.external_id, title, hit.text, category, hit.document_id, hit.span.start_char)


class AnswerModel:
    """For `Asker`, on a thread without an event loop. Problems of the engine pass as they are."""

    def __init__(self, engine: Provider) -> None:
        self.name = engine.name
        self._engine = engine

    def answer(self, question: str, passages: Sequence[Hit]) -> tuple[Worded, ...]:
        """Empty where the model says that the passages do not, or cites nothing."""
        brief = Brief("ask", question, materials=tuple(map(material, passages)))
        made = asyncio.run(advise(brief, self._engine))
        return tuple(_worded(point, passages) for point in made.points)


def _worded(point: Point, passages: Sequence[Hit]) -> Worded:
    places = [
        Place(hit, cite.start_char - hit.span.start_char, cite.end_char - hit.span.start_char)
        for cite in point.cites
        for hit in passages
        if hit.document_id == cite.document_id and hit.span.start_char <= cite.start_char < hit.span.end_char
    ]
    return Worded(point.text, tuple(places[:1]))
