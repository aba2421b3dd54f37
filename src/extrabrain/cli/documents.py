"""`extrabrain documents`: what is in the workspace."""

import click

from extrabrain.cli.envelope import json_option, show
from extrabrain.core.document import DOCUMENT_KINDS, DocumentKind


@click.group()
def documents() -> None:
    """The documents of the workspace: list, show, enable, disable, remove."""


@documents.command("list")
@click.option("--kind", type=click.Choice(DOCUMENT_KINDS), help="Only documents of this kind.")
@click.option("--group", help="Only documents of this group.")
@json_option
def list_(kind: DocumentKind | None, group: str | None, as_json: bool) -> None:
    """List documents, newest first."""
    from extrabrain.app.build import workbench
    from extrabrain.record import documents as kept

    with workbench() as bench:
        found = kept.list_documents(bench.store, kind=kind, group=group)
    lines = [
        f"{d.document_id:>6}  {d.kind:<11} {d.updated_at[:10]}  {'' if d.enabled else '(off) '}"
        f"{d.title or d.external_id}{f'  [{d.group}]' if d.group else ''}"
        for d in found
    ]
    empty = "Your workspace is empty. Bring documents with `extrabrain import PATH`."
    count = f"{len(found)} document{'' if len(found) == 1 else 's'}"
    show({"documents": found}, "\n".join(lines) or empty, as_json=as_json, message=count)


@documents.command("show")
@click.argument("document_id", type=int)
@json_option
def show_(document_id: int, as_json: bool) -> None:
    """Print a document's text."""
    from extrabrain.app.build import workbench
    from extrabrain.record import documents as kept

    with workbench() as bench:
        document, text = kept.get(bench.store, document_id)
    about = f"{document.title or document.external_id}\n{document.kind} · {document.external_id}\n"
    show({"document": document, "text": text}, f"{about}\n{text}", as_json=as_json)


@documents.command()
@click.argument("document_ids", type=int, nargs=-1, required=True)
@json_option
def remove(document_ids: tuple[int, ...], as_json: bool) -> None:
    """Forget documents; your files stay where they are."""
    from extrabrain.app.build import workbench
    from extrabrain.record import documents as kept

    with workbench() as bench:
        for document_id in document_ids:
            kept.remove(bench.store, document_id)
        bench.store.scrub()
    show(None, _count(document_ids, "forgotten"), as_json=as_json)


@documents.command()
@click.argument("document_ids", type=int, nargs=-1, required=True)
@json_option
def enable(document_ids: tuple[int, ...], as_json: bool) -> None:
    """Let documents be found again."""
    _turn(document_ids, True)
    show(None, _count(document_ids, "on"), as_json=as_json)


@documents.command()
@click.argument("document_ids", type=int, nargs=-1, required=True)
@json_option
def disable(document_ids: tuple[int, ...], as_json: bool) -> None:
    """Keep documents, but leave them out of search and answers."""
    _turn(document_ids, False)
    show(None, _count(document_ids, "off"), as_json=as_json)


def _turn(document_ids: tuple[int, ...], enabled: bool) -> None:
    from extrabrain.app.build import workbench
    from extrabrain.record import documents as kept

    with workbench() as bench:
        for document_id in document_ids:
            kept.set_enabled(bench.store, document_id, enabled)


def _count(document_ids: tuple[int, ...], what: str) -> str:
    return f"{len(document_ids)} document{'' if len(document_ids) == 1 else 's'} {what}."
