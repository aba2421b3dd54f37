"""A git repository as a person would sum it up in a CV: what it is, what is theirs in it, and where to look.

Read through the `git` program, which gets no chance to run anything of the repository's own or to reach a
network.
"""

import os
import re
import subprocess
from collections import Counter
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from extrabrain.core.errors import Problem, Unsupported
from extrabrain.library.reading import Page, Reading

MOST_COMMITS = 5_000
LONGEST_S = 60
SHOWN = 40
"""Commits that are named."""

_LANGUAGES = {
    ".py": "Python", ".ipynb": "Jupyter", ".ts": "TypeScript", ".tsx": "TypeScript",
    ".js": "JavaScript", ".jsx": "JavaScript", ".svelte": "Svelte", ".vue": "Vue", ".rs": "Rust",
    ".go": "Go", ".java": "Java", ".kt": "Kotlin", ".swift": "Swift", ".c": "C", ".h": "C",
    ".cc": "C++", ".cpp": "C++", ".hpp": "C++", ".cu": "CUDA", ".cs": "C#", ".rb": "Ruby",
    ".php": "PHP", ".scala": "Scala", ".jl": "Julia", ".r": "R", ".m": "MATLAB", ".lua": "Lua",
    ".hs": "Haskell", ".ml": "OCaml", ".ex": "Elixir", ".sh": "Shell", ".sql": "SQL", ".html": "HTML",
    ".css": "CSS", ".tex": "LaTeX", ".tf": "Terraform", ".proto": "Protobuf",
}  # fmt: skip
_SETTINGS = (
    "core.fsmonitor=false core.hooksPath= log.showSignature=false core.pager=cat protocol.allow=never"
    " diff.external= core.quotePath=false color.ui=false"
)
_SAFE = tuple(word for setting in _SETTINGS.split(" ") for word in ("-c", setting))
_DULL = re.compile(
    r"^(?:merge|bump|update deps|fix typo|typo|wip|format|lint|version|release)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Commit:
    sha: str
    day: str
    name: str
    email: str
    subject: str
    body: str
    added: int
    removed: int
    files: tuple[str, ...]


def head_of(folder: Path) -> str:
    """What changes whenever the digest does; empty where there is no commit yet."""
    try:
        return _git(folder, "rev-parse", "HEAD").strip()
    except Problem:
        return ""


def digest(folder: Path) -> Reading:
    """`Problem` for a repository that git does not open; `Unsupported` where git is not installed."""
    commits = _commits(folder)
    if not commits:
        raise Problem(f"{folder.name} has no commits yet.", next_step="Commit something and bring it again.")
    who = _owner(folder, commits)
    own = [c for c in commits if _is_of(c, who)]
    page = Page()
    page.heading(folder.name)
    page.line(_about(folder, commits))
    page.line(_share(who, own, commits))
    for line in _areas(own):
        page.line(line)
    _years(page, own)
    _notable(page, own, _web_address(folder))
    return page.reading(folder.name, part="git", kind="project", written_at=(own or commits)[0].day)


def _git(folder: Path, *words: str) -> str:
    keep = ("PATH", "HOME", "SYSTEMROOT", "USERPROFILE", "LANG", "TEMP", "TMP")
    environment = {name: os.environ[name] for name in keep if name in os.environ}
    environment |= {"GIT_NO_LAZY_FETCH": "1", "GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0"}
    try:
        ran = subprocess.run(
            ["git", *_SAFE, "-C", str(folder), *words],
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=LONGEST_S,
            check=False,
        )
    except FileNotFoundError as error:
        raise Unsupported("git is not installed.", next_step="Install git to bring repositories.") from error
    except subprocess.TimeoutExpired as error:
        raise Problem(
            f"{folder.name}: git took longer than {LONGEST_S} seconds.",
            next_step="Bring its docs folder instead.",
        ) from error
    if ran.returncode:
        said = ran.stderr.decode("utf-8", "replace").strip().splitlines()
        why = said[0].removeprefix("fatal: ")[:160] if said else "it failed"
        raise Problem(f"{folder.name}: git says {why}.", next_step="Check it with `git status`.")
    return ran.stdout.decode("utf-8", "replace")


def _commits(folder: Path) -> list[Commit]:
    """Newest first, merges left out."""
    shape = "%x1e%H%x1f%as%x1f%an%x1f%ae%x1f%s%x1f%b%x1f"
    try:
        log = _git(
            folder, "log", f"-n{MOST_COMMITS}", "--no-merges", "--no-ext-diff", "--no-textconv", "--numstat",
            "--no-renames", f"--format={shape}",
        )  # fmt: skip
    except Problem as problem:
        if "does not have any commits" in problem.what:
            return []
        raise
    return [_commit(record) for record in log.split("\x1e")[1:]]


def _commit(record: str) -> Commit:
    sha, day, name, email, subject, body, stats = (record.split("\x1f", 6) + [""] * 7)[:7]
    added = removed = 0
    files: list[str] = []
    for line in stats.splitlines():
        numbers = line.split("\t", 2)
        if len(numbers) == 3:
            added += int(numbers[0]) if numbers[0].isdigit() else 0
            removed += int(numbers[1]) if numbers[1].isdigit() else 0
            files.append(numbers[2])
    return Commit(sha, day, name, email.lower(), subject, body.strip(), added, removed, tuple(files))


def _owner(folder: Path, commits: list[Commit]) -> tuple[set[str], set[str]]:
    """Names and addresses of the user: as git knows them, else of whoever committed most."""
    name = email = ""
    for key in ("user.name", "user.email"):
        try:
            value = _git(folder, "config", "--get", key).strip()
        except Problem:
            value = ""
        name, email = (value, email) if key == "user.name" else (name, value.lower())
    if not any(c.email == email or c.name == name for c in commits):
        ((name, email),) = [who for who, _ in Counter((c.name, c.email) for c in commits).most_common(1)]
    names = {name, *(c.name for c in commits if c.email == email)} - {""}
    return names, {email, *(c.email for c in commits if c.name in names)} - {""}


def _is_of(commit: Commit, who: tuple[set[str], set[str]]) -> bool:
    return commit.name in who[0] or commit.email in who[1]


def _about(folder: Path, commits: list[Commit]) -> str:
    files = [name for name in _git(folder, "ls-tree", "-r", "--name-only", "-z", "HEAD").split("\0") if name]
    kinds = Counter(_LANGUAGES.get(PurePosixPath(f).suffix.lower(), "") for f in files)
    kinds.pop("", None)
    total = sum(kinds.values()) or 1
    named = ", ".join(f"{kind} ({count * 100 // total} %)" for kind, count in kinds.most_common(4))
    span = f"{commits[-1].day} to {commits[0].day}"
    return (
        f"A git repository of {len(files):,} files{f', mostly {named}' if named else ''}; worked on {span}."
    )


def _share(who: tuple[set[str], set[str]], own: list[Commit], commits: list[Commit]) -> str:
    name = min(who[0], default="The user", key=len)
    lines = f"{sum(c.added for c in own):,} lines added and {sum(c.removed for c in own):,} removed"
    people = len({c.email for c in commits})
    among = f" among {people} people" if people > 1 else ", alone"
    return f"{name} made {len(own):,} of {len(commits):,} commits{among}: {lines}."


def _areas(own: list[Commit]) -> list[str]:
    areas = Counter(_area(name) for commit in own for name in commit.files)
    areas.pop("", None)
    if not areas:
        return []
    return ["Mostly in " + ", ".join(f"{area} ({n})" for area, n in areas.most_common(6)) + "."]


def _area(name: str) -> str:
    return "/".join(PurePosixPath(name).parts[:-1][:2])


def _years(page: Page, own: list[Commit]) -> None:
    page.heading("By year")
    years = Counter(c.day[:4] for c in own)
    for year in sorted(years, reverse=True):
        added = sum(c.added for c in own if c.day[:4] == year)
        page.line(f"{year}: {years[year]:,} commits, {added:,} lines added")


def _notable(page: Page, own: list[Commit], address: str | None) -> None:
    """The commits that say or change most, newest first."""
    page.heading("Notable commits")

    def weight(commit: Commit) -> float:
        size = min(2_000, commit.added + commit.removed) ** 0.5
        return (0.2 if _DULL.match(commit.subject) else 1.0) * (size + min(600, len(commit.body)) ** 0.5)

    chosen = {c.sha for c in sorted(own, key=weight, reverse=True)[:SHOWN]}
    for commit in own:
        if commit.sha in chosen:
            size = f"+{commit.added:,} −{commit.removed:,} in {len(commit.files)} files"
            where = f"{address}/commit/{commit.sha}" if address else commit.sha[:12]
            page.line(f"{commit.day}: {commit.subject} ({size}) {where}")
            if commit.body:
                page.line(" ".join(commit.body.split())[:500])


def _web_address(folder: Path) -> str | None:
    """Where the repository can be read, without any name or password that stands in its remote's address."""
    try:
        remote = _git(folder, "config", "--get", "remote.origin.url").strip()
    except Problem:
        return None
    found = re.match(
        r"(?:\w+://)?(?:[^@/\s]+@)?([\w-]+(?:\.[\w-]+)+)(?::\d+/|[:/])([\w./~-]+?)(?:\.git)?/?$", remote
    )
    return f"https://{found[1]}/{found[2]}" if found else None
