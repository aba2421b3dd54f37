"""From documents to drafts, each kind by its own reader."""

from collections.abc import Callable, Iterable, Mapping

from extrabrain.bank.generate import job, project, publication, resume, transcript
from extrabrain.bank.generate.draft import Draft, Material
from extrabrain.bank.generate.wording import Wording
from extrabrain.core.document import DocumentKind

GENERATORS: Mapping[DocumentKind, Callable[[Material, Wording], list[Draft]]] = {
    "resume": resume.drafts,
    "publication": publication.drafts,
    "project": project.drafts,
    "job": job.drafts,
    "transcript": transcript.drafts,
    "notes": resume.drafts,
}
"""Other kinds prompt no questions."""


def generate(materials: Iterable[Material]) -> list[tuple[Material, Draft]]:
    """In the order of the table, then of the documents; every draft's span lies in its document's text."""
    wording = Wording()
    given = list(materials)
    return [
        (material, draft)
        for kind, drafts in GENERATORS.items()
        for material in given
        if material.kind == kind
        for draft in drafts(material, wording)
    ]
