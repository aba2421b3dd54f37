"""`extrabrain stories`: what the user has to tell, in the terminal."""

from typing import TYPE_CHECKING

import click

from extrabrain.cli.envelope import json_option, show
from extrabrain.core.errors import UsageProblem

if TYPE_CHECKING:
    from extrabrain.core.story import Story
    from extrabrain.flows.stories import Matrix, StoryCard

PART = click.option("--part", "parts", multiple=True, metavar="PART=TEXT", help="May be given several times.")


@click.group()
def stories() -> None:
    """Your stories: list, show, add, edit, extract, remove, matrix."""


@stories.command("list")
@json_option
def list_stories(as_json: bool) -> None:
    """Stories, newest first, with the parts that each still lacks."""
    from extrabrain.app.build import workbench
    from extrabrain.flows.stories import card
    from extrabrain.record import stories as kept

    with workbench() as bench:
        found = [card(story) for story in kept.list_stories(bench.store, state="kept")]
    lines = [f"{c.story.story_id:<32} {c.story.title}{_lacks(c)}" for c in found]
    count = f"{len(found)} stor{'y' if len(found) == 1 else 'ies'}"
    none = "No stories yet. `extrabrain stories extract` finds some in your documents."
    show(found, "\n".join([*lines, "", f"{count}."]) if found else none, as_json=as_json, message=count)


@stories.command("show")
@click.argument("story_id", metavar="ID")
@click.option("--version", type=int, help="As it was then, counted from 1.")
@json_option
def show_story(story_id: str, version: int | None, as_json: bool) -> None:
    """One story, part by part, with what is still missing."""
    from extrabrain.app.build import workbench
    from extrabrain.flows.stories import card
    from extrabrain.record import stories as kept

    with workbench() as bench:
        found = card(kept.get(bench.store, story_id, version))
    show(found, _page(found), as_json=as_json)


@stories.command("add")
@click.argument("title")
@PART
@json_option
def add_story(title: str, parts: tuple[str, ...], as_json: bool) -> None:
    """Write a story of your own, for example with --part "action=I stopped the launch."."""
    from extrabrain.app.build import workbench
    from extrabrain.flows.stories import Stories, card

    with workbench() as bench:
        made = card(Stories(bench.store, None).add(title, _given(parts)))
    show(made, _page(made), as_json=as_json, message="added")


@stories.command("edit")
@click.argument("story_id", metavar="ID")
@click.option("--title", help="Another title.")
@PART
@click.option("--competency", "competencies", multiple=True, help="What it shows, in place of what it had.")
@click.option("--question", "questions", multiple=True, help="A question to answer with it, by id.")
@json_option
def edit_story(
    story_id: str,
    title: str | None,
    parts: tuple[str, ...],
    competencies: tuple[str, ...],
    questions: tuple[str, ...],
    as_json: bool,
) -> None:
    """Change a story; the versions before stay. An empty text takes a part out."""
    from extrabrain.app.build import workbench
    from extrabrain.flows.stories import Stories, card

    if title is None and not parts and not competencies and not questions:
        raise UsageProblem("There is nothing to change.", next_step="Give --title, --part or --competency.")
    with workbench() as bench:
        for question_id in questions:
            bench.bank.get(question_id)
        story = Stories(bench.store, None).edit(
            story_id,
            title=title,
            parts=_given(parts),
            competencies=competencies or None,
            questions=questions or None,
        )
    made = card(story)
    show(made, _page(made), as_json=as_json, message=f"version {story.version}")


@stories.command("extract")
@click.option("--document", type=int, help="Only from this document; see `documents list`.")
@click.option("--keep", multiple=True, metavar="ID", help="Keep this one; may be given several times.")
@click.option("--keep-all", is_flag=True, help="Keep all that are found.")
@json_option
def extract(document: int | None, keep: tuple[str, ...], keep_all: bool, as_json: bool) -> None:
    """Find stories in your documents. Nothing is made up: every part is a slice of a document."""
    from extrabrain.app.build import workbench
    from extrabrain.flows.stories import Stories, card

    with workbench() as bench:
        own = Stories(bench.store, bench.embedder())
        found = own.extract(bench.coach(), document_id=document, keep=keep_all)
        if unknown := set(keep) - {story.story_id for story in found}:
            raise UsageProblem(
                f"{min(unknown)!r} is none of the stories found.", next_step="Run it without --keep first."
            )
        kept = found if keep_all else [own.keep(story) for story in found if story.story_id in keep]
    cards = [card(story) for story in found]
    data = {"found": cards, "kept": [story.story_id for story in kept]}
    text = "\n\n".join(_page(each) for each in cards)
    none = "No stories found. Bring a résumé, notes or transcripts with `extrabrain import PATH`."
    message = f"{len(found)} found, {len(kept)} kept"
    show(data, f"{text}\n\n{message}." if cards else none, as_json=as_json, message=message)


@stories.command("remove")
@click.argument("story_id", metavar="ID")
@json_option
def remove_story(story_id: str, as_json: bool) -> None:
    """Forget a story with all its versions."""
    from extrabrain.app.build import workbench
    from extrabrain.record import stories as kept

    with workbench() as bench:
        kept.remove(bench.store, story_id)
    show({"story_id": story_id}, f"Removed {story_id}.", as_json=as_json, message="removed")


@stories.command("matrix")
@json_option
def matrix(as_json: bool) -> None:
    """Stories against what interviewers ask for; the gaps are named."""
    from extrabrain.app.build import workbench
    from extrabrain.flows.stories import Stories

    with workbench() as bench:
        made = Stories(bench.store, bench.embedder()).matrix(bench.bank.all())
    show(made, _grid(made), as_json=as_json, message=f"{len(made.gaps)} gaps")


def _given(parts: tuple[str, ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    for given in parts:
        name, sign, text = given.partition("=")
        if not sign:
            raise UsageProblem(f"{given!r} is no part.", next_step='Write it like --part "result=…".')
        found[name.strip()] = text
    return found


def _lacks(card: "StoryCard") -> str:
    return f"  (no {', '.join(card.missing)})" if card.missing else ""


def _page(card: "StoryCard") -> str:
    story: Story = card.story
    lines = [story.title, f"{story.story_id} · version {story.version} · {', '.join(story.competencies)}"]
    texts = {part.part: " ".join(part.text.split()) for part in story.parts}
    for part in (*texts, *card.missing):
        if part in texts:
            lines.append(click.wrap_text(texts[part], 96, f"  {part:<10} ", " " * 13))
        if part in card.hints:
            lines.append(f"  {'' if part in texts else part:<10} → {card.hints[part]}")
    return "\n".join(lines)


def _grid(made: "Matrix") -> str:
    titles = {story.story_id: story.title for story in made.stories}
    lines = [
        f"{column.title:<28} {'; '.join(titles[i] for i in column.stories) or '– gap'}"
        for column in made.competencies
    ]
    covered = sum(bool(column.stories) for column in made.questions)
    lines += ["", f"{covered} of {len(made.questions)} questions that ask for a story have one."]
    return "\n".join(lines)
