"""The part of the wire's table that is about the workspace's documents."""

from extrabrain.core.document import Document, Hit
from extrabrain.flows.told import Told
from extrabrain.web import library_shapes as shapes
from extrabrain.web.call import Call, Query

_ONE = "/api/library/documents/{document_id:int}"

LIBRARY_CALLS: tuple[Call, ...] = (
    Call("GET", "/api/library/documents", "What was brought, newest first.", tuple[Document, ...]),
    Call("GET", _ONE, "One document with its text.", shapes.DocumentRecord),
    Call("POST", _ONE, "Turns it on or off for search.", body=shapes.DocumentChange),
    Call("DELETE", _ONE, "Forgets it, with what was read from it."),
    Call(
        "GET",
        "/api/library/search",
        "Passages that answer a query, best first.",
        tuple[Hit, ...],
        query=(
            Query("q", "the words", required=False),
            Query("kind", "only documents of this kind; may be given several times", required=False),
            Query("group", "only documents of this group", required=False),
            Query("since", "only documents from this day on, such as 2026-03-01", required=False),
        ),
    ),
    Call("POST", "/api/library/ask", "Answers from the documents, or says not.", Told, body=shapes.Asking),
    Call(
        "POST",
        "/api/library/files",
        "Takes in a file of at most 200 MB, encrypted at once; it is read when those before it are.",
        query=(
            Query("name", "what it is called, with its folders"),
            Query("kind", "instead of a guess", required=False),
            Query("group", "what it belongs to", required=False),
        ),
        body="application/octet-stream",
    ),
    Call("GET", "/api/library/import", "How far the reading is, and what became of it.", shapes.Bringing),
    Call("DELETE", "/api/library/import", "Stops it; what is done is kept."),
    Call("DELETE", "/api/library/report", "Forgets the report of the last import."),
)
