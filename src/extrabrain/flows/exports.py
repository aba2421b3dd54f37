"""A session or a mock interview as a file to keep or to share."""

from collections.abc import Iterable

from extrabrain.core.errors import Unsupported
from extrabrain.flows.history import TEXT_FORMATS, export_text
from extrabrain.flows.mock_report import markdown
from extrabrain.record.db import Store

SESSION_FORMATS = {
    "md": "text/markdown",
    "json": "application/json",
    "srt": "application/x-subrip",
    "vtt": "text/vtt",
    "txt": "text/plain",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
"""Kinds of file, each with its media type."""
MOCK_FORMATS = {kind: SESSION_FORMATS[kind] for kind in ("md", "pdf", "docx")}


def session_file(store: Store, session_id: str, kind: str) -> bytes:
    """`NotFound` without such a session, `Unsupported` for a kind that is none or does not fit it."""
    if kind in TEXT_FORMATS:
        return export_text(store, session_id, kind).encode()
    _known(kind, SESSION_FORMATS)
    return _printed(export_text(store, session_id, "md"), kind)


def mock_file(store: Store, mock_id: str, kind: str) -> bytes:
    """`NotFound` without such an interview or an answer in it, `Unsupported` for a kind that is none."""
    _known(kind, MOCK_FORMATS)
    return _printed(markdown(store, mock_id), kind)


def _printed(page: str, kind: str) -> bytes:
    if kind == "pdf":
        from extrabrain.flows.paper_pdf import pdf  # its library costs 0.3 s, and lists need none of it

        return pdf(page)
    if kind == "docx":
        from extrabrain.flows.paper_docx import docx

        return docx(page)
    return page.encode()


def _known(kind: str, kinds: Iterable[str]) -> None:
    if kind not in kinds:
        raise Unsupported(f"There is no format {kind!r}.", next_step=f"Choose one of {', '.join(kinds)}.")
