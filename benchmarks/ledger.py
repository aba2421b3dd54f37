"""One line per benchmark run, appended to `results/<name>.jsonl`: `{commit, machine, date, numbers}`."""

import json
import os
import platform
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).parent / "results"


def append(name: str, numbers: dict[str, Any], *, results: Path = RESULTS) -> Path:
    """Appends one line and says where. `commit` ends in `+` where the working tree has changes of code."""
    results.mkdir(parents=True, exist_ok=True)
    line = {
        "commit": _commit(),
        "machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, {_processor()}, "
        f"Python {platform.python_version()}",
        "date": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "numbers": numbers,
    }
    path = results / f"{name}.jsonl"
    with path.open("a", encoding="utf-8") as out:
        out.write(json.dumps(line, ensure_ascii=False) + "\n")
    return path


def _commit() -> str:
    here = Path(__file__).parent.parent
    head = subprocess.run(
        ["git", "rev-parse", "--short=12", "HEAD"], cwd=here, capture_output=True, text=True, check=False
    )
    if head.returncode:
        return "unknown"
    changed = subprocess.run(
        ["git", "status", "--porcelain", "--untracked-files=no", "src", "benchmarks", "pyproject.toml"],
        cwd=here,
        capture_output=True,
        text=True,
        check=False,
    )
    lines = [line for line in changed.stdout.splitlines() if "benchmarks/results/" not in line]
    return head.stdout.strip() + ("+" if lines else "")


def _processor() -> str:
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        for line in cpuinfo.read_text(encoding="utf-8", errors="replace").splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    return platform.processor() or "unknown processor"
