"""What an import costs beside its parts run bare, what it costs when nothing changed, and what a kill loses.

    uv run python benchmarks/importing.py [--notes 200] [--unchanged 10000] [--kills 6] [--dry]

The notes are Markdown made of the sentences of our sample answers, from a fixed seed. *Bare* is reader,
chunker and embedder called in one loop, with nothing kept; *import* is what the command does, a process of
its own each. Both are run in turn, three times, and the shortest of each counts. Then imports are killed,
half of them while files are read and half while meaning is, until one comes through; what is kept must be
what an import without a kill keeps.
"""

import argparse
import hashlib
import json
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import ledger
import models
from extrabrain.core.document import Brought
from extrabrain.flows.bring import Importer
from extrabrain.flows.bring_report import Progress
from extrabrain.flows.read_file import FileReader
from extrabrain.flows.shelve import BATCH
from extrabrain.library.embed import MiniLM
from extrabrain.library.passages import passages
from extrabrain.library.readers import markdown
from extrabrain.record.db import Store
from extrabrain.record.rows import rows

ROUNDS = 3
SENTENCES_A_SECTION, SECTIONS = 7, 4
ANSWERS = Path(__file__).parent / "data" / "answers"


def write_notes(folder: Path, count: int, seed: int) -> None:
    said = [
        sentence
        for path in sorted(ANSWERS.glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
        for sentence in json.loads(line)["text"].split(". ")
    ]
    chance = random.Random(seed)
    for number in range(count):
        place = folder / f"{number % 40}"
        place.mkdir(parents=True, exist_ok=True)
        parts = [f"# Note {number}"]
        for section in range(SECTIONS):
            parts.append(f"## Part {section}\n\n" + ". ".join(chance.sample(said, SENTENCES_A_SECTION)) + ".")
        (place / f"n{number}.md").write_text("\n\n".join(parts) + "\n", encoding="utf-8")


def bare(notes: Path, embedder: MiniLM) -> int:
    """Reader, chunker and embedder, with nothing kept."""
    paths = sorted(notes.rglob("*.md"))
    count = 0
    for at in range(0, len(paths), BATCH):
        texts: list[str] = []
        for path in paths[at : at + BATCH]:
            for read in markdown.read(path.read_bytes(), path.name):
                cut = passages(Brought(path.name, read.title, read.text, headings=read.headings))
                texts += [f"{p.heading}\n{p.text}" for p in cut]
        embedder.embed(texts)
        count += len(texts)
    return count


def imported(notes: Path, embedder: MiniLM, store_at: Path) -> int:
    """As the command does; says how far it is, a line each time."""

    def told(progress: Progress) -> None:
        print(progress.doing, progress.done, flush=True)

    with Store.open(store_at, bytes(32)) as store:
        report = Importer(store, embedder, FileReader(), told=told).bring([notes])
    return report.added + report.updated


def run(part: str, notes: Path, weights: Path, store_at: Path) -> "subprocess.Popen[str]":
    words = [sys.executable, __file__, "--part", part, str(notes), str(weights), str(store_at)]
    return subprocess.Popen(words, stdout=subprocess.PIPE, text=True)


def took(part: str, notes: Path, weights: Path, store_at: Path) -> dict[str, Any]:
    process = run(part, notes, weights, store_at)
    out, _ = process.communicate()
    if process.returncode:
        raise SystemExit(f"{part} ended with {process.returncode}")
    return json.loads(out.splitlines()[-1])


def measured(part: str, notes: Path, weights: Path, store_at: Path) -> None:
    embedder = MiniLM(weights)
    began, cpu = time.perf_counter(), time.process_time()
    count = bare(notes, embedder) if part == "bare" else imported(notes, embedder, store_at)
    spent = {"wall_s": time.perf_counter() - began, "cpu_s": time.process_time() - cpu, "count": count}
    print(json.dumps(spent))


def contents(store_at: Path) -> dict[str, tuple[str, str]]:
    """For each document a digest of its text and passages, and one of its vectors; empty without vectors."""
    sql = "SELECT external_id, document_id, d.body, passages, v.body FROM documents d"
    sql += " LEFT JOIN vectors v USING (document_id)"
    parts = (
        "SELECT position, body, start_char, end_char FROM passages WHERE document_id = ? ORDER BY position"
    )
    found: dict[str, tuple[str, str]] = {}
    with Store.open(store_at, bytes(32)) as store:
        for name, number, *text, vectors in store.read(lambda c: rows(c, sql)):
            if name in found:
                raise SystemExit(f"{name} stands twice")
            cut = store.read(lambda c, number=number: rows(c, parts, number))
            if len(cut) != text[1]:
                raise SystemExit(f"{name} has {len(cut)} of {text[1]} passages")
            found[str(name)] = (_digest((text, cut)), _digest(vectors) if vectors else "")
    return found


def _digest(plain: object) -> str:
    return hashlib.sha256(repr(plain).encode()).hexdigest()


def killed(notes: Path, weights: Path, folder: Path, count: int, kills: int) -> dict[str, Any]:
    """Kills, half of them while files are read and half while meaning is; then one runs to its end.

    `strange` counts kept documents that an import without a kill would not have as they are, but for vectors.
    """
    whole = contents(folder / "whole.db")
    place = folder / "killed.db"
    kept: list[tuple[int, int]] = []
    strange = 0
    moments = [("reading", count * n // (kills // 2 + 1)) for n in range(1, kills // 2 + 1)]
    moments += [("meaning", 0)] * (kills - kills // 2)
    for doing, least in moments:
        process = run("import", notes, weights, place)
        for line in process.stdout or ():
            said = line.split()
            if said[0] == doing and int(said[1]) >= least:
                break
        process.send_signal(signal.SIGKILL)
        process.communicate()
        now = contents(place)
        kept.append((len(now), sum(1 for one in now.values() if one[1])))
        strange += sum(
            1 for name, one in now.items() if one[0] != whole[name][0] or one[1] not in ("", whole[name][1])
        )
    took("import", notes, weights, place)
    same = contents(place) == whole
    return {"documents_and_meant_after_each": kept, "strange": strange, "same_at_the_end": same}


def unchanged(folder: Path, count: int) -> dict[str, float]:
    """Bringing `count` notes for the first time, without meaning, and again."""
    notes = folder / "many"
    write_notes(notes, count, 2)
    spent: list[float] = []
    with Store.open(folder / "many.db", bytes(32)) as store:
        for _ in range(4):
            began = time.perf_counter()
            report = Importer(store, None, FileReader()).bring([notes])
            spent.append(time.perf_counter() - began)
        if report.unchanged_files != count:
            raise SystemExit(f"{report.unchanged_files} of {count} were seen as unchanged")
    return {"first_s": spent[0], "again_s": max(spent[1:])}


def main(given: argparse.Namespace) -> None:
    weights = models.weights(given.models).path("minilm-l6-v2")
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        notes = folder / "notes"
        write_notes(notes, given.notes, 1)
        spent: dict[str, list[dict[str, Any]]] = {"bare": [], "import": []}
        for number in range(ROUNDS):
            for part, found in spent.items():
                found.append(took(part, notes, weights, folder / f"{number}.db"))
        shutil.move(folder / "0.db", folder / "whole.db")
        best = {name: min(s["wall_s"] for s in found) for name, found in spent.items()}
        numbers: dict[str, Any] = {
            "notes": given.notes,
            "passages": spent["bare"][0]["count"],
            "bare_s": best["bare"],
            "import_s": best["import"],
            "of_bare_throughput": best["bare"] / best["import"],
            "cpu_bare_s": min(s["cpu_s"] for s in spent["bare"]),
            "cpu_import_s": min(s["cpu_s"] for s in spent["import"]),
        }
        print(json.dumps(numbers), flush=True)
        if given.kills:
            numbers["killed"] = killed(notes, weights, folder, given.notes, given.kills)
            print(json.dumps(numbers["killed"]), flush=True)
        if given.unchanged:
            numbers["unchanged"] = {"notes": given.unchanged, **unchanged(folder, given.unchanged)}
            print(json.dumps(numbers["unchanged"]))
    if not given.dry:
        ledger.append("importing", numbers)


def _given() -> argparse.Namespace:
    parser = models.arguments(__doc__ or "", data=False)
    parser.add_argument("--notes", type=int, default=200)
    parser.add_argument("--unchanged", type=int, default=10_000)
    parser.add_argument("--kills", type=int, default=6)
    return parser.parse_args()


if __name__ == "__main__":
    if sys.argv[1:2] == ["--part"]:
        part, *places = sys.argv[2:]
        measured(part, *(Path(place) for place in places))
    else:
        main(_given())
