"""The built-in coach: an answer in, feedback out, in milliseconds and without a language model."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from extrabrain.coach.alike import alike
from extrabrain.coach.case import Case, Suspicion, Topic
from extrabrain.coach.coverage import coverage
from extrabrain.coach.delivery import hear
from extrabrain.coach.embedder import Embedder
from extrabrain.coach.explain import Explanation, explain
from extrabrain.coach.follow_ups import follow_ups
from extrabrain.coach.judge import Scores, judge
from extrabrain.coach.likeness import likeness
from extrabrain.coach.mistakes.gaps import marked
from extrabrain.coach.mistakes.table import suspicions
from extrabrain.coach.mistakes.weigh import weigh
from extrabrain.coach.models import Models, shipped
from extrabrain.coach.patterns import TARGET_WORDS
from extrabrain.coach.reading import Reading, read
from extrabrain.coach.rubric import rubric
from extrabrain.coach.specificity import specificity
from extrabrain.coach.steps import next_steps
from extrabrain.coach.structure import headings, structure
from extrabrain.coach.wording import finding
from extrabrain.core.answer import Answer
from extrabrain.core.feedback import Feedback
from extrabrain.core.question import Question

VERSION = "coach-1"


class Coach:
    """Thread-safe; holds nothing of an answer. Without an embedder it works on words alone, and says so."""

    def __init__(self, embedder: Embedder | None, models: Models | None = None) -> None:
        self._embedder = embedder
        self._models = models or shipped()
        scales, extents = self._models.scales, self._models.extents
        self._table = scales.cues if embedder is None else scales.full
        self._extents = extents.cues if embedder is None else extents.full

    @property
    def engine(self) -> str:
        """What stands under the feedback: `coach-1 + minilm-l6-v2`."""
        if self._embedder is None:
            return f"{VERSION} (no embeddings)"
        return f"{VERSION} + {self._embedder.name}"

    def target_words(self, question: Question) -> tuple[int, int]:
        """The range of words that an answer to this question should stay in."""
        return TARGET_WORDS[question.pattern]

    def assess(self, answer: Answer, question: Question, *, feedback_id: str) -> Feedback:
        """Every quote is a literal slice of `answer.text`; an empty text gives feedback without quotes."""
        case = self.case(answer, question)
        found = suspicions(case)
        covered = coverage(case.reading, question.text, question.key_points, self._embedder)
        return Feedback(
            id=feedback_id,
            question=question.text,
            pattern=question.pattern,
            text=answer.text,
            words=case.words,
            findings=tuple(finding(case, suspicion) for suspicion in found),
            structure=structure(case.reading, case.headings, question.pattern),
            coverage=covered,
            specificity=case.specificity,
            delivery=case.heard.delivery,
            rubric=rubric(case, found, covered),
            next_steps=next_steps(case, found, covered),
            follow_ups=follow_ups(case, found, covered, question),
            engine=self.engine,
        )

    def case(self, answer: Answer, question: Question) -> Case:
        """The answer read and judged; what the finders look at."""
        case = self.unmarked(answer, question)
        case = replace(case, weighed=weigh(case, self._table)[0])
        return replace(case, headings=marked(case))

    def unmarked(self, answer: Answer, question: Question) -> Case:
        """The same before it is weighed which parts are missing; fitting starts from here."""
        reading = read(answer.text, answer.words, self._embedder, about=bool(question.key_points))
        judgement = judge(reading, self._models.labels)
        return Case(
            topic=Topic(question.text, question.pattern, self._nearness(reading, question)),
            reading=reading,
            alike=alike(reading),
            judgement=judgement,
            headings=headings(reading, judgement, question.pattern),
            specificity=specificity(reading, self._models.specificity),
            heard=hear(answer, reading, question.pattern),
            extents=self._extents,
            weighed={},
        )

    def explain(self, answer: Answer, question: Question) -> tuple[Explanation, ...]:
        """The signs behind each finding and missing part, also those that stayed silent."""
        return explain(self.case(answer, question), self._table)

    def suspicions(self, answer: Answer, question: Question) -> Sequence[Suspicion]:
        """The findings before they are put into words, with how sure each one is."""
        return suspicions(self.case(answer, question))

    def _nearness(self, reading: Reading, question: Question) -> Scores | None:
        """Each clause against the question and its key points: the nearest counts."""
        if reading.vectors is None or self._embedder is None or not len(reading.vectors):
            return None
        meanings = self._embedder.meanings([question.text, *question.key_points])
        asked = np.stack([meaning.whole() for meaning in meanings])
        return likeness(reading.vectors, asked).max(axis=1)
