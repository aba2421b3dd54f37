"""Question packs: plain YAML files that people can write and share."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from extrabrain.core.errors import NotFound, UsageProblem
from extrabrain.core.question import PATTERN_OF_KIND, Question, Source, Study

BUILTIN = Path(__file__).with_name("packs")
MAX_BYTES = 5_000_000


@dataclass(frozen=True, slots=True)
class Pack:
    """`name` is the pack's own id; several files may carry the same one."""

    name: str
    title: str
    version: int
    language: str
    license: str
    questions: tuple[Question, ...]


def read_pack(path: Path) -> Pack:
    """Reads and checks one pack file.

    Raises `NotFound` for a missing file and `UsageProblem` that names file, line and reason for a bad one.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise UsageProblem(f"{path}: larger than 5 MB.", next_step="Split the pack into several files.")
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise NotFound(f"{path}: no such file.", next_step="Check the path.") from error
    except UnicodeDecodeError as error:
        raise UsageProblem(
            f"{path}: not UTF-8 text (byte {error.start}).", next_step="Save the file as UTF-8."
        ) from error
    except OSError as error:
        raise UsageProblem(f"{path}: {error.strerror}.", next_step="Give a readable YAML file.") from error
    return parse_pack(text, str(path))


def parse_pack(text: str, name: str) -> Pack:
    """Like `read_pack`, from text; `name` stands for the file in messages."""
    import yaml
    from pydantic import ValidationError

    from extrabrain.bank.shape import PackFile

    try:
        plain: Any = yaml.load(text, Loader=_loader())
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        reason = getattr(error, "problem", None) or "not YAML"
        raise UsageProblem(f"{name}:{line}: {reason}.", next_step="Fix that line.") from error
    try:
        file = PackFile.model_validate(plain)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(step) for step in first["loc"]) or "the file"
        more = f" (and {error.error_count() - 1} more)" if error.error_count() > 1 else ""
        raise UsageProblem(
            f"{name}:{_line_of(text, first['loc'])}: {where}: {first['msg']}{more}.",
            next_step="`extrabrain questions schema` prints the shape of a pack.",
        ) from error
    _refuse_twins([q.id for q in file.questions], text, name)
    return Pack(
        name=file.pack,
        title=file.title,
        version=file.version,
        language=file.language,
        license=file.license,
        questions=tuple(_question(entry, file.pack) for entry in file.questions),
    )


def own_question(entry: dict[str, Any]) -> Question:
    """A question of the user's own, from a pack's fields; `UsageProblem` names the one that is off."""
    from pydantic import ValidationError

    from extrabrain.bank.shape import QuestionEntry

    try:
        return replace(_question(QuestionEntry.model_validate(entry), "own"), source=Source("own"))
    except ValidationError as error:
        first = error.errors()[0]
        where = " ".join(str(step + 1 if isinstance(step, int) else step) for step in first["loc"])
        raise UsageProblem(
            f"{where.replace('_', ' ')}: {first['msg']}.", next_step="Change that and save again."
        ) from error


@cache
def builtin() -> dict[str, Question]:
    """The built-in AI-safety bank: question id → question, in the order of files and of each file."""
    found: dict[str, Question] = {}
    for pack in builtin_packs():
        for question in pack.questions:
            if question.question_id in found:
                raise UsageProblem(f"question id {question.question_id!r} stands twice in the built-in bank.")
            found[question.question_id] = question
    return found


def builtin_packs() -> Iterator[Pack]:
    """The core questions of the guide first, then topic by topic."""
    for path in sorted(BUILTIN.glob("*.yaml"), key=lambda p: (not p.name.startswith("guide"), p.name)):
        yield read_pack(path)


def schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of a pack file."""
    from extrabrain.bank.shape import PackFile

    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **PackFile.model_json_schema()}


def _question(entry: Any, pack: str) -> Question:
    return Question(
        question_id=entry.id,
        text=" ".join(entry.text.split()),
        kind=entry.kind,
        pattern=entry.pattern or PATTERN_OF_KIND[entry.kind],
        topics=tuple(entry.topics),
        difficulty=entry.difficulty,
        tests=entry.tests.strip(),
        key_points=tuple(entry.key_points),
        follow_ups=tuple(entry.follow_ups),
        strong=entry.strong,
        weak=entry.weak,
        weak_because=entry.weak_because.strip(),
        study=tuple(Study(s.title, s.authors, s.year, s.why) for s in entry.study),
        source=Source(f"pack:{pack}"),
    )


def _refuse_twins(ids: list[str], text: str, name: str) -> None:
    for number, question_id in enumerate(ids):
        if question_id in ids[:number]:
            raise UsageProblem(
                f"{name}:{_line_of(text, ('questions', number, 'id'))}: id {question_id!r} stands twice.",
                next_step="Give each question its own id.",
            )


def _line_of(text: str, location: tuple[int | str, ...]) -> int:
    """The 1-based line of the deepest node of `location` that is there."""
    import yaml

    node: Any = yaml.compose(text, Loader=_loader())
    line = 1
    for step in location:
        if isinstance(node, yaml.MappingNode):
            inner = next((v for k, v in node.value if k.value == step), None)
            key = next((k for k, _ in node.value if k.value == step), None)
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            inner = key = node.value[step]
        else:
            break
        if inner is None or key is None:
            break
        node, line = inner, key.start_mark.line + 1
    return line


def _loader() -> Any:
    """The quick one where it is there. Always the same: the two do not agree on every file."""
    import yaml

    return getattr(yaml, "CSafeLoader", yaml.SafeLoader)
